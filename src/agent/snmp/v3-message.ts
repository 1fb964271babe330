import { BerWriter } from 'asn1-ber'
import { BerReader, MalformedMessage } from './ber-reader.ts'
import { type Pdu, readNumber, readPdu, SEQUENCE, writePdu } from './pdu.ts'
import { decrypt, type EngineTime, encrypt, isSigned, signature } from './usm-cipher.ts'
import { AUTHENTICATION, type AuthenticationProtocol, type PrivacyProtocol } from './usm-keys.ts'
import { TAGS } from './value.ts'

/** SNMP messages of version 3 (RFC 3412, 6) with the User-based Security Model (RFC 3414, 2.4) as octets and back. */

/** What signs and encrypts the messages of a user to one engine. */
export interface UserKeys {
  authentication?: { protocol: AuthenticationProtocol; key: Buffer }
  privacy?: { protocol: PrivacyProtocol; key: Buffer }
}

export interface V3Message {
  messageId: number
  /** Whether a report is wanted when the message cannot be understood. */
  reportable: boolean
  engineId: Buffer
  engine: EngineTime
  userName: string
  contextEngineId: Buffer
  contextName: string
  pdu: Pdu
}

/** A message of which only the envelope was read. */
export interface V3Envelope {
  messageId: number
  isSigned: boolean
  isEncrypted: boolean
  reportable: boolean
  engineId: Buffer
  engine: EngineTime
  userName: string
  signatureAt: number
  signatureOctets: number
  salt: Buffer
  /** The scoped PDU: in the clear a whole TLV, else the encrypted octets. */
  data: Buffer
  datagram: Buffer
}

const SECURITY_MODEL_USM = 3
const FLAGS = { signed: 1, encrypted: 2, reportable: 4 } as const
const MOST_OCTETS = 65_507
const VERSION_3 = 3

/** Whether a datagram claims to be of version 3, by its first octets alone. */
export function isV3(datagram: Buffer): boolean {
  const lengthOctets = (datagram[1] ?? 0) & 0x80 ? (datagram[1]! & 0x7f) + 1 : 1
  const at = 1 + lengthOctets
  return datagram[0] === SEQUENCE && datagram[at] === TAGS.integer && datagram[at + 1] === 1 && datagram[at + 2] === VERSION_3
}

/** Codes a message, encrypted and signed with the keys that there are. */
export function encodeV3(message: V3Message, keys: UserKeys): Buffer {
  const { authentication, privacy } = keys
  const scoped = scopedPdu(message)
  const sealed = privacy && encrypt(privacy.protocol, privacy.key, message.engine, scoped)
  const salt = sealed?.salt ?? Buffer.alloc(0)
  const space = Buffer.alloc(authentication ? AUTHENTICATION[authentication.protocol].octets : 0)
  const writer = new BerWriter({ size: 512 })
  writer.startSequence()
  writer.writeInt(VERSION_3)
  writer.startSequence()
  writer.writeInt(message.messageId)
  writer.writeInt(MOST_OCTETS)
  const flags = (authentication ? FLAGS.signed : 0) | (privacy ? FLAGS.encrypted : 0) | (message.reportable ? FLAGS.reportable : 0)
  writer.writeBuffer(Buffer.from([flags]), TAGS.octets)
  writer.writeInt(SECURITY_MODEL_USM)
  writer.endSequence()
  writer.writeBuffer(securityParameters(message, space, salt), TAGS.octets)
  const data = sealed ? asOctets(sealed.cipher) : scoped
  writeWhole(writer, data)
  writer.endSequence()
  const octets = Buffer.from(writer.buffer)
  if (authentication) {
    // The signature is followed by the salt (tag, length, octets) and the data; nothing else.
    const at = octets.length - data.length - (2 + salt.length) - space.length
    signature(authentication.protocol, authentication.key, octets).copy(octets, at)
  }
  return octets
}

function scopedPdu({ contextEngineId, contextName, pdu }: V3Message): Buffer {
  const writer = new BerWriter({ size: 512 })
  writer.startSequence()
  writer.writeBuffer(contextEngineId, TAGS.octets)
  writer.writeBuffer(Buffer.from(contextName, 'utf8'), TAGS.octets)
  writePdu(writer, pdu)
  writer.endSequence()
  return writer.buffer
}

