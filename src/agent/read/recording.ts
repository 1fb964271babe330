import { type ObjectStore, type SnmpValue, TAGS } from '../snmp/value.ts'

/**
 * Recordings of printers: one object a line, `OID|TYPE|VALUE`, as snmpsim writes and replays them. TYPE is the number of the ASN.1 tag;
 * an `x` behind it says that the value is in hexadecimal digits.
 */

const TYPES = new Map<number, SnmpValue['type']>(Object.entries(TAGS).map(([type, tag]) => [tag, type as SnmpValue['type']]))

/** Reads a recording. A line that is none is left out; of an object that stands twice the first counts. */
export function parseRecording(text: string): ObjectStore {
  const store: ObjectStore = new Map()
  for (const line of text.split(/\r?\n/)) {
    const [name = '', type = '', ...rest] = line.split('|')
    const oid = normal(name)
    const value = oid === undefined || store.has(oid) ? undefined : parseValue(type, rest.join('|'))
    if (oid !== undefined && value) store.set(oid, value)
  }
  return store
}

function parseValue(tag: string, text: string): SnmpValue | undefined {
  const match = /^(\d+)(x?)/.exec(tag)
  const type = match && TYPES.get(Number(match[1]))
  if (!type) return undefined
  const octets = match[2] ? Buffer.from(text, 'hex') : Buffer.from(text, 'utf8')
  switch (type) {
    case 'integer':
    case 'counter32':
    case 'gauge32':
    case 'timeticks':
      return /^-?\d+$/.test(text) ? { type, value: Number(text) } : undefined
    case 'counter64':
      return /^\d+$/.test(text) ? { type, value: BigInt(text) } : undefined
    case 'octets':
    case 'opaque':
      return { type, value: octets }
    case 'oid':
      return { type, value: normal(text) ?? '0.0' }
    case 'ip':
      return { type, value: match[2] ? [...octets].join('.') : text }
    default:
      return { type }
  }
}

/** An object identifier without the leading dot, in numbers. */
function normal(text: string): string | undefined {
  const oid = text
    .trim()
    .replace(/^\./, '')
    .replace(/^iso\b/, '1')
    .replace(/^ccitt\b/, '0')
  return /^\d+(\.\d+)+$/.test(oid) ? oid : undefined
}
