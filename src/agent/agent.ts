import type { DatabaseSync } from 'node:sqlite'
import { openAgentDatabase } from './agent-database.ts'
import { activate } from './delivery/activation.ts'
import { Agreement } from './delivery/agreement.ts'
import { type BackOffLimits, SERVER_AWAY } from './delivery/back-off.ts'
import { deliver } from './delivery/delivery.ts'
import { FullReadings } from './delivery/full-readings.ts'
import type { Transport } from './delivery/https-client.ts'
import { Outbox } from './delivery/outbox.ts'
import { connect, type Server } from './delivery/server-client.ts'
import { type MachineClocks, ServerClock } from './delivery/server-clock.ts'
import { KnownPrinters } from './discovery/known-printers.ts'
import { createLog, type Log } from './log.ts'
import { instanceOf, Memory } from './memory.ts'
import { Network } from './network.ts'
import { Running } from './running.ts'
import { SnmpSocket } from './snmp/socket.ts'
import { KeyRing } from './snmp/usm-keys.ts'
import { AGENT_VERSION } from './updating/version.ts'
import { isPlainHttp } from './usage.ts'

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
  /** How long items to send are gathered before they are sent together (default 500). */
  gatherMilliseconds?: number
  backOff?: BackOffLimits
  log?: Log
  /** Proxies and certificates on the way to the server. */
  transport?: Transport
  /** The machine's clocks; others in tests. */
  clocks?: MachineClocks
  /** Takes the place of the server that the agent speaks with: to see what is said. */
  watch?: (server: Server) => Server
  /** Ends the start, and the agent. */
  signal?: AbortSignal
}

export interface Agent {
  name: string
  agentId: string
  /** Things not yet confirmed by the server. */
  waiting(): number
  /** Why the disk takes nothing; undefined where it does. */
  diskTrouble(): string | undefined
  /** Ends everything; what was gathered is on disk afterwards. */
  stop(): Promise<void>
}

const OUTBOX_ITEMS = 1_000_000
const GATHER_MILLISECONDS = 500

/**
 * Starts a fleet agent: activates it where needed, then sweeps, reads, delivers and heartbeats until it is stopped.
 * Rejects with `NotActivated`, `ActivationRefused` or `FolderInUse`.
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const ending = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal
  const database = openAgentDatabase(options.data)
  try {
    return await startWith(database, options, { ending, signal })
  } catch (error) {
    ending.abort()
    database.close()
    throw error
  }
}

async function startWith(
  database: DatabaseSync,
  options: AgentOptions,
  { ending, signal }: { ending: AbortController; signal: AbortSignal },
): Promise<Agent> {
  const { log = createLog(), version = AGENT_VERSION, backOff: limits = SERVER_AWAY, data } = options
  const memory = new Memory(database, data)
  const outbox = new Outbox(database, {
    mostItems: options.outboxItems ?? OUTBOX_ITEMS,
    dropped: (count) => log('readings-dropped', { count }),
    disk: (trouble) => (trouble === undefined ? log('disk-takes-again') : log('disk-takes-nothing', { error: trouble })),
  })
  const agreement = new Agreement(outbox, log)
  let bearer: string | undefined
  const { watch = (unwatched: Server) => unwatched } = options
  const server = watch(
    connect(options.server, {
      credential: () => bearer,
      instance: instanceOf(data),
      takes: (what) => agreement.takes(what),
      signal,
      ...(options.transport && { transport: options.transport }),
    }),
  )
  const given = await activate(server, { folder: data, code: options.code, version, backOff: limits, log, signal })
  bearer = given.credential
  const { name, agentId } = given
  const socket = await SnmpSocket.open({ keys: new KeyRing(memory.keys) })
  const clock = new ServerClock(memory.clockAhead, options.clocks)
  const known = new KnownPrinters(database)
  const network = new Network({ socket, outbox, known, clock, log, signal })
  log('started', { name, agentId, version, server: options.server, waiting: outbox.waiting, printers: known.all().length })
  const running = new Running(server, network, { version, plainHttp: isPlainHttp(options.server), limits, memory, agreement })
  const gatherMilliseconds = options.gatherMilliseconds ?? GATHER_MILLISECONDS
  const reported = new FullReadings(database)
  const loops = [
    deliver(server, { outbox, reported, agreement, gatherMilliseconds, backOff: limits, log, signal }),
    running.beat(),
    running.discover(),
  ]
  const end = async () => {
    if (!database.isOpen) return
    ending.abort()
    running.readings.stop()
    socket.close()
    await Promise.allSettled(loops)
    outbox.close()
    known.close()
    memory.keys.flush()
    database.close()
    log('stopped', { waiting: outbox.waiting })
  }
  return { name, agentId, waiting: () => outbox.waiting, diskTrouble: () => outbox.diskTrouble, stop: end }
}
