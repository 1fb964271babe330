import { lookup } from 'node:dns/promises'
import type { AgentConfiguration } from '../features/agent-protocol/agent-protocol.api.ts'
import type { NewItem, Outbox } from './delivery/outbox.ts'
import type { ServerClock } from './delivery/server-clock.ts'
import { type Criteria, criteriaOf, namesIn } from './discovery/criteria.ts'
import type { KnownPrinters } from './discovery/known-printers.ts'
import { type Log, messageOf } from './log.ts'
import { type Room, roomFor } from './read/read-host.ts'
import type { SnmpSocket } from './snmp/socket.ts'

/** Printers read at the same time, beyond the first question, which takes no room. */
const PLACES = 100

/** Something to send that happened just now. */
export type Untimed = NewItem extends infer Item ? (Item extends NewItem ? Omit<Item, 'at'> : never) : never

/** What sweeping and reading share: the socket, what is known, and what the agent was asked to do. */
export class Network {
  readonly room: Room = roomFor(PLACES)
  readonly socket: SnmpSocket
  readonly outbox: Outbox
  readonly known: KnownPrinters
  readonly clock: ServerClock
  readonly log: Log
  readonly signal: AbortSignal
  #names = new Map<string, string>()
  #configuration: AgentConfiguration | undefined
  #criteria: Criteria = { inclusions: [], excluded: [] }

  constructor(parts: { socket: SnmpSocket; outbox: Outbox; known: KnownPrinters; clock: ServerClock; log: Log; signal: AbortSignal }) {
    this.socket = parts.socket
    this.outbox = parts.outbox
    this.known = parts.known
    this.clock = parts.clock
    this.log = parts.log
    this.signal = parts.signal
  }

  get configuration(): AgentConfiguration | undefined {
    return this.#configuration
  }

  get criteria(): Criteria {
    return this.#criteria
  }

  /** Puts something to send into the outbox, with the time it is now. */
  deliver(item: Untimed): void {
    this.outbox.add({ ...item, at: this.clock.now().toISOString() }, !this.clock.isSure)
  }

  /** Applies a configuration of the server; host names are resolved first. */
  async configure(configuration: AgentConfiguration): Promise<void> {
    this.#configuration = configuration
    this.socket.pace.packetsPerSecond = configuration.packetsPerSecond
    await this.resolveNames()
  }

  /** Looks the host names of the criteria up again. One that cannot be resolved keeps the address it had. */
  async resolveNames(): Promise<void> {
    const configuration = this.#configuration
    if (!configuration) return
    await Promise.all(
      namesIn(configuration).map(async (name) => {
        try {
          this.#names.set(name, (await lookup(name, 4)).address)
        } catch (error) {
          this.log('name-not-resolved', { name, error: messageOf(error) })
        }
      }),
    )
    this.#criteria = criteriaOf(configuration, this.#names)
  }
}
