import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { MalformedMessage } from './ber-reader.ts'
import { decodeMessage } from './message.ts'
import { Pace } from './pace.ts'
import { Packets } from './packets.ts'
import type { Pdu } from './pdu.ts'
import type { Answer, Question, SnmpTarget } from './target.ts'
import { envelopeIn, Usm, type Verdict } from './usm.ts'
import type { KeyRing } from './usm-keys.ts'
import { isV3 } from './v3-message.ts'

interface Pending {
  target: SnmpTarget
  /** Address and port, by which the queue of its host is found. */
  host: string
  question: Question
  requestId: number
  triesLeft: number
  /** How often it may be sent again because the engine of version 3 reported something about itself. */
  lessonsLeft: number
  /** Only whether the engine of version 3 is still there is being asked. */
  isLastResort: boolean
  timer?: NodeJS.Timeout
  settle: (answer: Answer) => void
}

/** A run of request ids whose answers go to one listener: how a sweep asks 65,000 hosts without an object for each. */
export interface Listener {
  first: number
  count: number
  heard: (requestId: number, from: RemoteInfo) => void
}

/**
 * One UDP socket for all printers. An answer counts only when it carries the request id of a request under way and comes from the
 * address and port that was asked; everything else (late duplicates, garbage, strangers) is counted and ignored.
 *
 * @rule agents/one-request-per-host  A printer never has more than one open request: further ones wait.
 */
export class SnmpSocket {
  readonly counts = { sent: 0, answers: 0, malformed: 0, unexpected: 0 }
  readonly pace: Pace
  /** What is known of engines and keys of version 3. */
  readonly usm: Usm
  #socket: Socket
  #pending = new Map<number, Pending>()
  #listeners = new Set<Listener>()
  /** Requests waiting for their host, by `address:port`; a host without an entry is free. */
  #queues = new Map<string, Pending[]>()
  #nextId: number
  readonly #packets = new Packets()
  readonly #outgoing: (() => void)[] = []
  #closed = false

  private constructor(socket: Socket, pace: Pace, keys: KeyRing | undefined) {
    this.#socket = socket
    this.pace = pace
    this.usm = new Usm(keys)
    this.#nextId = FIRST_ID + Math.floor(Math.random() * (LAST_ID - FIRST_ID))
    socket.on('message', (datagram, from) => this.#receive(datagram, from))
  }

  /** Opens the socket on any local address. `packetsPerSecond` bounds everything sent through it; `keys` makes those of version 3. */
  static async open(options: { packetsPerSecond?: number; keys?: KeyRing } = {}): Promise<SnmpSocket> {
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
    return new SnmpSocket(socket, new Pace(options.packetsPerSecond ?? Number.POSITIVE_INFINITY), options.keys)
  }

  /** Asks one host. Never throws for what the network does. */
  request(target: SnmpTarget, question: Question): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const host = `${target.address}:${target.port}`
    const pending: Pending = {
      target,
      host,
      question,
      requestId: this.takeIds(1),
      triesLeft: target.retries + 1,
      lessonsLeft: MOST_LESSONS,
      isLastResort: false,
      settle: resolve,
    }
    const queue = this.#queues.get(host)
    if (queue) queue.push(pending)
    else {
      this.#queues.set(host, [])
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
    if (failed) this.#socket.send(packet, port, address, (error) => error && failed())
    else this.#socket.send(packet, port, address)
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
    this.#try(pending)
  }

  #packetOf({ target, question, requestId }: Pending): Buffer {
    if (target.version === 'v3') return this.usm.message(target, requestId, question)
    return this.#packets.of({ version: target.version, community: target.community, pdu: { ...question, requestId } })
  }

  #try(pending: Pending) {
    pending.triesLeft--
    this.pace.take(() => {
      // Answered meanwhile by a late answer to the try before.
      if (this.#pending.get(pending.requestId) !== pending) return
      this.#await(pending, pending.target.timeoutMilliseconds)
      const { port, address } = pending.target
      const packet = this.#packetOf(pending)
      this.#sendSoon(() => this.send(packet, port, address, () => this.#finish(pending, { kind: 'no-route' })))
    })
  }

