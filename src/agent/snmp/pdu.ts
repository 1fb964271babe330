import type { BerReader, BerWriter } from 'asn1-ber'
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

/** The datagram is not a message that we can read. */
export class MalformedMessage extends Error {}

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

/** Reads with it; whatever goes wrong is a `MalformedMessage`. asn1-ber throws plain errors of its own for some of the garbage. */
export function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof MalformedMessage ? error : new MalformedMessage(error instanceof Error ? error.message : String(error))
  }
}

export function readPdu(reader: BerReader): Pdu {
  const tag = reader.peek()
  const kind = (Object.keys(PDU_TAGS) as PduKind[]).find((name) => PDU_TAGS[name] === tag)
  if (!kind) throw new MalformedMessage(`PDU type ${tag}`)
  enter(reader, PDU_TAGS[kind])
  const requestId = readNumber(reader, TAGS.integer)
  const errorStatus = readNumber(reader, TAGS.integer)
  const errorIndex = readNumber(reader, TAGS.integer)
  const end = enter(reader, SEQUENCE)
  const varbinds: Varbind[] = []
  while (reader.offset < end) varbinds.push(readVarbind(reader))
  return { kind, requestId, errorStatus, errorIndex, varbinds }
}

function readVarbind(reader: BerReader): Varbind {
  const end = enter(reader, SEQUENCE)
  const oid = oidOf(octets(reader, TAGS.oid))
  const value = readValue(reader)
  if (reader.offset !== end) throw new MalformedMessage('a variable binding of a wrong length')
  return { oid, value }
}

const TYPES = new Map<number, SnmpValue['type']>(Object.entries(TAGS).map(([type, tag]) => [tag, type as SnmpValue['type']]))

function readValue(reader: BerReader): SnmpValue {
  const tag = reader.peek() ?? -1
  const type = TYPES.get(tag)
  if (!type) throw new MalformedMessage(`value of type ${tag}`)
  const content = octets(reader, tag)
  switch (type) {
    case 'integer': {
      const value = content.length > 0 && content.length <= 6 ? signed(content) : Number.NaN
      // Unsigned ones come in this type too. What does not fit is no number, rather than a wrong one.
      return value >= -0x8000_0000 && value <= 0xffff_ffff ? { type, value } : NULL
    }
    case 'counter32':
    case 'gauge32':
    case 'timeticks': {
      const value = natural(content)
      return value <= 0xffff_ffff ? { type, value } : NULL
    }
    case 'counter64': {
      const value = unsigned(content)
      return content.length > 0 && value <= 0xffff_ffff_ffff_ffffn ? { type, value } : NULL
    }
    case 'octets':
    case 'opaque':
      return { type, value: content }
    case 'oid':
      return { type, value: oidOf(content) }
    case 'ip':
      return content.length === 4 ? { type, value: [...content].join('.') } : NULL
    default:
      return { type }
  }
}

/** Enters a constructed type and tells where it ends; it must end inside the datagram. */
export function enter(reader: BerReader, tag: number): number {
  if (reader.readSequence(tag) === null) throw new MalformedMessage('truncated')
  if (reader.length > reader.remain) throw new MalformedMessage('truncated')
  return reader.offset + reader.length
}

export function octets(reader: BerReader, tag: number): Buffer {
  const content = reader.readString(tag, true)
  if (content === null) throw new MalformedMessage('truncated')
  return content
}

export function readNumber(reader: BerReader, tag: number): number {
  const content = octets(reader, tag)
  if (content.length === 0 || content.length > 5) throw new MalformedMessage('not a 32-bit integer')
  return signed(content)
}

function signed(content: Buffer): number {
  let value = content.readInt8(0)
  for (let i = 1; i < content.length; i++) value = value * 256 + content[i]!
  return value
}

// Some agents send a Counter32 above 2^31 without the leading zero octet; taken as unsigned, it is right all the same.
/** The number of up to six octets, leading zeros apart; not a number where there are more, or none. */
function natural(content: Buffer): number {
  let start = 0
  while (start < content.length - 1 && content[start] === 0) start++
  const length = content.length - start
  return length >= 1 && length <= 6 ? content.readUIntBE(start, length) : Number.NaN
}

function unsigned(content: Buffer): bigint {
  return content.length === 0 ? 0n : BigInt(`0x${content.toString('hex')}`)
}

function oidOf(content: Buffer): string {
  if (content.length === 0) return '0.0'
  let value = 0
  let text = ''
  for (const octet of content) {
    value = value * 128 + (octet & 0x7f)
    if (value > 0xffff_ffff) throw new MalformedMessage('an object identifier out of range')
    if (octet & 0x80) continue
    text = text === '' ? firstTwo(value) : `${text}.${value}`
    value = 0
  }
  if (text === '' || content[content.length - 1]! & 0x80) throw new MalformedMessage('an object identifier without an end')
  return text
}

const firstTwo = (value: number) => (value < 80 ? `${Math.floor(value / 40)}.${value % 40}` : `2.${value - 80}`)
