import { ERROR_STATUS, type Pdu } from '../agent/snmp/pdu.ts'
import type { SnmpVersion } from '../agent/snmp/target.ts'
import type { SnmpValue, Varbind } from '../agent/snmp/value.ts'
import type { Mib } from './mib.ts'

/** What fits into a datagram on Ethernet. */
export const MOST_OCTETS = 1400

/** Answers as RFC 3416 (versions 2c and 3) and RFC 1157 (version 1) say; undefined for what is no question. */
export function respond(mib: Mib, version: SnmpVersion, pdu: Pdu, mostOctets = MOST_OCTETS): Pdu | undefined {
  if (pdu.kind === 'response' || pdu.kind === 'report') return undefined
  if (pdu.kind === 'get-bulk' && version === 'v1') return undefined
  const answer = pdu.kind === 'get-bulk' ? bulk(mib, pdu, mostOctets) : one(mib, version, pdu, mostOctets)
  return { ...answer, kind: 'response', requestId: pdu.requestId }
}

type Answer = Omit<Pdu, 'kind' | 'requestId'>

function one(mib: Mib, version: SnmpVersion, pdu: Pdu, mostOctets: number): Answer {
  const varbinds = pdu.varbinds.map(({ oid }) => (pdu.kind === 'get' ? instance(mib, oid) : next(mib, oid)))
  const missing = varbinds.findIndex(({ value }) => value.type.startsWith('noSuch') || value.type === 'endOfMibView')
  if (version === 'v1' && missing >= 0) {
    return { errorStatus: ERROR_STATUS.noSuchName, errorIndex: missing + 1, varbinds: pdu.varbinds }
  }
  const size = varbinds.reduce((sum, varbind) => sum + octetsOf(varbind), 0)
  if (size > mostOctets) return { errorStatus: ERROR_STATUS.tooBig, errorIndex: 0, varbinds: [] }
  return { errorStatus: 0, errorIndex: 0, varbinds }
}

/** In a get-bulk the error fields hold non-repeaters and max-repetitions. What does not fit is left for the next question. */
function bulk(mib: Mib, pdu: Pdu, mostOctets: number): Answer {
  const single = Math.max(0, Math.min(pdu.errorStatus, pdu.varbinds.length))
  const varbinds: Varbind[] = []
  let size = 0
  for (const { oid } of pdu.varbinds.slice(0, single)) {
    const varbind = next(mib, oid)
    size += octetsOf(varbind)
    if (size > mostOctets) return { errorStatus: 0, errorIndex: 0, varbinds }
    varbinds.push(varbind)
  }
  let row = pdu.varbinds.slice(single).map(({ oid }) => oid)
  for (let repetition = 0; repetition < pdu.errorIndex && row.length > 0; repetition++) {
    const found = row.map((oid) => next(mib, oid))
    for (const varbind of found) {
      size += octetsOf(varbind)
      if (size > mostOctets) return { errorStatus: 0, errorIndex: 0, varbinds }
      varbinds.push(varbind)
    }
    if (found.every(({ value }) => value.type === 'endOfMibView')) break
    row = found.map(({ oid }) => oid)
  }
  return { errorStatus: 0, errorIndex: 0, varbinds }
}

function instance(mib: Mib, oid: string): Varbind {
  return { oid, value: mib.get(oid) ?? { type: mib.hasColumnOf(oid) ? 'noSuchInstance' : 'noSuchObject' } }
}

function next(mib: Mib, oid: string): Varbind {
  return mib.after(oid) ?? { oid, value: { type: 'endOfMibView' } }
}

/** How many octets an object takes in a message: its name and its value, each with tag and length, and those of both. */
function octetsOf({ oid, value }: Varbind): number {
  const name = oidOctets(oid)
  const content = contentOctets(value)
  return name + content + headOctets(name) + headOctets(content) + headOctets(name + content)
}

const headOctets = (length: number) => (length < 0x80 ? 2 : 4)

/** Seven bits of a number go into an octet; the first two numbers share one. */
function oidOctets(oid: string): number {
  return oid.split('.').reduce((sum, arc) => sum + Math.max(1, Math.ceil(Math.log2(Number(arc) + 1) / 7)), -1)
}

function contentOctets(value: SnmpValue): number {
  if (!('value' in value)) return 0
  if (Buffer.isBuffer(value.value)) return value.value.length
  if (value.type === 'oid') return oidOctets(value.value)
  if (value.type === 'ip') return 4
  return Math.floor(Math.log2(Math.abs(Number(value.value)) + 1) / 8) + 1
}
