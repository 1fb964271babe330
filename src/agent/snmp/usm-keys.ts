import { createHash } from 'node:crypto'
import type { SnmpUserAccess } from '../../features/agent-protocol/snmp-access.api.ts'

/** Keys of the User-based Security Model: from passwords (RFC 3414, A.2; RFC 7860) and for one engine (RFC 3414, 2.6). */

export type AuthenticationProtocol = NonNullable<SnmpUserAccess['authentication']>['protocol']
export type PrivacyProtocol = NonNullable<SnmpUserAccess['privacy']>['protocol']

/** Hash, and length of what of it stands in a message (RFC 3414, 6 and 7; RFC 7860, 4). */
export const AUTHENTICATION: Record<AuthenticationProtocol, { hash: string; octets: number }> = {
  md5: { hash: 'md5', octets: 12 },
  'sha-1': { hash: 'sha1', octets: 12 },
  'sha-224': { hash: 'sha224', octets: 16 },
  'sha-256': { hash: 'sha256', octets: 24 },
  'sha-384': { hash: 'sha384', octets: 32 },
  'sha-512': { hash: 'sha512', octets: 48 },
}

/** Length of the key, and how a hash that is too short for it is lengthened. */
export const PRIVACY: Record<PrivacyProtocol, { keyOctets: number; lengthened: 'never' | 'blumenthal' | 'reeder' }> = {
  des: { keyOctets: 16, lengthened: 'never' },
  'aes-128': { keyOctets: 16, lengthened: 'never' },
  'aes-192': { keyOctets: 24, lengthened: 'blumenthal' },
  'aes-256': { keyOctets: 32, lengthened: 'blumenthal' },
  'aes-192-cisco': { keyOctets: 24, lengthened: 'reeder' },
  'aes-256-cisco': { keyOctets: 32, lengthened: 'reeder' },
}

const EXPANDED_OCTETS = 1_048_576

/** Ku: the hash of the password repeated to a megabyte. It takes milliseconds: see `KeyRing`. */
export function keyOfPassword(protocol: AuthenticationProtocol, password: Buffer): Buffer {
  return createHash(AUTHENTICATION[protocol].hash).update(Buffer.alloc(EXPANDED_OCTETS, password)).digest()
}

/** Kul: the key of a password for one engine. */
export function localizeKey(protocol: AuthenticationProtocol, key: Buffer, engineId: Buffer): Buffer {
  return createHash(AUTHENTICATION[protocol].hash).update(key).update(engineId).update(key).digest()
}

/** What keys are kept in between: making them again for each printer and start would take minutes of a processor. */
export interface KeyStore {
  get(name: string): Buffer | undefined
  set(name: string, key: Buffer): void
}

/** Keys for the time of the program. */
export class KeysInMemory implements KeyStore {
  readonly #keys = new Map<string, Buffer>()
  get(name: string): Buffer | undefined {
    return this.#keys.get(name)
  }
  set(name: string, key: Buffer): void {
    this.#keys.set(name, key)
  }
}

/** Makes keys, and makes each that is dear to make only once. */
export class KeyRing {
  /** Keys that had to be made from a password, or lengthened the dear way. */
  made = 0
  readonly #kept: KeyStore
  readonly #localized = new Map<string, Buffer>()

  constructor(kept: KeyStore = new KeysInMemory()) {
    this.#kept = kept
  }

  /** The key that signs messages to and from an engine. */
  authenticationKey(protocol: AuthenticationProtocol, password: string, engineId: Buffer): Buffer {
    const name = JSON.stringify([protocol, password, engineId.toString('hex')])
    const known = this.#localized.get(name)
    if (known) return known
    const key = localizeKey(protocol, this.#keyOf(protocol, Buffer.from(password, 'utf8')), engineId)
    this.#remember(name, key)
    return key
  }

  /** The key that encrypts messages to and from an engine; the hash is that of the user's authentication. */
  privacyKey(protocol: PrivacyProtocol, hash: AuthenticationProtocol, password: string, engineId: Buffer): Buffer {
    const { keyOctets, lengthened } = PRIVACY[protocol]
    let key = this.authenticationKey(hash, password, engineId)
    while (key.length < keyOctets) {
      const more = lengthened === 'reeder' ? this.#reeder(hash, key, engineId) : createHash(AUTHENTICATION[hash].hash).update(key).digest()
      key = Buffer.concat([key, more])
    }
    return key.subarray(0, keyOctets)
  }

  /** The key before it, taken for a password: a megabyte hashed for each engine. */
  #reeder(hash: AuthenticationProtocol, key: Buffer, engineId: Buffer): Buffer {
    return localizeKey(hash, this.#keyOf(hash, key), engineId)
  }

  #keyOf(protocol: AuthenticationProtocol, password: Buffer): Buffer {
    const name = `${protocol} ${password.toString('base64')}`
    const known = this.#kept.get(name)
    if (known) return known
    this.made++
    const key = keyOfPassword(protocol, password)
    this.#kept.set(name, key)
    return key
  }

  #remember(name: string, key: Buffer) {
    if (this.#localized.size >= MOST_LOCALIZED) this.#localized.clear()
    this.#localized.set(name, key)
  }
}

/** Keys for one engine are cheap to make again. */
const MOST_LOCALIZED = 20_000
