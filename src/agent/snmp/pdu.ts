import type { BerWriter } from 'asn1-ber'
import { type BerReader, MalformedMessage } from './ber-reader.ts'
import { type SnmpValue, TAGS, type Varbind } from './value.ts'

/** PDUs (RFC 1157, 3416) as octets and back; the same in the envelopes of all versions. */

const PDU_TAGS = { get: 0xa0, 'get-next': 0xa1, response: 0xa2, 'get-bulk': 0xa5, report: 0xa8 } as const
export type PduKind = keyof typeof PDU_TAGS

/** `errorStatus` and `errorIndex` hold non-repeaters and max-repetitions in a get-bulk (RFC 3416, 3). */
export interface Pdu {
  kind: PduKind
  requestId: number
  errorStatus: number
  errorIndex: number
  varbinds: Varbind[]
}

/** Error-status values of RFC 3416 that change what is asked next. */
export const ERROR_STATUS = { noError: 0, tooBig: 1, noSuchName: 2, genErr: 5, noAccess: 6, authorizationError: 16 } as const

export const SEQUENCE = 0x30
const NULL: SnmpValue = { type: 'null' }

/** A question about some objects: their names, no values. */
export function askFor(oids: readonly string[]): Varbind[] {
  return oids.map((oid) => ({ oid, value: NULL }))
}

/** Writes a PDU. Throws on an object identifier that is none. */
export function writePdu(writer: BerWriter, pdu: Pdu) {
  writer.startSequence(PDU_TAGS[pdu.kind])
  writer.writeInt(pdu.requestId)
  writer.writeInt(pdu.errorStatus)
  writer.writeInt(pdu.errorIndex)
  writer.startSequence()
  for (const { oid, value } of pdu.varbinds) {
    writer.startSequence()
    writer.writeOID(oid)
    writeValue(writer, value)
    writer.endSequence()
  }
  writer.endSequence()
  writer.endSequence()
}

function writeValue(writer: BerWriter, value: SnmpValue) {
  const tag = TAGS[value.type]
  switch (value.type) {
    case 'integer':
    case 'counter32':
    case 'gauge32':
    case 'timeticks':
      return writer.writeInt(value.value, tag)
    case 'counter64':
      return writer.writeBuffer(octetsOfUnsigned(value.value), tag)
    case 'octets':
    case 'opaque':
      return writer.writeBuffer(value.value, tag)
    case 'oid':
      return writer.writeOID(value.value)
    case 'ip':
      return writer.writeBuffer(Buffer.from(value.value.split('.').map(Number)), tag)
    default:
      return writer.writeBuffer(Buffer.alloc(0), tag)
  }
}

function octetsOfUnsigned(value: bigint): Buffer {
  const octets = Buffer.alloc(9)
  octets.writeBigUInt64BE(value, 1)
  let start = 0
  while (start < 8 && octets[start] === 0 && octets[start + 1]! < 0x80) start++
  return octets.subarray(start)
}

const KINDS = new Map<number, PduKind>(Object.entries(PDU_TAGS).map(([kind, tag]) => [tag, kind as PduKind]))

/** Reads a PDU. Throws `MalformedMessage` for what is none. */
export function readPdu(reader: BerReader): Pdu {
  const tag = reader.peek()
  const kind = KINDS.get(tag)
  if (!kind) throw new MalformedMessage(`PDU type ${tag}`)
  reader.enter(tag)
  const requestId = readNumber(reader)
  const errorStatus = readNumber(reader)
  const errorIndex = readNumber(reader)
  const end = reader.enter(SEQUENCE)
  const varbinds: Varbind[] = []
  while (reader.offset < end) varbinds.push(readVarbind(reader))
  return { kind, requestId, errorStatus, errorIndex, varbinds }
}

/** Reads an integer of a message's frame. */
export function readNumber(reader: BerReader): number {
  const value = reader.signed(TAGS.integer, 5)
  if (Number.isNaN(value)) throw new MalformedMessage('not a 32-bit integer')
  return value
}

function readVarbind(reader: BerReader): Varbind {
  const end = reader.enter(SEQUENCE)
  const oid = reader.oid(TAGS.oid)
  const value = readValue(reader)
  if (reader.offset !== end) throw new MalformedMessage('a variable binding of a wrong length')
  return { oid, value }
}

const MOST_32 = 0xffff_ffff

function readValue(reader: BerReader): SnmpValue {
  const tag = reader.peek()
  switch (tag) {
    case TAGS.integer: {
      // Unsigned ones come in this type too. What does not fit is no number, rather than a wrong one.
      const value = reader.signed(tag, 6)
      return value >= -0x8000_0000 && value <= MOST_32 ? { type: 'integer', value } : NULL
    }
    case TAGS.counter32:
      return natural('counter32', reader.unsigned(tag, 6))
    case TAGS.gauge32:
      return natural('gauge32', reader.unsigned(tag, 6))
    case TAGS.timeticks:
      return natural('timeticks', reader.unsigned(tag, 6))
    case TAGS.counter64:
      return counter64(reader.take(tag))
    case TAGS.octets:
      return { type: 'octets', value: reader.take(tag) }
    case TAGS.opaque:
      return { type: 'opaque', value: reader.take(tag) }
    case TAGS.oid:
      return { type: 'oid', value: reader.oid(tag) }
    case TAGS.ip: {
      const content = reader.take(tag)
      return content.length === 4 ? { type: 'ip', value: [...content].join('.') } : NULL
    }
    default:
      return nothing(reader, tag)
  }
}

// Some agents send a Counter32 above 2^31 without the leading zero octet; taken as unsigned, it is right all the same.
function natural(type: 'counter32' | 'gauge32' | 'timeticks', value: number): SnmpValue {
  return value <= MOST_32 ? { type, value } : NULL
}

function counter64(content: Buffer): SnmpValue {
  const value = content.length > 0 ? BigInt(`0x${content.toString('hex')}`) : -1n
  return value >= 0n && value <= 0xffff_ffff_ffff_ffffn ? { type: 'counter64', value } : NULL
}

const NOTHINGS = ['null', 'noSuchObject', 'noSuchInstance', 'endOfMibView'] as const

function nothing(reader: BerReader, tag: number): SnmpValue {
  const type = NOTHINGS.find((name) => TAGS[name] === tag)
  if (!type) throw new MalformedMessage(`value of type ${tag}`)
  reader.take(tag)
  return { type }
}
