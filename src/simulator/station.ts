import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { MalformedMessage } from '../agent/snmp/ber-reader.ts'
import { decodeMessage, encodeMessage } from '../agent/snmp/message.ts'
import type { Pdu } from '../agent/snmp/pdu.ts'
import { isV3 } from '../agent/snmp/v3-message.ts'
import { answersNow, misbehave, mostOctetsOf } from './behaviour.ts'
import type { Device } from './device.ts'
import type { Engine, SimulatedUser } from './engine.ts'
import type { Behaviour } from './fleets/fleet.ts'
import type { Mib } from './mib.ts'
import type { Random } from './random.ts'
import { respond } from './respond.ts'

/** What all stations of a simulator share. */
export interface Answering {
  community: string
  users: readonly SimulatedUser[]
  /** Share of questions and answers that get lost, each way. */
  loss: number
  delayMilliseconds: number
  random: Random
  hourNow: () => number
}

/** What answers: a device, or a recording. */
export interface Answerer {
  mib: () => Mib
  engine: Engine
  device?: () => Device
}

/** One address that answers: what it has to send, and how it behaves. */
export class Station {
  readonly address: string
  answerer: Answerer
  behaviour: Behaviour | undefined
  questions = 0
  readonly #socket: Socket = createSocket({ type: 'udp4' })
  readonly #answering: Answering

  constructor(address: string, answerer: Answerer, behaviour: Behaviour | undefined, answering: Answering) {
    this.address = address
    this.answerer = answerer
    this.behaviour = behaviour
    this.#answering = answering
    this.#socket.on('message', (datagram, from) => this.#hear(datagram, from))
  }

  /** Begins to answer. Rejects where the address cannot be had. */
  bind(port: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const { address } = this
    this.#socket.once('error', (error) => reject(new Error(`The simulator cannot answer at ${address}:${port}: ${error.message}`)))
    this.#socket.bind({ port, address }, resolve)
    return promise
  }

  close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    try {
      this.#socket.close(resolve)
    } catch {
      // It was never bound.
      resolve()
    }
    return promise
  }

  #hear(datagram: Buffer, from: RemoteInfo) {
    this.questions++
    const { hourNow } = this.#answering
    if (!answersNow(this.behaviour, hourNow(), this.questions) || this.#isLost()) return
    try {
      if (isV3(datagram)) this.#hearV3(datagram, from)
      else this.#hearCommunity(datagram, from)
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error
    }
  }

  #hearCommunity(datagram: Buffer, from: RemoteInfo) {
    const message = decodeMessage(datagram)
    // A wrong community is met with silence, as RFC 1157 and 3584 have it.
    if (message.community !== this.#answering.community) return
    const answer = respond(this.answerer.mib(), message.version, message.pdu, mostOctetsOf(this.behaviour))
    if (answer) this.#answer(message.pdu, answer, (pdu) => encodeMessage({ ...message, pdu }), from)
  }

  #hearV3(datagram: Buffer, from: RemoteInfo) {
    const heard = this.answerer.engine.hear(datagram)
    if (!heard) return
    if ('report' in heard) return this.#send(heard.report, from)
    const answer = respond(this.answerer.mib(), 'v3', heard.question, mostOctetsOf(this.behaviour))
    if (answer) this.#answer(heard.question, answer, heard.encode, from)
  }

  #answer(question: Pdu, answer: Pdu, encode: (pdu: Pdu) => Buffer, from: RemoteInfo) {
    const send = (packet: Buffer) => this.#send(packet, from)
    if (this.behaviour) misbehave(this.behaviour, question, answer, { encode, send, station: this.address, from })
    else send(encode(answer))
  }

  #send(packet: Buffer, from: RemoteInfo) {
    if (this.#isLost()) return
    const send = () => this.#socket.send(packet, from.port, from.address, () => {})
    const { delayMilliseconds } = this.#answering
    if (delayMilliseconds > 0) setTimeout(send, delayMilliseconds).unref()
    else send()
  }

  #isLost(): boolean {
    const { loss, random } = this.#answering
    return loss > 0 && random.next() < loss
  }
}
