import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { decodeMessage, encodeMessage, type Message, type Pdu, type SnmpVersion } from './message.ts'
import { Pace } from './pace.ts'
import type { Varbind } from './value.ts'

/** Where and how a printer is asked. `address` is an IPv4 address. */
export interface SnmpTarget {
  address: string
  port: number
  version: SnmpVersion
  community: string
  timeoutMilliseconds: number
  retries: number
}

/** What became of a request. `error-status` other than 0 (RFC 3416, 3) is an answer too. */
export type Answer =
  | { kind: 'answer'; errorStatus: number; errorIndex: number; varbinds: Varbind[] }
  | { kind: 'no-answer' }
  | { kind: 'no-route' }

export type Question = Omit<Pdu, 'requestId'>

interface Pending {
  target: SnmpTarget
  question: Question
  requestId: number
  triesLeft: number
  timer?: NodeJS.Timeout
  settle: (answer: Answer) => void
}

/** A run of request ids whose answers go to one listener: how a sweep asks 65,000 hosts without an object for each. */
export interface Listener {
  first: number
  count: number
  heard: (requestId: number, message: Message, from: RemoteInfo) => void
}

/**
 * One UDP socket for all printers. An answer counts only when it bears the request id of a request under way and comes from the
 * address and port that was asked; everything else (late duplicates, garbage, strangers) is counted and ignored.
 *
 * @rule agents/one-request-per-host  A printer never has more than one request under way: further ones wait their turn.
 */
export class SnmpSocket {
  readonly counts = { sent: 0, answers: 0, malformed: 0, unexpected: 0 }
  readonly pace: Pace
  #socket: Socket
  #pending = new Map<number, Pending>()
  #listeners = new Set<Listener>()
  /** Requests waiting for their host, by `address:port`; a host without an entry is free. */
  #queues = new Map<string, Pending[]>()
  #nextId: number
  #closed = false

  private constructor(socket: Socket, pace: Pace) {
    this.#socket = socket
    this.pace = pace
    this.#nextId = FIRST_ID + Math.floor(Math.random() * (LAST_ID - FIRST_ID))
    socket.on('message', (datagram, from) => this.#receive(datagram, from))
  }

  /** Opens the socket on any local address. `packetsPerSecond` bounds everything sent through it. */
  static async open(options: { packetsPerSecond?: number } = {}): Promise<SnmpSocket> {
    const socket = createSocket({
      type: 'udp4',
      recvBufferSize: 4 * 1024 * 1024,
      sendBufferSize: 1024 * 1024,
      // Every target is an address already; asking the resolver would only put each packet off to the next tick.
      lookup: (address, _options, callback) => callback(null, address, 4),
    })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    socket.once('error', reject)
    socket.bind(0, resolve)
    await promise
    // A packet that cannot be delivered is the affair of its request, which times out; it must not end the program.
    socket.off('error', reject).on('error', () => {})
    return new SnmpSocket(socket, new Pace(options.packetsPerSecond ?? Number.POSITIVE_INFINITY))
  }

  /** Asks one host. Never throws for what the network does. */
  request(target: SnmpTarget, question: Question): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const pending: Pending = { target, question, requestId: this.takeIds(1), triesLeft: target.retries + 1, settle: resolve }
    const key = `${target.address}:${target.port}`
    const queue = this.#queues.get(key)
    if (queue) queue.push(pending)
    else {
      this.#queues.set(key, [])
      this.#start(pending)
    }
    return promise
  }

  /** Reserves consecutive request ids and returns the first; each takes four octets, so that a packet can be stamped in place. */
  takeIds(count: number): number {
    if (this.#nextId + count > LAST_ID) this.#nextId = FIRST_ID
    const first = this.#nextId
    this.#nextId += count
    return first
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener)
  }

  unlisten(listener: Listener): void {
    this.#listeners.delete(listener)
  }

