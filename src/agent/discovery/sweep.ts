import type { RemoteInfo } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { sysObjectID } from '../read/objects.ts'
import { encodeMessage } from '../snmp/message.ts'
import { askFor } from '../snmp/pdu.ts'
import { type Listener, lateness, type SnmpSocket } from '../snmp/socket.ts'
import type { Credentials } from '../snmp/target.ts'
import { discoveryMessage } from '../snmp/usm.ts'
import { type AddressRange, addressesOf, covers, formatAddress, parseAddress, parseEntry } from './addresses.ts'

/** How the swept hosts are asked. */
export type SweepAccess = { port: number; timeoutMilliseconds: number; retries: number } & (
  | Extract<Credentials, { community: string }>
  | { version: 'v3' }
)

export interface SweepOptions {
  /** Addresses not to ask. */
  skip?: (address: number) => boolean
  /** Hears of each host that answers, at once. */
  found: (address: string) => void
  signal?: AbortSignal
  /** What the socket is paced to; decides how gently addresses of the own network are asked. */
  packetsPerSecond?: number
}

/** Asked together, and again where silent, before the next are. */
const CHUNK = 65_536

/**
 * Asks every address of the ranges one small question and returns which answer. Each silent one is asked again as often as `retries`
 * says; nobody waits for a dead host but the end of the sweep.
 */
export async function sweep(
  socket: SnmpSocket,
  ranges: readonly AddressRange[],
  access: SweepAccess,
  options: SweepOptions,
): Promise<void> {
  const cost = costOf(options.packetsPerSecond, access.timeoutMilliseconds)
  const chunk: number[] = []
  for (const address of addressesOf(ranges)) {
    if (!options.skip?.(address)) chunk.push(address)
    if (chunk.length === CHUNK) await sweepChunk(socket, chunk.splice(0), access, options, cost)
    if (options.signal?.aborted) return
  }
  if (chunk.length > 0) await sweepChunk(socket, chunk, access, options, cost)
}

async function sweepChunk(socket: SnmpSocket, addresses: number[], access: SweepAccess, options: SweepOptions, cost: Cost): Promise<void> {
  const stamp = stampOf(access)
  const first = socket.takeIds(addresses.length)
  const answered = new Uint8Array(addresses.length)
  const heard = (requestId: number, from: RemoteInfo) => {
    const i = requestId - first
    if (answered[i] || from.port !== access.port || parseAddress(from.address) !== addresses[i]) return
    answered[i] = 1
    options.found(from.address)
  }
  const listener: Listener = { first, count: addresses.length, heard }
  socket.listen(listener)
  try {
    for (let turn = 0; turn <= access.retries && !options.signal?.aborted; turn++) {
      const begun = performance.now()
      const silent = turn === 0 ? addresses.keys() : [...addresses.keys()].filter((i) => !answered[i])
      await sendTo(silent, (i) => socket.send(stamp(first + i), access.port, formatAddress(addresses[i]!)), {
        socket,
        cost: (i) => cost(addresses[i]!),
        signal: options.signal,
      })
      // The first silent one has waited since it was asked; the others are asked again in the same order, each about as long after.
      const waited = turn < access.retries ? performance.now() - begun : 0
      await waitForAnswers(access.timeoutMilliseconds - waited, options.signal)
      if (!answered.includes(0)) return
    }
  } finally {
    socket.unlisten(listener)
  }
}

async function waitForAnswers(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  for (let left = milliseconds; left > 0 && !signal?.aborted; ) {
    const due = performance.now() + left
    await setTimeout(left, undefined, { signal }).catch(() => {})
    left = Math.min(lateness(due), milliseconds)
  }
}

interface Sending {
  socket: SnmpSocket
  cost: (i: number) => number
  signal: AbortSignal | undefined
}

/** Sends at the socket's pace, one after another, so that readings pass in between; breathes so that answers are heard. */
async function sendTo(indexes: Iterable<number>, send: (i: number) => void, { socket, cost, signal }: Sending): Promise<void> {
  let sent = 0
  for (const i of indexes) {
    if (signal?.aborted) return
    const wait = socket.pace.turn(cost(i))
    if (wait) await wait
    send(i)
    if (++sent % BREATH === 0) await setImmediate()
  }
}

/** No more than what is heard between two breaths, should all answer: the system keeps but little for who does not listen. */
const BREATH = 32

/**
 * One packet coded once; for each host only the four octets of its id are written. In version 3 it is the question which engine stands
 * there: every one answers it, whoever the user, and it needs no key.
 */
function stampOf(access: SweepAccess): (requestId: number) => Buffer {
  const packet = access.version === 'v3' ? discoveryMessage(MARK) : firstQuestion(access)
  const mark = Buffer.alloc(4)
  mark.writeUInt32BE(MARK)
  // The last occurrence: a community could hold the same octets, what follows the id cannot.
  const at = packet.lastIndexOf(mark)
  return (requestId) => {
    const copy = Buffer.from(packet)
    copy.writeUInt32BE(requestId, at)
    return copy
  }
}

function firstQuestion({ version, community }: Extract<SweepAccess, { community: string }>): Buffer {
  const pdu = { kind: 'get', requestId: MARK, errorStatus: 0, errorIndex: 0, varbinds: askFor([sysObjectID]) } as const
  return encodeMessage({ version, community, pdu })
}

const MARK = 0x7a6b_5c4d

type Cost = (address: number) => number

/** Unanswered addresses of a local network that a system can wait for at once: beyond, its ARP table is full and packets are lost. */
const MOST_UNRESOLVED = 500

/** How many packets one to an address counts as: more in the own network, where each silent address occupies the system for a while. */
function costOf(packetsPerSecond: number | undefined, timeoutMilliseconds: number): Cost {
  if (packetsPerSecond === undefined || !Number.isFinite(packetsPerSecond)) return () => 1
  const local = localSubnets()
  const slower = Math.max(1, packetsPerSecond / Math.max(1, (MOST_UNRESOLVED * 1000) / timeoutMilliseconds))
  return (address) => (covers(local, address) ? slower : 1)
}

function localSubnets(): AddressRange[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return all
    .flatMap((address) => (address.internal || address.family !== 'IPv4' || !address.cidr ? [] : [parseEntry(address.cidr)]))
    .filter((range) => range !== undefined)
}
