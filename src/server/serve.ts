import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { type Runner, run } from 'graphile-worker'
import pino, { type Logger } from 'pino'
import { ACCOUNTS_CRONTAB, accountsJobs } from '../features/accounts/accounts.job.ts'
import { Checkpoints, keepCheckpoints } from '../features/audit/keep-checkpoints.command.ts'
import { importJobs, resumeImports } from '../features/contacts/import/contact-imports.job.ts'
import type { Services } from '../features/entry-points.routes.ts'
import { FULFILMENT_CRONTAB, fulfilmentJobs } from '../features/fulfilment/fulfilment.job.ts'
import { ORDER_CRONTAB, orderJobs } from '../features/orders/morning/morning.job.ts'
import { PRINTER_CRONTAB, printerJobs } from '../features/printers/printers.job.ts'
import { TaskChanges } from '../features/tasks/task-changes.queries.ts'
import { resumeTasks, taskJobs } from '../features/tasks/tasks.job.ts'
import { createDb, createPool } from '../platform/db/database.ts'
import { assertMigrated } from '../platform/db/migration-files.ts'
import { ScopeSeal } from '../platform/db/scope-seal.ts'
import { assertScopeKey, assertServerLogin } from '../platform/db/server-login.ts'
import { queueLog } from '../platform/jobs/queue-log.ts'
import { createMailer } from '../platform/mail.ts'
import type { AddressRange } from '../platform/outbound/address-rules.ts'
import { createOutbound } from '../platform/outbound/outbound.ts'
import { Sealer } from '../platform/secrets.ts'
import { readAgentBundle } from './agent-bundle.ts'
import { taskHandlers } from './features.ts'
import { createWebServer } from './web-server.ts'

export interface ServeOptions {
  /** of a database that is migrated, for the server's own user */
  databaseUrl: string
  /** signs sessions and scopes, seals secrets in the database */
  secret: string
  /** what values in the database may still be sealed with, while a rotation has not ended */
  formerSecrets?: readonly string[]
  host?: string
  /** 0: a free one */
  port: number
  publicUrl?: string
  /** addresses and subnets whose X-Forwarded-For is believed */
  trustedProxies?: readonly string[]
  log?: Logger
  sample?: Services['sample']
  /** the agent in one file; `dist/agent.mjs` where absent */
  agentBundle?: string
  /** keeps what the database must not: checkpoints of the audit trail; none are made where absent */
  dataDir?: string
  /** a folder or an address that gets the checkpoints too */
  checkpointsTo?: string | undefined
  /** ranges of addresses to which outbound requests may go, besides the public internet */
  outboundAllowed?: AddressRange[]
  /** the mail server and the sender of e-mail; no mail is sent where absent */
  mail?: { url: string; from: string } | undefined
  supplierFolder?: string | undefined
  cxmlDtd?: string | undefined
  /** whether this process also works through tasks */
  worker?: boolean
  /** after so long without a byte a request or an answer is given up; 30 seconds where absent */
  idleMilliseconds?: number
  /** how often open streams are checked again; every 10 seconds where absent */
  recheckMilliseconds?: number
}

export interface RunningServer {
  url: string
  services: Services
  countConnections(): Promise<number>
  stop(): Promise<void>
}

/** Serves the API, the console and the worker on a migrated database, until stopped. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const log = options.log ?? pino({ level: 'silent' })
  const pool = createPool(options.databaseUrl, { max: 12 })
  pool.on('error', (err) => log.warn({ err }, 'a database connection broke'))
  const seal = new ScopeSeal(options.secret)
  try {
    await assertServerLogin(pool)
    await assertMigrated(pool)
    await assertScopeKey(pool, seal)
  } catch (error) {
    await pool.end()
    throw error
  }
  const db = createDb(pool, seal)
  const taskChanges = new TaskChanges(options.databaseUrl, options.recheckMilliseconds)
  const services: Services = {
    db,
    cookies: { secret: options.secret, secure: options.publicUrl?.startsWith('https:') ?? false },
    sealer: new Sealer(options.secret, options.formerSecrets),
    log,
    taskChanges,
    taskHandlers,
    agentBundle: readAgentBundle(options.agentBundle),
    sample: options.sample ?? null,
    outbound: createOutbound({ allowed: options.outboundAllowed ?? [] }),
    mailer: options.mail ? createMailer(options.mail) : null,
    supplierFolder: options.supplierFolder ?? null,
    cxmlDtd: options.cxmlDtd ?? null,
  }
  await taskChanges.open()
  const { dataDir, checkpointsTo: to } = options
  const checkpoints = dataDir === undefined ? undefined : await Checkpoints.open({ ...services, dataDir, to })
  const stopCheckpoints = checkpoints && keepCheckpoints(checkpoints)
  const worker = options.worker === false ? undefined : await startWorker(options.databaseUrl, services, async () => checkpoints?.make())
  const server = createWebServer(services, options)
  server.listen(options.port, options.host ?? '127.0.0.1')
  await once(server, 'listening')
  return {
    url: addressOf(server, options.host),
    services,
    countConnections: promisify(server.getConnections.bind(server)),
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await worker?.()
      await stopCheckpoints?.()
      services.mailer?.close()
      await taskChanges.close()
      await pool.end()
    },
  }
}

async function startWorker(databaseUrl: string, services: Services, onTaskEnd: () => Promise<void>): Promise<() => Promise<void>> {
  const pool = createPool(databaseUrl, { max: 5 })
  pool.on('error', (err) => services.log.warn({ err }, 'a connection of the worker broke'))
  // What a server left behind when it died goes on at once. Before the worker runs: what it has begun itself would be begun twice.
  await resumeTasks(services.db, 0)
  await resumeImports(services.db, 0)
  const runner: Runner = await run({
    pgPool: pool,
    taskList: {
      ...taskJobs(services.db, services.taskHandlers, onTaskEnd),
      ...importJobs(services.db),
      ...printerJobs(services.db),
      ...accountsJobs(services.db),
      ...orderJobs(services.db),
      ...fulfilmentJobs(services),
    },
    concurrency: 2,
    pollInterval: 2000,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 0,
    crontab: `* * * * * resume-tasks ?max=1\n* * * * * resume-imports ?max=1\n23 * * * * remove-expired ?max=1\n${PRINTER_CRONTAB}\n${ACCOUNTS_CRONTAB}\n${ORDER_CRONTAB}\n${FULFILMENT_CRONTAB}`,
    logger: queueLog(services.log),
  })
  runner.promise.catch((err) => services.log.error({ err }, 'the worker stopped'))
  return async () => {
    await runner.stop().catch(() => {})
    await pool.end()
  }
}

function addressOf(server: Server, host = '127.0.0.1'): string {
  const { port } = server.address() as AddressInfo
  return `http://${host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host}:${port}`
}
