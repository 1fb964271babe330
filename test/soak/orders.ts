import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { runMorning } from '../../src/features/orders/morning/morning.job.ts'
import { startEmbeddedPostgres } from '../../src/platform/db/embedded-postgres.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { serverUrlOf } from '../../src/platform/db/server-login.ts'
import { serve } from '../../src/server/serve.ts'
import { type Cast, makeCast } from '../support/make.ts'
import { cartridge, DAY, makeSupplyFleet, type SupplyFleet } from '../support/orders.ts'
import { clientOf, type TestServer } from '../support/server.ts'
import { TEST_SECRET } from '../support/test-postgres.ts'

/**
 * A year of 1,000 printers in fast motion: each day they print and report by the interface of agents, parcels arrive, cartridges are put in, and the morning's orders
 * are made. On 20 mornings the process that makes them is killed at a random moment, and another one goes on. `SOAK_DAYS` and `SOAK_PRINTERS` make it shorter.
 */

const DAYS = Number(process.env.SOAK_DAYS ?? 365)
const PRINTERS = Number(process.env.SOAK_PRINTERS ?? 1000)
const KILLS = 20
const CAPACITY = 5000
/** The longest moment after the start of a morning at which it is killed, in ms. */
const LATEST_KILL = 600
const PROGRAM = path.resolve(import.meta.dirname, '../support/morning-process.ts')

interface SoakedPrinter {
  serial: string
  pages: number
  used: number
  pagesPerDay: number
}

interface Soak {
  server: TestServer
  owner: pg.Client
  cast: Cast
  fleet: SupplyFleet
  random: () => number
}

