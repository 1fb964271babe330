import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet } from '../../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

const PROGRAM = path.resolve(import.meta.dirname, '../../../../test/support/morning-process.ts')
const START = new Date(Math.floor(Date.now() / DAY) * DAY - 28 * DAY + 17 * 3_600_000)
const SERIALS = Array.from({ length: 60 }, (_, i) => `SN${String(i + 1).padStart(4, '0')}`)
const KILLS = 6

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  await cast.offerManager.catalogue.create({ organizationId: cast.provider, cartridge: cartridge() })
  const fleet = await makeSupplyFleet(server, cast, SERIALS, { at: START })
  for (const day of [5, 10, 15, 20, 25])
    await fleet.deliver(
      SERIALS.map((serial) => ({ serial, percent: 80 - 3 * day, pages: 1000 + 150 * day, at: new Date(START.getTime() + day * DAY) })),
    )
})
afterAll(() => server.stop())

/** Starts the morning and kills its process so many milliseconds after it began, or lets it end; gives whether it was killed. */
async function morning(day: number, killAfter?: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
    env: { ...process.env, DATABASE_URL: server.database.serverUrl, NOW: new Date(START.getTime() + day * DAY).toISOString() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  await once(createInterface(child.stdout!), 'line')
  if (killAfter !== undefined) {
    await setTimeout(killAfter)
    child.kill('SIGKILL')
  }
  return (await exit)[1] === 'SIGKILL'
}

it('a morning that is killed again and again orders for each need once and forgets none [orders/every-working-morning] [orders/one-order-per-need]', async () => {
  // Four days, of which at least two are working days.
  for (let n = 0; n < KILLS; n++) await morning(28 + (n % 4), n * 25)
  for (let day = 28; day < 32; day++) await morning(day)
  const needs = await asOwner(
    server,
    `select serial_number as serial, count(*)::int as lines from order_lines where need = 1 group by 1 order by 1`,
  )
  expect(needs).toEqual(SERIALS.map((serial) => ({ serial, lines: 1 })))
  const [broken] = await asOwner(
    server,
    `select (select count(*)::int from orders o where o.lines <> (select count(*) from order_lines l where l.order_id = o.id)) as orders,
      (select count(*)::int from order_lines l where not exists (select from order_line_events e where e.line_id = l.id)) as events,
      (select count(*)::int from order_lines l where not exists (select from order_outbox x where x.line_id = l.id and x.to_state = l.state)) as outbox`,
  )
  expect(broken).toEqual({ orders: 0, events: 0, outbox: 0 })
}, 90_000)
