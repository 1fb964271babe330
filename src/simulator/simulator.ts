import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { decodeMessage, encodeMessage, type Message } from '../agent/snmp/message.ts'
import type { ObjectStore } from '../agent/snmp/value.ts'
import { answersNow, misbehave } from './behaviour.ts'
import { Device } from './device.ts'
import { objectsOfDevice } from './device-objects.ts'
import type { Behaviour, Fleet } from './fleets/fleet.ts'
import { Mib } from './mib.ts'
import { respond } from './respond.ts'

export interface SimulatorOptions {
  fleet?: Fleet
  /** A recording that answers at an address. */
  replay?: { store: ObjectStore; address: string }
  /** The same seed gives the same fleet (default 1). */
  seed?: number
  /** Simulated seconds that pass in a real one (default 1). */
  speed?: number
  /** UDP port on every address (default 16100). */
  port?: number
  community?: string
}

/** A running simulator. */
export interface Simulator {
  port: number
  addresses: string[]
  /** The simulated printer at an address, brought up to now. */
  device(address: string): Device | undefined
  /** Questions that reached an address, answered or not. */
  questionsTo(address: string): number
  stop(): Promise<void>
}

/** One address that answers: what it has to tell, and how it behaves. */
interface Station {
  address: string
  socket: Socket
  behaviour: Behaviour | undefined
  mib: () => Mib
  device?: () => Device
  questions: number
}

const HOUR = 3_600_000

/**
 * Answers SNMP v1 and v2c for a fleet of printers, each on its own address. Resolves when all of them answer.
 * Throws when an address cannot be bound: all of 127.0.0.0/8 is there on Linux, elsewhere addresses must be added to the loopback first.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { seed = 1, speed = 1, port = 16_100, community = 'public' } = options
  const started = performance.now()
  const hourNow = () => Math.floor(((performance.now() - started) * speed) / HOUR)
  const stations: Station[] = (options.fleet?.printers ?? []).map((printer) => {
    const device = new Device(printer, seed)
    const mib = mibOf(device, hourNow)
    return {
      address: printer.address,
      socket: newSocket(),
      behaviour: printer.behaviour,
      mib,
      device: () => brought(device, hourNow),
      questions: 0,
    }
  })
  if (options.replay) {
    const mib = new Mib(options.replay.store)
    stations.push({ address: options.replay.address, socket: newSocket(), behaviour: undefined, mib: () => mib, questions: 0 })
  }
  const answering = { community, hourNow }
  for (const station of stations) station.socket.on('message', (datagram, from) => answer(station, datagram, from, answering))
  const bound = await Promise.allSettled(stations.map((station) => bind(station.socket, port, station.address)))
  const stop = () => Promise.all(stations.map((station) => close(station.socket))).then(() => {})
  const failed = bound.find((outcome) => outcome.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  const byAddress = new Map(stations.map((station) => [station.address, station]))
  return {
    port,
    addresses: stations.map((station) => station.address),
    device: (address) => byAddress.get(address)?.device?.(),
    questionsTo: (address) => byAddress.get(address)?.questions ?? 0,
    stop,
  }
}

const newSocket = () => createSocket({ type: 'udp4' })

function brought(device: Device, hourNow: () => number): Device {
  device.liveUntil(hourNow())
  return device
}

/** The objects of a device, put together anew only when an hour has passed. */
function mibOf(device: Device, hourNow: () => number): () => Mib {
  let mib: Mib | undefined
  let hour = -1
  return () => {
    const now = hourNow()
    if (!mib || now !== hour) {
      hour = now
      mib = new Mib(objectsOfDevice(brought(device, hourNow)))
    }
    return mib
  }
}

function answer(
  station: Station,
  datagram: Buffer,
  from: RemoteInfo,
  { community, hourNow }: { community: string; hourNow: () => number },
) {
  station.questions++
  const question = read(datagram)
  // A wrong community is met with silence, as RFC 1157 and 3584 have it.
  if (!question || question.community !== community || !answersNow(station.behaviour, hourNow(), station.questions)) return
  const message = respond(station.mib(), question)
  if (!message) return
  const send = (packet: Buffer) => station.socket.send(packet, from.port, from.address)
  if (station.behaviour) misbehave(station.behaviour, question, message, { send, station: station.address, from })
  else send(encodeMessage(message))
}

function read(datagram: Buffer): Message | undefined {
  try {
    return decodeMessage(datagram)
  } catch {
    return undefined
  }
}

function bind(socket: Socket, port: number, address: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.once('error', (error) => reject(new Error(`The simulator cannot answer at ${address}:${port}: ${error.message}`)))
  socket.bind({ port, address }, resolve)
  return promise
}

function close(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  try {
    socket.close(resolve)
  } catch {
    // It was never bound.
    resolve()
  }
  return promise
}