function securityParameters({ engineId, engine, userName }: V3Message, signed: Buffer, salt: Buffer): Buffer {
  const writer = new BerWriter({ size: 256 })
  writer.startSequence()
  writer.writeBuffer(engineId, TAGS.octets)
  writer.writeInt(engine.boots)
  writer.writeInt(engine.time)
  writer.writeBuffer(Buffer.from(userName, 'utf8'), TAGS.octets)
  writer.writeBuffer(signed, TAGS.octets)
  writer.writeBuffer(salt, TAGS.octets)
  writer.endSequence()
  return writer.buffer
}

function asOctets(content: Buffer): Buffer {
  const writer = new BerWriter({ size: content.length + 8 })
  writer.writeBuffer(content, TAGS.octets)
  return writer.buffer
}

/** Puts a whole TLV into a sequence: its tag and length are taken off, because the writer adds them again. */
function writeWhole(writer: BerWriter, tlv: Buffer) {
  const reader = new BerReader(tlv)
  const tag = tlv[0]!
  reader.enter(tag)
  writer.writeBuffer(tlv.subarray(reader.offset), tag)
}

/** Reads the envelope. Throws `MalformedMessage` for whatever is not a whole message of version 3 under the User-based Security Model. */
export function openEnvelope(datagram: Buffer): V3Envelope {
  const reader = new BerReader(datagram)
  reader.enter(SEQUENCE)
  if (readNumber(reader) !== VERSION_3) throw new MalformedMessage('not version 3')
  reader.enter(SEQUENCE)
  const messageId = readNumber(reader)
  readNumber(reader)
  const flags = reader.take(TAGS.octets)[0] ?? 0
  if (readNumber(reader) !== SECURITY_MODEL_USM) throw new MalformedMessage('another security model')
  const security = readSecurity(reader.take(TAGS.octets), datagram)
  const isEncrypted = (flags & FLAGS.encrypted) !== 0
  const data = isEncrypted ? reader.take(TAGS.octets) : datagram.subarray(reader.offset)
  return {
    messageId,
    isSigned: (flags & FLAGS.signed) !== 0,
    isEncrypted,
    reportable: (flags & FLAGS.reportable) !== 0,
    ...security,
    data,
    datagram,
  }
}

function readSecurity(content: Buffer, datagram: Buffer) {
  const reader = new BerReader(content)
  reader.enter(SEQUENCE)
  const engineId = reader.take(TAGS.octets)
  const boots = readNumber(reader)
  const time = readNumber(reader)
  const userName = reader.take(TAGS.octets).toString('utf8')
  const signed = reader.take(TAGS.octets)
  const salt = reader.take(TAGS.octets)
  // Parts of the datagram, not copies: their start shows their place in it.
  return {
    engineId,
    engine: { boots, time },
    userName,
    signatureAt: signed.byteOffset - datagram.byteOffset,
    signatureOctets: signed.length,
    salt,
  }
}

/** Whether an envelope carries the signature of the key. */
export function isAuthentic(envelope: V3Envelope, { protocol, key }: NonNullable<UserKeys['authentication']>): boolean {
  const { datagram, signatureAt, signatureOctets } = envelope
  return envelope.isSigned && isSigned(protocol, key, datagram, signatureAt, signatureOctets)
}

export interface ScopedPdu {
  contextEngineId: Buffer
  contextName: string
  pdu: Pdu
}

/** Reads what an envelope holds. Throws `MalformedMessage`, also where it is encrypted and there is no key, or a wrong one. */
export function openData(envelope: V3Envelope, privacy: UserKeys['privacy']): ScopedPdu {
  const plain = envelope.isEncrypted
    ? privacy && decrypt(privacy.protocol, privacy.key, envelope.engine, envelope.salt, envelope.data)
    : envelope.data
  if (!plain) throw new MalformedMessage('encrypted otherwise')
  const reader = new BerReader(plain)
  reader.enter(SEQUENCE)
  const contextEngineId = reader.take(TAGS.octets)
  const contextName = reader.take(TAGS.octets).toString('utf8')
  return { contextEngineId, contextName, pdu: readPdu(reader) }
}
