import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pino from 'pino'
import { signedToken } from '../src/features/accounts/session-cookie.ts'
import { receiveReport } from '../src/features/agents/reports/receive-report.command.ts'
import { PRINTER_COLUMN_NAMES } from '../src/features/printers/list/printer-columns.ts'
import { listPrinters } from '../src/features/printers/list/printer-list.queries.ts'
import { inScope } from '../src/platform/db/database.ts'
import { SECRET } from './database.ts'
import { type Figure, median, timed } from './measure.ts'
import { reportsOf } from './printers-ingest.ts'
import { type PrinterBench, seal, statementsOf } from './printers-parts.ts'

const ROOT = path.dirname(import.meta.dirname)
const query = { sort: 'ipAddress', direction: 'asc', limit: 50 } as const

/** Starts a server in a process of its own, which reports its address. */
export async function launch(
  file: string,
  env: Record<string, string>,
): Promise<{ url: string; child: ChildProcess; stop(): Promise<void> }> {
  // As scripts/bootstrap.mjs starts a server.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', file], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const url of createInterface(child.stdout!)) {
    const stop = async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    return { url, child, stop }
  }
  throw new Error(`${file} ended`)
}

/** A session of somebody who reads the fleet, as signing in makes it. */
async function signedInCookies(bench: PrinterBench) {
  const token = randomBytes(24).toString('base64url')
  await bench.owner.query(
    `insert into auth.session (id, token, "userId", "expiresAt") select $1, $1, id, now() + interval '1 day' from auth."user" where email = 'partner-fleet@example.com'`,
    [token],
  )
  return { ours: `mps.session_token=${signedToken(token, SECRET)}`, baseline: `session=${token}` }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })

async function get(url: string, cookie: string): Promise<number> {
  const request = http.get(url, { agent, headers: { cookie } })
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  await once(response, 'end')
  if (response.statusCode !== 200) throw new Error(`${url} was answered with ${response.statusCode}`)
  return bytes
}

/** Milliseconds per page, with eight readers at once. */
async function burst(url: string, cookie: string, pages: number): Promise<number> {
  let left = pages
  const reader = async () => {
    while (left-- > 0) await get(url, cookie)
  }
  return (await timed(() => Promise.all(Array.from({ length: 8 }, reader)))) / pages
}

/** Pages, exports and their memory through the whole stack: another process, over HTTP, signed in by cookie. */
export async function stack(bench: PrinterBench): Promise<Figure[]> {
  const { big } = bench
  const statements = await statementsOf(bench.serverUrl, big.scope, (tx) => listPrinters(tx, big.scope, query))
  const env = {
    DATABASE_URL: bench.serverUrl,
    SCOPE: JSON.stringify(seal.settingsOf(big.scope)),
    STATEMENTS: JSON.stringify(statements),
  }
  const [ours, bare] = [await launch('bench/printer-server.ts', env), await launch('bench/baseline/list-server.ts', env)]
  const cookies = await signedInCookies(bench)
  const list = `${ours.url}/api/v1/organizations/${big.id}/printers?limit=50`
  const all = { ours: [] as number[], baseline: [] as number[] }
  for (let round = -1; round < 5; round++) {
    const took = [await burst(list, cookies.ours, 400), await burst(`${bare.url}/printers`, cookies.baseline, 400)]
    if (round < 0) continue
    all.ours.push(took[0]!)
    all.baseline.push(took[1]!)
  }
  const page: Figure = {
    name: 'stack: a page, signed in, against hono and pg',
    ours: median(all.ours),
    baseline: median(all.baseline),
    unit: 'ms',
  }
  const columns = PRINTER_COLUMN_NAMES.filter((column) => column !== 'tags').join(',')
  const exported: number[] = []
  for (let round = 0; round < 3; round++)
    exported.push(await timed(() => get(`${ours.url}/api/v1/organizations/${big.id}/printers.csv?columns=${columns}`, cookies.ours)))
  const perSecond = big.printers / (median(exported) / 1000)
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${ours.child.pid}/status`, 'utf8'))?.[1]) / 1024
  await Promise.all([ours.stop(), bare.stop()])
  return [
    page,
    {
      name: `export of ${big.printers}, ${columns.split(',').length} columns, rows a second against 50,000`,
      ours: 50_000,
      baseline: perSecond,
      unit: 'rows/s',
    },
    { name: 'memory of the server through it, at most, against 400', ours: peak, baseline: 400, unit: 'MB' },
  ]
}

/** A page while a thousand readings a second come in, against the same when nothing does. */
export async function mixed(bench: PrinterBench): Promise<Figure[]> {
  const { scope, agentId, next, items } = await reportsOf(bench)
  const list = () => inScope(bench.db, bench.big.scope, (tx) => listPrinters(tx, bench.big.scope, query))
  const pages = async (milliseconds: number) => {
    const took: number[] = []
    for (const until = performance.now() + milliseconds; performance.now() < until; ) {
      took.push(await timed(list))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return took
  }
  const idle = await pages(5000)
  const log = pino({ level: 'silent' })
  let going = true
  const coming = (async () => {
    while (going) {
      const took = await timed(() => receiveReport(bench.db, scope, agentId, { items: items(next()) }, log))
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 500 - took)))
    }
  })()
  const busy = await pages(10_000)
  going = false
  await coming
  return [
    { name: 'mixed: a page while 1,000 readings a second come in, against idle', ours: median(busy), baseline: median(idle), unit: 'ms' },
  ]
}
