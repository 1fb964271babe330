import { createHmac, hkdfSync } from 'node:crypto'
import type { Scope } from '../scope.ts'

/** Sets what row-level security goes by, for one transaction, to the values that `ScopeSeal.settingsOf` gives. */
export const SET_SCOPE = `select set_config('mps.organization', $1, true), set_config('mps.reach', $2, true),
  set_config('mps.organizations', $3, true), set_config('mps.person', $4, true)`

/** Gives the database the key of the scopes, as the pads of `ScopeSeal.pads`; as its owner. */
export const PUT_SCOPE_KEY = `insert into private.scope_key (inner_pad, outer_pad) values ($1, $2)
  on conflict (one) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`

const BLOCK = 64

/**
 * Signs the settings of a scope with a key that is derived from the installation's secret. Row-level security takes no other (decision 0015):
 * who can only run SQL as the server can see what a scope reaches, but widen none.
 * @rule platform/scopes-cannot-be-forged  Row-level security believes a setting only with the server's signature, whose key SQL cannot reach.
 */
export class ScopeSeal {
  readonly #key: Buffer

  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'mps-express scope', 32))
  }

  /** The settings of a scope, signed: organization, reach, organizations, person. One that does not apply is empty. */
  settingsOf({ organizationId, reach, childIds, actor }: Scope): string[] {
    return [
      this.sign('organization', organizationId),
      reach === 'provider' ? this.sign('reach', reach) : '',
      reach === 'children' ? this.sign('organizations', JSON.stringify(Object.fromEntries(childIds.map((id) => [id, 1])))) : '',
      actor.kind === 'person' && actor.id !== '' ? this.sign('person', actor.id) : '',
    ]
  }

  /** The inner and the outer pad of HMAC with this key, with which the database checks signatures. */
  pads(): Buffer[] {
    const block = Buffer.concat([this.#key], BLOCK)
    return [0x36, 0x5c].map((pad) => Buffer.from(block.map((byte) => byte ^ pad)))
  }

  /** A value with its signature, as a setting of this name is taken. */
  sign(name: string, value: string): string {
    return createHmac('sha256', this.#key).update(`${name}:${value}`).digest('hex') + value
  }
}
