/** A value as SNMP carries it. The last three say that an object is not there. */
export type SnmpValue =
  | { type: 'integer' | 'counter32' | 'gauge32' | 'timeticks'; value: number }
  | { type: 'counter64'; value: bigint }
  | { type: 'octets' | 'opaque'; value: Buffer }
  | { type: 'oid' | 'ip'; value: string }
  | { type: 'null' }
  | { type: 'noSuchObject' | 'noSuchInstance' | 'endOfMibView' }

export interface Varbind {
  oid: string
  value: SnmpValue
}

/** What a printer reported: object identifier to value, whether from the network or from a recording. */
export type ObjectStore = Map<string, SnmpValue>

const WALKED = new WeakMap<ObjectStore, Map<string, string[]>>()

/**
 * Where the objects under a root are noted, in their order, while a store is filled by walking: most of what is asked of a store is which
 * rows a column has, and looking for them among all objects takes longer than what is done with them.
 */
export function noteWalked(store: ObjectStore, root: string): string[] {
  let walked = WALKED.get(store)
  if (!walked) {
    walked = new Map()
    WALKED.set(store, walked)
  }
  const noted = walked.get(root) ?? []
  walked.set(root, noted)
  return noted
}

/** The objects under a root that was walked; undefined where it was not, as in a recording. */
export function walkedUnder(store: ObjectStore, root: string): readonly string[] | undefined {
  return WALKED.get(store)?.get(root)
}

/** BER tags of SMIv2's types (RFC 2578) and of the exceptions of RFC 3416. */
export const TAGS = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  ip: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeticks: 0x43,
  opaque: 0x44,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const satisfies Record<SnmpValue['type'], number>

/** Whether the agent said that the object does not exist. */
export function isMissing(value: SnmpValue): boolean {
  return value.type === 'noSuchObject' || value.type === 'noSuchInstance' || value.type === 'endOfMibView'
}
