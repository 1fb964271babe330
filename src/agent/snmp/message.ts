import { BerWriter } from 'asn1-ber'
import { BerReader, MalformedMessage } from './ber-reader.ts'
import { type Pdu, readNumber, readPdu, SEQUENCE, writePdu } from './pdu.ts'
import { TAGS } from './value.ts'

/** SNMP messages of versions 1 and 2c (RFC 1157, 1901) as octets and back. */

export type CommunityVersion = 'v1' | 'v2c'

export interface Message {
  version: CommunityVersion
  community: string
  pdu: Pdu
}

const VERSIONS: readonly CommunityVersion[] = ['v1', 'v2c']

/** Codes a message. Throws on an object identifier that is none. */
export function encodeMessage(message: Message): Buffer {
  const writer = new BerWriter({ size: 512 })
  writer.startSequence()
  writer.writeInt(VERSIONS.indexOf(message.version))
  writer.writeBuffer(Buffer.from(message.community, 'utf8'), TAGS.octets)
  writePdu(writer, message.pdu)
  writer.endSequence()
  return writer.buffer
}

/** Reads a datagram. Throws `MalformedMessage` for whatever is not a whole message of version 1 or 2c. */
export function decodeMessage(datagram: Buffer): Message {
  const reader = new BerReader(datagram)
  reader.enter(SEQUENCE)
  const version = VERSIONS[readNumber(reader)]
  if (!version) throw new MalformedMessage('not version 1 or 2c')
  const community = reader.take(TAGS.octets).toString('utf8')
  return { version, community, pdu: readPdu(reader) }
}
