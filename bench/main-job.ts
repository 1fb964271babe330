import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { selectPrinters } from '../src/features/selections/select-printers.command.ts'
import { asPerson } from '../src/sample/create-sample.ts'
import { type RunningServer, serve } from '../src/server/serve.ts'
import type { TestDatabase } from '../test/support/database.ts'
import { type Cast, ended, makeCast, makeOffering } from '../test/support/make.ts'
import { clientOf, type TestServer } from '../test/support/server.ts'
import { assess } from './baseline/eligibility.ts'
import { insertOutcomes } from './baseline/outcomes.ts'
import { openBenchDatabase, SECRET } from './database.ts'
import { fillFleet } from './fleet-data.ts'
import { compare, type Figure, print, timed } from './measure.ts'

const ROOT = path.dirname(import.meta.dirname)
const PRINTERS = 10_000

interface Bench {
  database: TestDatabase
  server: RunningServer
  cast: Cast
  ids: string[]
  raw: pg.Client
}

/** The figures of the main job: starting, memory at rest, assessing 10,000 printers, adding 10,000. */
export async function benchMainJob(): Promise<void> {
  const database = await openBenchDatabase()
  const server = await serve({ databaseUrl: database.serverUrl, secret: SECRET, port: 0 })
  const test: TestServer = {
    ...server,
    database,
    as: (bearer) => clientOf(server.url, bearer),
  }
  const cast = await makeCast(test)
  await makeOffering(test, cast)
  await cast.partnerAdministrator.entitlements.grant({ organizationId: cast.child })
  const raw = new pg.Client(database.url)
  await raw.connect()
  const bench = { database, server, cast, ids: await fillFleet(database.url, cast.child, PRINTERS), raw }
  print(await eligibility(bench))
  print(await adding(bench))
  await raw.end()
  await server.stop()
  for (const figure of await starting(bench)) print(figure)
  await database.close()
}

async function freeze({ server, cast }: Bench) {
  const { scope } = await asPerson(server.services.db, { email: 'partner-fleet@example.com' }, cast.child, 'manage the fleet')
  return selectPrinters(server.services.db, scope, { filter: {} })
}

/** The whole request, from the client and back, against the bare statement. */
async function eligibility(bench: Bench): Promise<Figure> {
  const { id: selectionId } = await freeze(bench)
  const { cast, raw, ids } = bench
  const ours = () => timed(() => cast.fleetAdministrator.program.checkEligibility({ organizationId: cast.child, selectionId }))
  return compare('eligibility of 10,000 printers', 'ms', 15, ours, () => timed(() => assess(raw, cast.child, ids)))
}

/** From the request until the task has ended with every outcome written, against writing the outcomes alone. */
async function adding(bench: Bench): Promise<Figure> {
  const { cast, raw, ids } = bench
  const organizationId = cast.child
  const fleet = cast.fleetAdministrator
  const terms = await fleet.program.getTerms({ organizationId })
  const baselineTask = await startedTask(bench)
  const ours = async () => {
    await raw.query('delete from program_memberships')
    const { id: selectionId } = await freeze(bench)
    const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
    return timed(async () => {
      const { taskId } = await fleet.program.add({ params: { organizationId }, headers: {}, body })
      const task = await ended(fleet, organizationId, taskId)
      if (task.done !== PRINTERS) throw new Error(`only ${task.done} were added`)
    })
  }
  const baseline = async () => {
    await raw.query('delete from task_outcomes where task_id = $1', [baselineTask])
    return timed(() => insertOutcomes(raw, organizationId, baselineTask, ids))
  }
  return compare('add 10,000 printers', 'ms', 7, ours, baseline)
}

async function startedTask(bench: Bench): Promise<number> {
  const { id } = await freeze(bench)
  const { rows } = await bench.raw.query<{ id: number }>(
    `insert into tasks (organization_id, kind, details, input, selection_id, started_by, printers, status, ended_at)
      values ($1, 'add-to-program', 'baseline', '{}', $2, 'baseline', 0, 'completed', now()) returning id`,
    [bench.cast.child, id],
  )
  return rows[0]!.id
}

/** Our server as its users start it, on an existing database, until a signed-in person has a page of printers; and what it weighs then. */
async function starting(bench: Bench): Promise<Figure[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mps-bench-'))
  writeFileSync(path.join(dataDir, 'secret'), SECRET)
  const env = {
    ...process.env,
    DATABASE_URL: bench.database.serverUrl,
    MPS_DATA_DIR: dataDir,
    PORT: '0',
    NODE_COMPILE_CACHE: path.join(ROOT, '.cache/compile'),
  }
  const memory = { ours: 0, baseline: 0 }
  const ours = () =>
    launch('src/server/start.ts', env, memory, 'ours', async (line) => {
      const url = /answers at (\S+)/.exec(line)?.[1]
      if (url) await firstPrinterPage(url, bench)
      return url !== undefined
    })
  const baseline = () => launch('bench/baseline/start.ts', env, memory, 'baseline', async (line) => line === 'ready')
  const start = await compare('start to the first signed-in printer page', 'ms', 5, ours, baseline)
  rmSync(dataDir, { recursive: true })
  return [start, { name: 'memory at rest', unit: 'MB', ...memory }]
}

async function launch(
  file: string,
  env: NodeJS.ProcessEnv,
  memory: Record<string, number>,
  who: string,
  ready: (line: string) => Promise<boolean>,
) {
  const started = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    cwd: ROOT,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) if (await ready(line)) break
  const took = performance.now() - started
  memory[who] = residentMegabytes(child)
  child.stdin.end()
  child.kill('SIGTERM')
  await once(child, 'exit')
  return took
}

async function firstPrinterPage(url: string, { cast }: Bench) {
  const authorization = `Bearer ${cast.keys['partner-fleet']}`
  const page = await fetch(`${url.replace('localhost', '127.0.0.1')}/api/v1/organizations/${cast.child}/printers`, {
    headers: { authorization },
  })
  if (!page.ok) throw new Error(`the first page was answered with ${page.status}`)
}

function residentMegabytes(child: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}
