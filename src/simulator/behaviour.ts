import { createSocket, type RemoteInfo } from 'node:dgram'
import { prtMarkerSuppliesLevel } from '../agent/read/objects.ts'
import { isUnder } from '../agent/snmp/oid.ts'
import { ERROR_STATUS, type Pdu } from '../agent/snmp/pdu.ts'
import type { Varbind } from '../agent/snmp/value.ts'
import { timeOf } from './device.ts'
import type { Behaviour } from './fleets/fleet.ts'

/** How printers misbehave, for trying how the agent copes. */

const DIES_AFTER_HOURS = 60 * 24
const SLOW_MILLISECONDS = 150

/** Whether a printer answers at all at a simulated hour. `question` counts what it was asked. */
export function answersNow(behaviour: Behaviour | undefined, hour: number, question: number): boolean {
  switch (behaviour) {
    case 'dead':
      return false
    case 'dies':
      return hour < DIES_AFTER_HOURS
    case 'asleep-at-night': {
      const { hourOfDay } = timeOf(hour)
      return hourOfDay >= 6 && hourOfDay < 20
    }
    case 'forgetful':
      return question % 2 === 0
    default:
      return true
  }
}

interface Way {
  encode: (answer: Pdu) => Buffer
  send: (packet: Buffer) => void
  /** The address that was asked. */
  station: string
  from: RemoteInfo
}

/** What every agent must be able to send (RFC 3417, 3.2.1), and some can no more. */
const LEAST_ROOM = 484
const MOST_TAKEN = 8

/** How much a printer sends at once; undefined: as much as usual. */
export function mostOctetsOf(behaviour: Behaviour | undefined): number | undefined {
  return behaviour === 'short-answers' ? LEAST_ROOM : undefined
}

/** Sends the answer in the printer's own way. */
export function misbehave(behaviour: Behaviour, question: Pdu, answer: Pdu, { encode, send, station, from }: Way): void {
  const packet = encode(answer)
  switch (behaviour) {
    case 'slow':
      setTimeout(() => send(packet), SLOW_MILLISECONDS).unref()
      return
    case 'garbage':
      send(Buffer.from(packet.map((octet, i) => (i % 3 === 0 ? octet ^ 0x5a : octet))))
      return
    case 'truncated':
      send(packet.subarray(0, packet.length - 7))
      return
    case 'wrong-request-id':
      send(encode({ ...answer, requestId: answer.requestId ^ 1 }))
      return
    case 'other-port':
      sendFromElsewhere(packet, station, from)
      return
    case 'twice':
      send(packet)
      send(packet)
      return
    case 'too-big':
      send(tellsTooBig(question) ? encode({ ...answer, errorStatus: ERROR_STATUS.tooBig, errorIndex: 0, varbinds: [] }) : packet)
      return
    case 'silent-to-much':
      if (question.varbinds.length <= MOST_TAKEN) send(packet)
      return
    case 'loops':
      send(question.kind === 'get' ? packet : encode({ ...answer, varbinds: repeated(answer.varbinds) }))
      return
    default:
      send(packet)
  }
}

function sendFromElsewhere(packet: Buffer, station: string, from: RemoteInfo) {
  const socket = createSocket('udp4')
  socket.bind(0, station, () => socket.send(packet, from.port, from.address, () => socket.close()))
}

const tellsTooBig = (question: Pdu) => question.varbinds.length * (question.kind === 'get-bulk' ? question.errorIndex : 1) > 1

/** Comes back to the first supply's level for ever: a table that never ends. */
function repeated(varbinds: Varbind[]): Varbind[] {
  return varbinds.map((varbind) =>
    isUnder(varbind.oid, prtMarkerSuppliesLevel) ? { ...varbind, oid: `${prtMarkerSuppliesLevel}.1.1` } : varbind,
  )
}
