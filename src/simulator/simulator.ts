import type { ObjectStore } from '../agent/snmp/value.ts'
import { Device } from './device.ts'
import { objectsOfDevice } from './device-objects.ts'
import { Engine, engineIdOf, type SimulatedUser } from './engine.ts'
import type { Behaviour, Fleet, FleetPrinter } from './fleets/fleet.ts'
import { Mib } from './mib.ts'
import { randomOf } from './random.ts'
import { type Answerer, type Answering, Station } from './station.ts'

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
  /** Who may ask in version 3; nobody where absent. */
  users?: readonly SimulatedUser[]
  /** Share of packets that get lost, each way (default 0). */
  loss?: number
  /** How much later than at once everything is answered (default 0). */
  delayMilliseconds?: number
}

/** A running simulator, and what may be done to its printers. Addresses that it does not have throw. */
export interface Simulator {
  port: number
  addresses: string[]
  /** The simulated printer at an address, brought up to now. */
  device(address: string): Device | undefined
  /** Questions that reached an address, answered or not. */
  questionsTo(address: string): number
  /** From now on a printer behaves like this; undefined: well. */
  behave(address: string, behaviour: Behaviour | undefined): void
  /** Switches a printer off and on: the clock of its engine begins again, and with a new board its counters too. */
  reboot(address: string, options?: { newBoard?: boolean }): void
  /** Puts the clock of a printer's engine on or back. */
  shiftClock(address: string, seconds: number): void
  /** Two printers change places, engines and all. */
  swap(address: string, other: string): void
  stop(): Promise<void>
}

const HOUR = 3_600_000

/**
 * Answers SNMP v1, v2c and v3 for a fleet of printers, each on its own address. Resolves when all of them answer.
 * Throws when an address cannot be bound: all of 127.0.0.0/8 is there on Linux, elsewhere addresses must be added to the loopback first.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { port = 16_100 } = options
  const { stations, answering } = stationsOf(options)
  const bound = await Promise.allSettled(stations.map((station) => station.bind(port)))
  const stop = () => Promise.all(stations.map((station) => station.close())).then(() => {})
  const failed = bound.find((outcome) => outcome.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  return simulatorOf(stations, answering, port, stop)
}

function stationsOf(options: SimulatorOptions): { stations: Station[]; answering: Answering } {
  const { seed = 1, speed = 1, community = 'public', users = [], loss = 0, delayMilliseconds = 0 } = options
  const started = performance.now()
  const hourNow = () => Math.floor(((performance.now() - started) * speed) / HOUR)
  const answering = { community, users, loss, delayMilliseconds, random: randomOf(seed, 'the network'), hourNow }
  const mibs = new MibCache()
  const stations = (options.fleet?.printers ?? []).map(
    (printer) => new Station(printer.address, answererOf(printer, seed, { answering, mibs }), printer.behaviour, answering),
  )
  if (options.replay) {
    const mib = new Mib(options.replay.store)
    const engine = new Engine(engineIdOf('02:00:00:00:00:01'), users)
    stations.push(new Station(options.replay.address, { mib: () => mib, engine }, undefined, answering))
  }
  return { stations, answering }
}

function answererOf(printer: FleetPrinter, seed: number, { answering, mibs }: { answering: Answering; mibs: MibCache }): Answerer {
  let made: Device | undefined
  // Of ten thousand printers most are not asked in a test; their lives are begun when they are.
  const device = () => {
    made ??= new Device(printer, seed)
    made.liveUntil(answering.hourNow())
    return made
  }
  let engine: Engine | undefined
  return {
    device,
    mib: () => mibs.of(device()),
    get engine() {
      engine ??= new Engine(engineIdOf(device().macAddress), answering.users)
      return engine
    },
  }
}

/** The objects of the devices that were asked last, each put together again only when an hour has passed or it was reset. */
class MibCache {
  readonly #mibs = new Map<Device, { mib: Mib; age: string }>()

  of(device: Device): Mib {
    const age = `${device.hour} ${device.boards}`
    const known = this.#mibs.get(device)
    if (known?.age === age) return known.mib
    const mib = new Mib(objectsOfDevice(device))
    this.#mibs.delete(device)
    this.#mibs.set(device, { mib, age })
    if (this.#mibs.size > MOST_MIBS) this.#mibs.delete(this.#mibs.keys().next().value!)
    return mib
  }
}

/** Some 40 KB each; an agent reads a hundred printers at a time. */
const MOST_MIBS = 2000

function simulatorOf(stations: Station[], answering: Answering, port: number, stop: () => Promise<void>): Simulator {
  const byAddress = new Map(stations.map((station) => [station.address, station]))
  const at = (address: string): Station => {
    const station = byAddress.get(address)
    if (!station) throw new Error(`The simulator has no printer at ${address}.`)
    return station
  }
  return {
    port,
    addresses: stations.map((station) => station.address),
    device: (address) => byAddress.get(address)?.answerer.device?.(),
    questionsTo: (address) => byAddress.get(address)?.questions ?? 0,
    behave: (address, behaviour) => {
      at(address).behaviour = behaviour
    },
    reboot: (address, { newBoard = false } = {}) => {
      const { answerer } = at(address)
      answerer.engine.reboot()
      answerer.device?.().reboot(answering.hourNow(), newBoard)
    },
    shiftClock: (address, seconds) => at(address).answerer.engine.shift(seconds),
    swap: (address, other) => {
      const [one, two] = [at(address), at(other)]
      const before = one.answerer
      one.answerer = two.answerer
      two.answerer = before
    },
    stop,
  }
}
