import type { Network } from '../network.ts'
import { roomFor } from '../read/read-host.ts'
import type { Outcome, Readings } from '../read/readings.ts'
import { formatAddress } from './addresses.ts'
import { accessesTo, sweepsOf } from './criteria.ts'
import { sweep } from './sweep.ts'

/** Hosts found that are read at once: where all of a network answers, it must not do so in one moment; and few who fall silent must hold up nobody. */
const FIRST_ASKED = 1000

/** Finds printers: sweeps the included addresses and reads whoever answers. */
export class Discovery {
  readonly #network: Network
  readonly #readings: Readings
  readonly #room = roomFor(FIRST_ASKED)
  #last: Promise<unknown> = Promise.resolve()

  constructor(network: Network, readings: Readings) {
    this.#network = network
    this.#readings = readings
  }

  /**
   * Sweeps once, after any sweep under way, and reads each host that answers and is not known. Resolves with the number of printers
   * known within the criteria.
   */
  run(): Promise<number> {
    const run = this.#last.then(() => this.#run())
    this.#last = run.catch(() => {})
    return run
  }

  async #run(): Promise<number> {
    const { known, socket, signal, log } = this.#network
    await this.#network.resolveNames()
    const started = performance.now()
    const read: Promise<Outcome>[] = []
    for (const { access, ranges } of sweepsOf(this.#network.criteria)) {
      await sweep(socket, ranges, access, {
        // Known printers are read anyway; those that had been excluded are found again like new ones.
        skip: (address) => known.get(formatAddress(address))?.excluded === false,
        found: (address) => read.push(this.#readFound(address, access.id)),
        signal,
        packetsPerSecond: this.#network.configuration?.packetsPerSecond,
      })
    }
    const found = (await Promise.all(read)).filter((outcome) => outcome === 'read').length
    const printers = known.all().filter((printer) => accessesTo(this.#network.criteria, printer.address, printer).length > 0).length
    if (!signal.aborted) log('discovered', { found, printers, milliseconds: Math.round(performance.now() - started) })
    return printers
  }

  /** A host that has just answered and then does not was disturbed; the next sweep may be a day away, so it gets a second chance now. */
  async #readFound(address: string, profileId: string): Promise<Outcome> {
    const leave = await this.#room.enter()
    try {
      const outcome = await this.#readings.read(address, profileId)
      return outcome === 'not-read' && !this.#network.signal.aborted ? await this.#readings.read(address, profileId) : outcome
    } finally {
      leave()
    }
  }
}
