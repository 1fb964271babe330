import pg from 'pg'
import { runMorning } from '../src/features/orders/morning/morning.job.ts'
import { forecastOn } from '../src/features/orders/morning/outlook.ts'
import { dayIn } from '../src/features/orders/places.ts'
import { pack } from '../src/features/supplies/states/packed-states.ts'
import { readFleet, readFollowed } from '../src/features/supplies/states/supply-states.queries.ts'
import { firstState } from '../src/features/supplies/supply-state.ts'
import { inScope } from '../src/platform/db/database.ts'
import { asPerson } from '../src/sample/create-sample.ts'
import { serve } from '../src/server/serve.ts'
import { makeCast, makeOffering } from '../test/support/make.ts'
import { cartridge } from '../test/support/orders.ts'
import { clientOf } from '../test/support/server.ts'
import { openBenchDatabase, SECRET } from './database.ts'
import { fillFleet } from './fleet-data.ts'
import { compare, print, timed } from './measure.ts'

const PRINTERS = Number(process.env.BENCH_PRINTERS ?? 100_000)
const PORTION = 1000
// A Wednesday at noon where the printers are.
const NOW = new Date('2026-03-04T17:00:00Z')

/** Forecasts from stored states against reading those, and the morning's orders against inserting what it writes. */
export async function benchSupplies(only: readonly string[]): Promise<void> {
  const database = await openBenchDatabase()
  const server = await serve({ databaseUrl: database.serverUrl, secret: SECRET, port: 0, worker: false })
  const test = { ...server, database, as: (key?: string) => clientOf(server.url, key) }
  const cast = await makeCast(test)
  await makeOffering(test, cast)
  await cast.partnerAdministrator.entitlements.grant({ organizationId: cast.child })
  const models = Array.from({ length: 20 }, (_, n) => ({ manufacturer: 'Acme', model: `Press ${n}` }))
  await cast.offerManager.catalogue.create({ organizationId: cast.provider, cartridge: cartridge({ models }) })
  const owner = new pg.Client(database.url)
  await owner.connect()
  const ids = await fillFleet(database.url, cast.child, PRINTERS)
  await fillSupplies(owner, cast.child, ids)
  const { db } = server.services
  const { scope } = await asPerson(db, { email: 'partner-fleet@example.com' }, cast.child, 'read the fleet')
  const portions = Array.from({ length: Math.ceil(ids.length / PORTION) }, (_, i) => ids.slice(i * PORTION, (i + 1) * PORTION))
  const today = Math.floor(dayIn('America/Chicago', NOW))
  const count = PRINTERS.toLocaleString('en-US')
  if (only.length === 0 || only.includes('forecast'))
    print(
      await compare(
        `forecasts of ${count} printers against reading their states`,
        'ms',
        3,
        () =>
          timed(async () => {
            for (const portion of portions) {
              const [followed, fleet] = await inScope(
                db,
                scope,
                async (tx) => [await readFollowed(tx, scope, portion), await readFleet(tx)] as const,
              )
              for (const { model, supplies } of followed.values()) for (const supply of supplies) forecastOn(supply, model, fleet, today)
            }
          }),
        () =>
          timed(async () => {
            for (const portion of portions)
              await owner.query(
                'select printer_id, facts, states from supply_states where organization_id = $1 and printer_id = any ($2::uuid[])',
                [cast.child, portion],
              )
          }),
      ),
    )
  if (only.length === 0 || only.includes('orders'))
    print(
      await compare(
        `the morning of ${count} printers against inserting its orders and decisions`,
        'ms',
        2,
        () => morning(owner, db),
        () => insertAgain(owner),
      ),
    )
  await owner.end()
  await server.stop()
  await database.close()
}

const WRITTEN = ['supply_outlooks', 'orders', 'order_lines', 'order_line_events', 'order_outbox'] as const
const EMPTY = `truncate ${WRITTEN.join(', ')}, order_rounds cascade`

async function morning(owner: pg.Client, db: Parameters<typeof runMorning>[0]): Promise<number> {
  await owner.query(EMPTY)
  const took = await timed(() => runMorning(db, NOW))
  // What it wrote is what the baseline writes.
  for (const table of WRITTEN)
    await owner.query(`drop table if exists copied_${table}; create table copied_${table} as select * from ${table}`)
  return took
}

async function insertAgain(owner: pg.Client): Promise<number> {
  await owner.query(EMPTY)
  return timed(async () => {
    for (const table of WRITTEN) await owner.query(`insert into ${table} overriding system value select * from copied_${table}`)
  })
}

/** Ten printers an address, four toners each, of which one in ten printers is about to run out of one. */
async function fillSupplies(owner: pg.Client, organizationId: string, ids: string[]): Promise<void> {
  await owner.query(
    `with places as (
      insert into contacts (organization_id, first_name, last_name, email, country_code, phone_number, address_line_1, city, state, country)
      select $1, 'Place', n::text, 'place@example.com', '1', '2025550123', n || ' Main Street', 'Springfield', 'IL', 'US' from generate_series(0, $2) as n returning id
    ), numbered as (select id, row_number() over () - 1 as n from places)
    update printer_contacts pc set contact_id = numbered.id
    from (select id, (row_number() over (order by id)) / 10 as n from printers where organization_id = $1) p join numbered on numbered.n = p.n
    where pc.organization_id = $1 and pc.printer_id = p.id`,
    [organizationId, Math.ceil(ids.length / 10)],
  )
  await owner.query(
    `insert into tasks (organization_id, kind, details, input, started_by, printers, status, ended_at) values ($1, 'add-to-program', '', '{}', 'bench', 0, 'completed', now());`.replace(
      '$1',
      `'${organizationId}'`,
    ),
  )
  await owner.query(
    `insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version, decided_at, decided_by)
      select $1, id, 'managed', 'bench', (select max(id) from tasks), 1, now(), 'bench' from printers where organization_id = $1`,
    [organizationId],
  )
  for (let i = 0; i < ids.length; i += PORTION) {
    const portion = ids.slice(i, i + PORTION).map((id, n) => ({ id, ...pack(followed(i + n)) }))
    await owner.query(
      'insert into supply_states (organization_id, printer_id, facts, states) select $1, * from unnest($2::uuid[], $3::text[], $4::text[])',
      [organizationId, portion.map(({ id }) => id), portion.map(({ facts }) => facts), portion.map(({ states }) => states)],
    )
  }
  await owner.query('vacuum analyze')
}

function followed(n: number): Parameters<typeof pack>[0] {
  const model = `Acme Press ${n % 20}`
  const supplies = ['black', 'cyan', 'magenta', 'yellow'].map((color, i) => {
    const family = color === 'black' ? 'Acme AC-100' : `${model}: toner ${color}`
    const percent = i === 0 && n % 10 === 0 ? 3 : 20 + ((n * 7 + i * 13) % 80)
    const seen = { day: dayIn('America/Chicago', NOW) - 0.5, percent, someLeft: false, low: false, pages: 20_000 + n }
    const state = firstState({ part: family, model, step: null, yieldPages: 5000 }, seen)
    return {
      key: `1.${i + 1}`,
      name: `Toner ${color}`,
      kind: 'toner' as const,
      color,
      part: null,
      serial: null,
      step: null,
      family,
      cartridgeId: null,
      yieldPages: 5000,
      installs: 1,
      jumps: [],
      someLeft: false,
      state: { ...state, printed: 2000, weekdays: 40, fallen: 40, fallenPages: 2000 },
    }
  })
  return { zone: 'America/Chicago', model, supplies }
}
