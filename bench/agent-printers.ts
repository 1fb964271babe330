import { createSocket, type Socket } from 'node:dgram'
import { formatAddress, parseAddress } from '../src/agent/discovery/addresses.ts'
import { decodeMessage, encodeMessage } from '../src/agent/snmp/message.ts'
import { Device } from '../src/simulator/device.ts'
import { objectsOfDevice } from '../src/simulator/device-objects.ts'
import { Mib } from '../src/simulator/mib.ts'
import { PROFILES } from '../src/simulator/profiles/profiles.ts'
import { randomOf } from '../src/simulator/random.ts'
import { respond } from '../src/simulator/respond.ts'

/**
 * Printers that answer as fast as a process can, so that a benchmark measures who asks and not who answers: each answer is made once and
 * then only stamped with the id of the request.
 *   node bench/agent-printers.ts COUNT FIRST-ADDRESS STEP PORT LOSS
 */
const [count = '1000', firstAddress = '127.30.0.1', step = '1', port = '16190', loss = '0'] = process.argv.slice(2)
const first = parseAddress(firstAddress)!
const random = randomOf(1, 'the network')
const isLost = () => Number(loss) > 0 && random.next() < Number(loss)
const devices = PROFILES.map((profile) => {
  const mib = new Mib(objectsOfDevice(new Device({ address: firstAddress, model: profile.model }, 1)))
  return { mib, answers: new Map<string, Buffer>() }
})

function listen(socket: Socket, { mib, answers }: (typeof devices)[number]) {
  socket.on('message', (datagram, from) => {
    if (isLost()) return
    const answerPlainly = (question: Buffer) => {
      const message = decodeMessage(question)
      const pdu = respond(mib, message.version, message.pdu)
      if (pdu) socket.send(encodeMessage({ ...message, pdu }), from.port, from.address, () => {})
    }
    const at = placeOfId(datagram)
    if (datagram[at - 1] !== 4) return answerPlainly(datagram)
    const id = datagram.subarray(at, at + 4)
    const question = `${datagram.toString('latin1', 0, at)}${datagram.toString('latin1', at + 4)}`
    let answer = answers.get(question)
    if (!answer) {
      const message = decodeMessage(datagram)
      const pdu = respond(mib, message.version, message.pdu)
      if (!pdu) return
      answer = encodeMessage({ ...message, pdu })
      answers.set(question, answer)
    }
    const stamped = Buffer.from(answer)
    id.copy(stamped, placeOfId(stamped))
    if (!isLost()) socket.send(stamped, from.port, from.address, () => {})
  })
}

/** Where the four octets of the request id stand: behind version, community, and the headers of message and PDU. */
function placeOfId(datagram: Buffer): number {
  const headAt = (at: number) => at + 2 + (datagram[at + 1]! & 0x80 ? datagram[at + 1]! & 0x7f : 0)
  const community = headAt(0) + 3
  const pdu = community + 2 + datagram[community + 1]!
  return headAt(pdu) + 2
}

const bound = Array.from({ length: Number(count) }, (_, i) => {
  const socket = createSocket({ type: 'udp4', lookup: (address, _options, callback) => callback(null, address, 4) })
  listen(socket, devices[i % devices.length]!)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.once('error', reject)
  socket.bind({ port: Number(port), address: formatAddress(first + i * Number(step)) }, resolve)
  return promise
})
await Promise.all(bound)
console.log('ready')
process.stdin.resume().on('end', () => process.exit())
