import type { AgentConfiguration } from '../features/agent-protocol/agent-protocol.api.ts'
import { Alarm } from './alarm.ts'
import { readConfiguration } from './configuration.ts'
import type { Agreement } from './delivery/agreement.ts'
import { type BackOffLimits, backOff } from './delivery/back-off.ts'
import { eventOf } from './delivery/delivery.ts'
import type { Server } from './delivery/server-client.ts'
import { Discovery } from './discovery/discovery.ts'
import { messageOf } from './log.ts'
import type { Memory } from './memory.ts'
import type { Network } from './network.ts'
import { Readings } from './read/readings.ts'
import { Work } from './work.ts'

interface Parts {
  version: string
  /** Whether the server is spoken with in plain HTTP, beyond this computer. */
  plainHttp: boolean
  limits: BackOffLimits
  memory: Memory
  agreement: Agreement
}

/** The agent at work: heartbeats that bring configuration and work, and sweeps in their turn. */
export class Running {
  readonly readings: Readings
  readonly #server: Server
  readonly #network: Network
  readonly #discovery: Discovery
  readonly #work: Work
  readonly #parts: Parts
  readonly #sweepDue = new Alarm()
  readonly #beatDue = new Alarm()

  constructor(server: Server, network: Network, parts: Parts) {
    this.#server = server
    this.#network = network
    this.#parts = parts
    this.readings = new Readings(network)
    this.#discovery = new Discovery(network, this.readings)
    this.#work = new Work(network, this.readings, this.#discovery)
  }

  /** Heartbeats for as long as the agent runs. Without the server it works on with the configuration that it remembers. */
  async beat(): Promise<void> {
    const { signal, log } = this.#network
    await this.#recall()
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.#beatOnce()
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        failures++
        log(eventOf(error), { during: 'heartbeat', error: messageOf(error) })
      }
      const seconds = this.#network.configuration?.heartbeatSeconds
      const usual = seconds === undefined ? undefined : seconds * 1000 * (0.9 + 0.2 * Math.random())
      await this.#beatDue.wait(usual ?? backOff(Math.max(1, failures), this.#parts.limits), signal)
    }
  }

  /** Sweeps once in the time that the configuration gives, and whenever the configuration has changed. */
  async discover(): Promise<void> {
    const { signal, log } = this.#network
    while (!signal.aborted) {
      const before = this.#network.configuration
      if (before) await this.#discovery.run().catch((error: unknown) => log('discovery-failed', { error: messageOf(error) }))
      const changed = this.#network.configuration !== before
      if (!changed) await this.#sweepDue.wait((before?.discoverSeconds ?? 86_400) * 1000, signal)
    }
  }

  async #beatOnce(): Promise<void> {
    const { outbox, clock, log } = this.#network
    const { version, plainHttp, agreement, memory } = this.#parts
    const sentAt = clock.steady()
    const { waiting, diskTrouble } = outbox
    const beat = await this.#server.heartbeat({
      version,
      clock: clock.wall().toISOString(),
      waiting,
      ...(plainHttp && { plainHttp }),
      ...(diskTrouble !== undefined && { diskTrouble: diskTrouble.slice(0, 200) }),
    })
    const moved = clock.hear(Date.parse(beat.serverTime), sentAt)
    outbox.settle(moved)
    memory.clockAhead = clock.ahead
    agreement.heard(beat)
    if (Math.abs(clock.ahead) > CLOCK_TOLERANCE_SECONDS * 1000)
      log('clock-differs', { secondsBehindServer: Math.round(clock.ahead / 1000) })
    if (beat.configurationRevision !== this.#network.configuration?.revision) {
      await this.#follow(readConfiguration(await this.#server.configuration()))
    }
    this.#work.accept(beat.work)
  }

  async #follow(configuration: AgentConfiguration): Promise<void> {
    this.#parts.memory.configuration = configuration
    this.#network.log('configured', { revision: configuration.revision, entries: configuration.include.length })
    await this.#apply(configuration)
  }

  async #recall(): Promise<void> {
    const { configuration } = this.#parts.memory
    if (configuration) await this.#apply(configuration)
  }

  async #apply(configuration: AgentConfiguration): Promise<void> {
    await this.#network.configure(configuration)
    this.readings.follow()
    this.#sweepDue.ring()
  }
}

const CLOCK_TOLERANCE_SECONDS = 300
