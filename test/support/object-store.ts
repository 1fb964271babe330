import type { ObjectStore, SnmpValue } from '../../src/agent/snmp/value.ts'

/** Builds what a printer reported, for tests: numbers, texts, object identifiers (`oid:…`) and octets by object. */
export function storeOf(objects: Record<string, number | string | Buffer>): ObjectStore {
  return new Map(Object.entries(objects).map(([oid, value]) => [oid, valueFor(value)]))
}

function valueFor(value: number | string | Buffer): SnmpValue {
  if (typeof value === 'number') return { type: 'integer', value }
  if (Buffer.isBuffer(value)) return { type: 'octets', value }
  return value.startsWith('oid:') ? { type: 'oid', value: value.slice(4) } : { type: 'octets', value: Buffer.from(value) }
}