  /** Sends with all else of this turn of the event loop: each packet by itself would have the system change over to who receives it. */
  #sendSoon(send: () => void) {
    if (this.#outgoing.push(send) > 1) return
    setImmediate(() => {
      for (const go of this.#outgoing.splice(0)) go()
    })
  }

  #await(pending: Pending, milliseconds: number) {
    const due = performance.now() + milliseconds
    pending.timer = setTimeout(() => {
      const late = lateness(due)
      if (late > 0) this.#await(pending, Math.min(late, pending.target.timeoutMilliseconds))
      else if (pending.triesLeft > 0) this.#try(pending)
      else this.#giveUp(pending)
    }, milliseconds)
  }

  #giveUp(pending: Pending) {
    const { target } = pending
    if (target.version !== 'v3') return this.#finish(pending, { kind: 'no-answer' })
    // Many say nothing to what they cannot decrypt. Whether it is that, or whether nobody is there, the engine answers everybody.
    const isIgnored = !pending.isLastResort && this.usm.isUnproven(target)
    this.usm.forget(target)
    if (!isIgnored) return this.#finish(pending, { kind: 'no-answer' })
    pending.isLastResort = true
    this.#try(pending)
  }

  #finish(pending: Pending, answer: Answer) {
    if (this.#pending.get(pending.requestId) !== pending) return
    this.#pending.delete(pending.requestId)
    clearTimeout(pending.timer)
    const next = this.#queues.get(pending.host)?.shift()
    if (next) this.#start(next)
    else this.#queues.delete(pending.host)
    pending.settle(answer)
  }

  #receive(datagram: Buffer, from: RemoteInfo) {
    if (isV3(datagram)) return this.#receiveV3(datagram, from)
    let pdu: Pdu
    try {
      pdu = decodeMessage(datagram).pdu
    } catch {
      this.counts.malformed++
      return
    }
    const pending = this.#pending.get(pdu.requestId)
    if (pending && pdu.kind === 'response' && pending.target.version !== 'v3' && isFrom(pending.target, from)) {
      this.counts.answers++
      const { errorStatus, errorIndex, varbinds } = pdu
      return this.#finish(pending, { kind: 'answer', errorStatus, errorIndex, varbinds })
    }
    const listener = pdu.kind === 'response' ? this.#listenerFor(pdu.requestId) : undefined
    if (listener) return listener.heard(pdu.requestId, from)
    this.counts.unexpected++
  }

  #receiveV3(datagram: Buffer, from: RemoteInfo) {
    const envelope = envelopeIn(datagram)
    if (!envelope) {
      this.counts.malformed++
      return
    }
    const pending = this.#pending.get(envelope.messageId)
    const listener = pending ? undefined : this.#listenerFor(envelope.messageId)
    if (listener && this.usm.learn(from, envelope)) return listener.heard(envelope.messageId, from)
    if (pending?.target.version !== 'v3' || !isFrom(pending.target, from)) {
      this.counts.unexpected++
      return
    }
    let verdict: Verdict
    try {
      verdict = this.usm.receive(pending.target, envelope)
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error
      this.counts.malformed++
      return
    }
    if (verdict.kind === 'not-ours') this.counts.unexpected++
    else if (verdict.kind === 'again' && pending.isLastResort) this.#finish(pending, IGNORED)
    else if (verdict.kind !== 'again') {
      this.counts.answers++
      this.#finish(pending, verdict)
    } else if (pending.lessonsLeft-- > 0) {
      clearTimeout(pending.timer)
      pending.triesLeft++
      this.#try(pending)
    }
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

const IGNORED: Answer = {
  kind: 'wrong-credentials',
  details: 'the host answers but ignores requests of this user: the privacy password or protocol differs',
}

/** Finding the engine, putting its clock right, finding that it has been replaced: once each, and once more for what was lost. */
const MOST_LESSONS = 4

// Ids of four octets in BER, so that all packets of a sweep have the same length.
const FIRST_ID = 0x0100_0000
const LAST_ID = 0x7fff_ffff
