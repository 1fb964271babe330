import { createSocket, type RemoteInfo } from 'node:dgram'
import { prtMarkerSuppliesLevel } from '../agent/read/objects.ts'
import { ERROR_STATUS, encodeMessage, type Message } from '../agent/snmp/message.ts'
import { isUnder } from '../agent/snmp/oid.ts'
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
  send: (packet: Buffer) => void
  /** The address that was asked. */
  station: string
  from: RemoteInfo
}

/** Sends the answer in the printer's own way. */
export function misbehave(behaviour: Behaviour, question: Message, answer: Message, { send, station, from }: Way): void {
  const packet = encodeMessage(answer)
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
      send(encodeMessage({ ...answer, pdu: { ...answer.pdu, requestId: answer.pdu.requestId ^ 1 } }))
      return
    case 'other-port':
      sendFromElsewhere(packet, station, from)
      return
    case 'twice':
      send(packet)
      send(packet)
      return
    case 'too-big':
      send(
        tellsTooBig(question)
          ? encodeMessage({ ...answer, pdu: { ...answer.pdu, errorStatus: ERROR_STATUS.tooBig, errorIndex: 0, varbinds: [] } })
          : packet,
      )
      return
    case 'loops':
      send(
        question.pdu.kind === 'get'
          ? packet
          : encodeMessage({ ...answer, pdu: { ...answer.pdu, varbinds: repeated(answer.pdu.varbinds) } }),
      )
      return
    default:
      send(packet)
  }
}

function sendFromElsewhere(packet: Buffer, station: string, from: RemoteInfo) {
  const socket = createSocket('udp4')
  socket.bind(0, station, () => socket.send(packet, from.port, from.address, () => socket.close()))
}

const tellsTooBig = ({ pdu }: Message) => pdu.varbinds.length * (pdu.kind === 'get-bulk' ? pdu.errorIndex : 1) > 1

/** Comes back to the first supply's level for ever: a table that never ends. */
function repeated(varbinds: Varbind[]): Varbind[] {
  return varbinds.map((varbind) =>
    isUnder(varbind.oid, prtMarkerSuppliesLevel) ? { ...varbind, oid: `${prtMarkerSuppliesLevel}.1.1` } : varbind,
  )
}