/** A morning whose process is killed so many milliseconds after it began; gives whether it was still at work. */
async function killedMorning(databaseUrl: string, now: Date, killAfter: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
    env: { ...process.env, DATABASE_URL: databaseUrl, NOW: now.toISOString() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  await once(createInterface(child.stdout!), 'line')
  await setTimeout(killAfter)
  child.kill('SIGKILL')
  return (await exit)[1] === 'SIGKILL'
}

/** The parcels of the day before arrive: their lines are shipped and delivered. */
async function bringParcels({ cast, owner }: Soak): Promise<void> {
  const { rows } = await owner.query<{ id: string }>(`select id from order_lines where state = 'ordered'`)
  for (const act of ['ship', 'deliver'] as const)
    for (let i = 0; i < rows.length; i += 500) {
      const lineIds = rows.slice(i, i + 500).map(({ id }) => id)
      await cast.operator.orders.steer({ organizationId: cast.provider, act, lineIds })
    }
}

/** The printers print for a day; one that is empty gets the cartridge that lies there for it. */
async function printAndReport({ owner, fleet, random }: Soak, printers: SoakedPrinter[], at: Date): Promise<void> {
  const { rows } = await owner.query<{ serial: string }>(`select serial_number as serial from order_lines where state = 'delivered'`)
  const onTheShelf = new Set(rows.map(({ serial }) => serial))
  const isWorkday = at.getUTCDay() % 6 !== 0
  const reports = printers.map((printer) => {
    const printed = isWorkday ? Math.min(CAPACITY - printer.used, Math.round(printer.pagesPerDay * (0.5 + random()))) : 0
    printer.pages += printed
    printer.used += printed
    if (printer.used >= CAPACITY * 0.99 && onTheShelf.has(printer.serial)) printer.used = 0
    return { serial: printer.serial, percent: Math.round(100 * (1 - printer.used / CAPACITY)), pages: printer.pages, at }
  })
  await fleet.deliver(reports)
}

/** What is not as it must be: needs with two lines, printers that ran low and have neither an order nor a stated reason, lines without their story. */
async function assess({ owner, fleet }: Soak, printers: SoakedPrinter[]): Promise<string[]> {
  const count = async (statement: string, values: unknown[] = []) => (await owner.query<{ n: number }>(statement, values)).rows[0]!.n
  const low = printers.filter(({ used }) => used >= CAPACITY * 0.97).map(({ serial }) => fleet.ids[serial]!)
  const facts = {
    twice: await count(`select count(*)::int as n from (select from order_lines where state not in ('canceled', 'lost')
      group by printer_id, supply, need having count(*) > 1) t`),
    approvedTwice: await count(
      `select count(*)::int as n from (select from order_outbox where act = 'approve' group by line_id having count(*) > 1) t`,
    ),
    forgotten: await count(
      `select count(*)::int as n from unnest($1::uuid[]) as t (id) where not exists (
        select from order_lines l where l.printer_id = t.id and l.state not in ('canceled', 'lost', 'installed'))
        and not exists (select from supply_outlooks o where o.printer_id = t.id and o.outlook like '%"decision":"held"%')`,
      [low],
    ),
    withoutStory: await count(
      'select count(*)::int as n from order_lines l where not exists (select from order_line_events e where e.line_id = l.id)',
    ),
    wrongOrders: await count(
      'select count(*)::int as n from orders o where o.lines <> (select count(*) from order_lines l where l.order_id = o.id) or o.lines = 0',
    ),
  }
  const lines = await count('select count(*)::int as n from order_lines')
  const installed = await count(`select count(*)::int as n from order_lines where state = 'installed'`)
  const held = await count(`select count(*)::int as n from order_lines where state = 'held'`)
  console.log(JSON.stringify({ printers: PRINTERS, days: DAYS, lines, installed, held, low: low.length, ...facts }))
  return Object.entries(facts).flatMap(([name, n]) => (n === 0 ? [] : [`orders: ${name} is ${n}, not 0`]))
}

async function liveThrough(soak: Soak, printers: SoakedPrinter[], start: number): Promise<string[]> {
  const { server, random } = soak
  const mornings = new Set<number>()
  while (mornings.size < Math.min(KILLS, DAYS)) mornings.add(1 + Math.floor(random() * DAYS))
  let atWork = 0
  for (let day = 1; day <= DAYS; day++) {
    const now = new Date(start + day * DAY)
    await bringParcels(soak)
    await printAndReport(soak, printers, new Date(now.getTime() - 3_600_000))
    if (mornings.has(day) && (await killedMorning(server.database.serverUrl, now, random() * LATEST_KILL))) atWork++
    await runMorning(server.services.db, now)
  }
  console.log(JSON.stringify({ kills: mornings.size, atWork }))
  return assess(soak, printers)
}

/** Returns what is not as it must be. */
export async function soakOrders(random: () => number): Promise<string[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mps-soak-'))
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} })
  try {
    const serverUrl = serverUrlOf(postgres.url, TEST_SECRET)
    await migrate({ ownerUrl: postgres.url, serverUrl, secret: TEST_SECRET })
    const running = await serve({ databaseUrl: serverUrl, secret: TEST_SECRET, port: 0 })
    const database = { name: 'soak', url: postgres.url, serverUrl, drop: async () => {} }
    const server = { ...running, database, as: (bearer?: string) => clientOf(running.url, bearer) }
    const cast = await makeCast(server)
    await cast.offerManager.catalogue.create({ organizationId: cast.provider, cartridge: cartridge({ yieldPages: CAPACITY }) })
    // At noon in North America.
    const start = Math.floor(Date.now() / DAY) * DAY - (DAYS + 1) * DAY + 17 * 3_600_000
    const serials = Array.from({ length: PRINTERS }, (_, i) => `SN${String(i + 1).padStart(4, '0')}`)
    const fleet = await makeSupplyFleet(server, cast, serials, { at: new Date(start) })
    const owner = new pg.Client(postgres.url)
    await owner.connect()
    const printers = serials.map((serial) => ({ serial, pages: 1000, used: CAPACITY * 0.2, pagesPerDay: 20 + random() * 280 }))
    const wrong = await liveThrough({ server, owner, cast, fleet, random }, printers, start)
    await owner.end()
    await running.stop()
    return wrong
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true })
  }
}
