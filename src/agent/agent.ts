import type { DatabaseSync } from 'node:sqlite'
import { AgentConfiguration } from '../features/agents/agent-protocol.api.ts'
import { activate } from './activation.ts'
import { openAgentDatabase } from './agent-database.ts'
import { Alarm } from './alarm.ts'
import { type BackOffLimits, backOff, SERVER_AWAY } from './back-off.ts'
import { deliver } from './delivery.ts'
import { Discovery } from './discovery.ts'
import { KnownPrinters } from './known-printers.ts'
import { createLog, type Log, messageOf } from './log.ts'
import { Network } from './network.ts'
import { Outbox } from './outbox.ts'
import { Readings } from './readings.ts'
import { connect, isRefusal, type Server } from './server-client.ts'
import { SnmpSocket } from './snmp/socket.ts'
import { AGENT_VERSION } from './version.ts'
import { Work } from './work.ts'

export interface AgentOptions {
  /** Address of the server, such as `https://mps.example.com`. */
  server: string
  /** Folder for credential, outbox and what is known; created where it is missing. */
  data: string
  /** One-use activation code; needed at the first start only. */
  code?: string
  /** Version to state; its own where absent. */
  version?: string
  /** Most things kept while the server is away. */
  outboxItems?: number
  /** How long things to tell are gathered before they are sent together (default 500). */
  gatherMilliseconds?: number
  backOff?: BackOffLimits
  log?: Log
  /** Ends the start, and the agent. */
  signal?: AbortSignal
}

export interface Agent {
  name: string
  agentId: string
  /** Things not yet confirmed by the server. */
  waiting(): number
  /** Ends everything; what was gathered is on disk afterwards. */
  stop(): Promise<void>
}

const OUTBOX_ITEMS = 200_000
const GATHER_MILLISECONDS = 500

/**
 * Starts a fleet agent: activates it where needed, then sweeps, reads, delivers and heartbeats until it is stopped.
 * Rejects with `NotActivated`, `ActivationRefused` or `FolderInUse`.
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { log = createLog(), version = AGENT_VERSION, backOff: limits = SERVER_AWAY } = options
  const ending = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal
  const database = openAgentDatabase(options.data)
  let bearer: string | undefined
  const server = connect(options.server, () => bearer, signal)
  try {
    const { name, agentId, credential } = await activate(server, {
      folder: options.data,
      code: options.code,
      version,
      backOff: limits,
      log,
      signal,
    })
    bearer = credential
    const socket = await SnmpSocket.open()
    const outbox = new Outbox(database, {
      mostItems: options.outboxItems ?? OUTBOX_ITEMS,
      dropped: (count) => log('readings-dropped', { count }),
    })
    const network = new Network({ socket, outbox, known: new KnownPrinters(database), log, signal })
    log('started', { name, agentId, version, server: options.server, waiting: outbox.waiting, printers: network.known.all().length })
    const running = new Running(server, network, database, { version, limits })
    const loops = [
      deliver(server, { outbox, gatherMilliseconds: options.gatherMilliseconds ?? GATHER_MILLISECONDS, backOff: limits, log, signal }),
      running.beat(),
      running.discover(),
    ]
    return { name, agentId, waiting: () => outbox.waiting, stop: () => stop(ending, running, loops, network, database) }
  } catch (error) {
    database.close()
    throw error
  }
}

async function stop(
  ending: AbortController,
  running: Running,
  loops: Promise<void>[],
  network: Network,
  database: DatabaseSync,
): Promise<void> {
  if (!database.isOpen) return
  ending.abort()
  running.readings.stop()
  network.socket.close()
  await Promise.allSettled(loops)
  network.outbox.flush()
  database.close()
  network.log('stopped', { waiting: network.outbox.waiting })
}

/** The agent at work: heartbeats that bring configuration and work, and sweeps in their turn. */
class Running {
  readonly readings: Readings
  readonly #server: Server
  readonly #network: Network
  readonly #database: DatabaseSync
  readonly #discovery: Discovery
  readonly #work: Work
  readonly #settings: { version: string; limits: BackOffLimits }
  readonly #sweepDue = new Alarm()
  readonly #beatDue = new Alarm()

  constructor(server: Server, network: Network, database: DatabaseSync, settings: { version: string; limits: BackOffLimits }) {
    this.#server = server
    this.#network = network
    this.#database = database
    this.#settings = settings
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
        log(isRefusal(error, 'agent-not-known') ? 'agent-not-known' : 'server-away', { during: 'heartbeat', error: messageOf(error) })
      }
      const seconds = this.#network.configuration?.heartbeatSeconds
      const usual = seconds === undefined ? undefined : seconds * 1000 * (0.9 + 0.2 * Math.random())
      await this.#beatDue.wait(usual ?? backOff(Math.max(1, failures), this.#settings.limits), signal)
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
    const { outbox, log } = this.#network
    const clock = new Date()
    const beat = await this.#server.heartbeat({ version: this.#settings.version, clock: clock.toISOString(), waiting: outbox.waiting })
    const behind = Math.round((Date.parse(beat.serverTime) - clock.getTime()) / 1000)
    if (Math.abs(behind) > CLOCK_TOLERANCE_SECONDS) log('clock-differs', { secondsBehindServer: behind })
    if (beat.configurationRevision !== this.#network.configuration?.revision) {
      await this.#follow(AgentConfiguration.parse(await this.#server.configuration()))
    }
    this.#work.accept(beat.work)
  }

  async #follow(configuration: AgentConfiguration): Promise<void> {
    this.#database.prepare("insert or replace into remembered (name, value) values ('configuration', ?)").run(JSON.stringify(configuration))
    this.#network.log('configured', { revision: configuration.revision, entries: configuration.include.length })
    await this.#apply(configuration)
  }

  async #recall(): Promise<void> {
    const row = this.#database.prepare("select value from remembered where name = 'configuration'").get()
    const remembered = row && AgentConfiguration.safeParse(JSON.parse(String(row.value)))
    if (remembered?.success) await this.#apply(remembered.data)
  }

  async #apply(configuration: AgentConfiguration): Promise<void> {
    await this.#network.configure(configuration)
    this.readings.follow()
    this.#sweepDue.ring()
  }
}

const CLOCK_TOLERANCE_SECONDS = 300