  /** Sends a packet as it is, unpaced; `failed` hears when the system refuses it at once (no route). */
  send(packet: Buffer, port: number, address: string, failed?: () => void): void {
    if (this.#closed) return
    this.counts.sent++
    this.#socket.send(packet, port, address, (error) => {
      if (error) failed?.()
    })
  }

  /** Closes the socket; requests under way end as unanswered. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.pace.stop()
    const waiting = [...this.#pending.values(), ...[...this.#queues.values()].flat()]
    this.#pending.clear()
    this.#queues.clear()
    for (const pending of waiting) {
      clearTimeout(pending.timer)
      pending.settle({ kind: 'no-answer' })
    }
    this.#socket.close()
  }

  #start(pending: Pending) {
    if (this.#closed) return pending.settle({ kind: 'no-answer' })
    this.#pending.set(pending.requestId, pending)
    const { target, question, requestId } = pending
    const packet = encodeMessage({ version: target.version, community: target.community, pdu: { ...question, requestId } })
    this.#try(pending, packet)
  }

  #try(pending: Pending, packet: Buffer) {
    pending.triesLeft--
    this.pace.take(() => {
      // Answered meanwhile by a late answer to the try before.
      if (this.#pending.get(pending.requestId) !== pending) return
      this.#await(pending, packet, pending.target.timeoutMilliseconds)
      this.send(packet, pending.target.port, pending.target.address, () => this.#finish(pending, { kind: 'no-route' }))
    })
  }

  #await(pending: Pending, packet: Buffer, milliseconds: number) {
    const due = performance.now() + milliseconds
    pending.timer = setTimeout(() => {
      const late = lateness(due)
      if (late > 0) this.#await(pending, packet, Math.min(late, pending.target.timeoutMilliseconds))
      else if (pending.triesLeft > 0) this.#try(pending, packet)
      else this.#finish(pending, { kind: 'no-answer' })
    }, milliseconds)
  }

  #finish(pending: Pending, answer: Answer) {
    if (this.#pending.get(pending.requestId) !== pending) return
    this.#pending.delete(pending.requestId)
    clearTimeout(pending.timer)
    const key = `${pending.target.address}:${pending.target.port}`
    const next = this.#queues.get(key)?.shift()
    if (next) this.#start(next)
    else this.#queues.delete(key)
    pending.settle(answer)
  }

  #receive(datagram: Buffer, from: RemoteInfo) {
    let message: Message
    try {
      message = decodeMessage(datagram)
    } catch {
      this.counts.malformed++
      return
    }
    const { pdu } = message
    const pending = this.#pending.get(pdu.requestId)
    if (pending && pdu.kind === 'response' && isFrom(pending.target, from)) {
      this.counts.answers++
      const { errorStatus, errorIndex, varbinds } = pdu
      return this.#finish(pending, { kind: 'answer', errorStatus, errorIndex, varbinds })
    }
    const listener = pdu.kind === 'response' ? this.#listenerFor(pdu.requestId) : undefined
    if (listener) return listener.heard(pdu.requestId, message, from)
    this.counts.unexpected++
  }

  #listenerFor(requestId: number): Listener | undefined {
    for (const listener of this.#listeners) {
      if (requestId >= listener.first && requestId < listener.first + listener.count) return listener
    }
    return undefined
  }
}

/**
 * How many milliseconds of a wait the program itself was busy or stopped, 0 where hardly any. Answers that came meanwhile still lie with
 * the system, unread, and must not be taken for silence: who waits for a host waits that much longer.
 */
export function lateness(due: number): number {
  const late = performance.now() - due
  return late > LATE_MILLISECONDS ? late : 0
}

const LATE_MILLISECONDS = 30

/** @rule agents/answers-come-from-the-host-asked  An answer from another address or port is ignored, whatever its request id. */
export function isFrom(target: { address: string; port: number }, from: RemoteInfo): boolean {
  return from.address === target.address && from.port === target.port
}

// Ids of four octets in BER, so that all packets of a sweep have the same length.
const FIRST_ID = 0x0100_0000
const LAST_ID = 0x7fff_ffff
