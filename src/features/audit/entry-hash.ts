import { createHash } from 'node:crypto'

/** What the hash of an entry is made of; every value as the database writes it. */
export interface HashedEntry {
  organizationId: string
  number: number
  /** to the microsecond, UTC */
  at: string
  actorKind: string
  actorId: string
  keyId: string | null
  requestId: string | null
  address: string | null
  act: string
  digests: Record<string, string>
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The hash of an entry that follows the one with this hash: the same as the database's `audit_hash`. */
export function hashEntry(previous: string, e: HashedEntry): string {
  const names = Object.keys(e.digests).sort()
  const digests = names.length > 0 ? names.map((name) => `${name}=${e.digests[name]}`).join(',') : null
  const values = [
    previous,
    e.organizationId,
    String(e.number),
    e.at,
    e.actorKind,
    e.actorId,
    e.keyId,
    e.requestId,
    e.address,
    e.act,
    digests,
  ]
  // As jsonb is written: a blank behind each comma.
  return sha256(`[${values.map((value) => JSON.stringify(value)).join(', ')}]`)
}

/** The digest of a text beside an entry. */
export const digestText = (salt: string, text: string): string => sha256(`${salt}:${text}`)
