import type { ReportItem } from '../../features/agent-protocol/agent-protocol.api.ts'
import { LONGEST } from '../alarm.ts'
import { accessesTo } from '../discovery/criteria.ts'
import { messageOf } from '../log.ts'
import type { Network } from '../network.ts'
import { type HostReading, readHost, roomFor } from './read-host.ts'

/** What came of reading an address. */
export type Outcome = 'read' | 'not-read' | 'not-a-printer'

type Reason = Extract<ReportItem, { kind: 'no-reading' }>['reason']

/** Of those due together; each holds what it has heard so far. */
const MOST_AT_ONCE = 1000

/**
 * Reads each known printer once in the time that the configuration gives, and others on request; puts what comes of it into the outbox.
 *
 * @rule agents/one-reading-at-a-time  A printer is never read twice at the same time: a second request gets the result of the reading that is running.
 */
export class Readings {
  readonly #network: Network
  readonly #underWay = new Map<string, Promise<Outcome>>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #inTurn = new Set<string>()
  readonly #room = roomFor(MOST_AT_ONCE)

  constructor(network: Network) {
    this.#network = network
  }

  /**
   * Brings the known printers in line with the criteria: those no longer included are reported as excluded, once, and left alone; those
   * included again, and all at the start, are read.
   */
  follow(): void {
    for (const printer of this.#network.known.all()) {
      const included = accessesTo(this.#network.criteria, printer.address, printer).length > 0
      if (!included) this.#leaveAlone(printer.address)
      else if (printer.excluded || !this.#timers.has(printer.address)) void this.#readInTurn(printer.address)
      else this.#schedule(printer.address)
    }
  }

  /** After a start all are due at the same time. */
  async #readInTurn(address: string): Promise<void> {
    if (this.#inTurn.has(address)) return
    this.#inTurn.add(address)
    const leave = await this.#room.enter()
    this.#inTurn.delete(address)
    if (!this.#network.signal.aborted) await this.read(address)
    leave()
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Reads an address now. `profileId`: the profile to try first at an address not known yet. */
  read(address: string, profileId = ''): Promise<Outcome> {
    const underWay = this.#underWay.get(address)
    if (underWay) return underWay
    const reading = this.#read(address, profileId)
      .catch((error: unknown) => {
        // A printer that we cannot make sense of must not end the agent.
        this.#network.log('reading-failed', { address, error: messageOf(error) })
        return 'not-read' as const
      })
      .finally(() => this.#underWay.delete(address))
    this.#underWay.set(address, reading)
    return reading
  }

  async #read(address: string, profileId: string): Promise<Outcome> {
    const { known, criteria, socket, room, signal } = this.#network
    const before = known.get(address)
    let last: HostReading | undefined
    for (const { access, entry } of accessesTo(criteria, address, before ?? { profileId, foundBy: '' })) {
      last = await readHost(socket, { ...access, address }, { room })
      if (signal.aborted) return 'not-read'
      if (last.kind !== 'reading') continue
      this.#network.deliver({ kind: 'reading', address, reading: last.reading })
      known.keep({ address, profileId: access.id, foundBy: entry, excluded: false })
      this.#schedule(address)
      return 'read'
    }
    if (!before) return last?.kind === 'not-a-printer' ? 'not-a-printer' : 'not-read'
    if (last) {
      this.#network.deliver({ kind: 'no-reading', address, reason: reasonOf(last) })
      this.#schedule(address)
    } else this.#leaveAlone(address)
    return 'not-read'
  }

  #leaveAlone(address: string) {
    const { known } = this.#network
    clearTimeout(this.#timers.get(address))
    this.#timers.delete(address)
    const printer = known.get(address)
    if (!printer || printer.excluded) return
    known.keep({ ...printer, excluded: true })
    this.#network.deliver({ kind: 'no-reading', address, reason: 'excluded' })
  }

  /** The next reading, a little earlier or later than due, so that printers found together are not read together for ever. */
  #schedule(address: string) {
    clearTimeout(this.#timers.get(address))
    const seconds = this.#network.configuration?.readSeconds
    if (seconds === undefined || this.#network.signal.aborted) return
    const milliseconds = Math.min(LONGEST, seconds * 1000 * (0.95 + 0.1 * Math.random()))
    this.#timers.set(
      address,
      setTimeout(() => void this.read(address), milliseconds),
    )
  }
}

/** A host that answers but is no printer any more: the printer does not answer. */
const reasonOf = (result: HostReading): Reason => (result.kind === 'no-reading' ? result.reason : 'no-answer')
