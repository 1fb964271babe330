import { setTimeout } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { listContacts } from '../src/features/contacts/contacts.queries.ts'
import { readContactFile } from '../src/features/contacts/import/contact-file.ts'
import { checkRow, checkSerials, contactCells } from '../src/features/contacts/import/contact-import-rows.ts'
import { inScope } from '../src/platform/db/database.ts'
import { encodeCursor } from '../src/platform/page.ts'
import { asPerson } from '../src/sample/create-sample.ts'
import { serve } from '../src/server/serve.ts'
import { contactFile, contactRow, startImport } from '../test/support/contact-files.ts'
import { type Cast, makeCast } from '../test/support/make.ts'
import { clientOf, type TestServer } from '../test/support/server.ts'
import { importPlainly, makeProgressTable, pagePlainly, searchPlainly } from './baseline/contacts.ts'
import { openBenchDatabase, SECRET } from './database.ts'
import { compare, type Figure, median, print, timed } from './measure.ts'

const MANY = 10_000
const CONTACTS = 100_000
const QUERIES = 60

interface Bench {
  server: TestServer
  cast: Cast
  raw: pg.Client
}

/** The figures of contacts: importing 300 and 10,000, checking 300, searching among 100,000. */
export async function benchContacts(): Promise<void> {
  const database = await openBenchDatabase()
  const running = await serve({ databaseUrl: database.serverUrl, secret: SECRET, port: 0 })
  const server: TestServer = {
    ...running,
    database,
    as: (bearer) => clientOf(running.url, bearer),
  }
  const cast = await makeCast(server)
  const raw = new pg.Client(database.url)
  await raw.connect()
  await makeProgressTable(raw)
  await raw.query(`update settings set contact_import_limit = ${MANY}`)
  const bench = { server, cast, raw }
  print(await checking())
  print(await importing(bench))
  print(await importingMany(bench))
  await fill(bench)
  for (const figure of await searching(bench)) print(figure)
  await raw.end()
  await running.stop()
  await database.close()
}

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    contactRow({ firstName: `First${i}`, lastName: `Last${i}`, email: `person${i}@example.com`, addressLine1: `${i} Main Street` }),
  )
const fileOf = (count: number) => contactFile(rowsOf(count))

/** The whole check of a file of 300 rows, against parsing it alone. */
async function checking(): Promise<Figure> {
  const text = contactFile(rowsOf(300).map((row, i) => row.with(12, `SN${i}A,SN${i}B`)))
  const bytes = new TextEncoder().encode(text)
  const ours = () =>
    timed(async () => {
      const { rows } = readContactFile(bytes, { limit: 300, columnsByName: false })
      const checked = checkSerials(rows!.map(checkRow), { severalMakers: new Map(), elsewhere: new Map() })
      if (checked.some(({ faults }) => faults.length > 0)) throw new Error('a row has faults')
    })
  return compare('check 300 rows, against parsing them', 'ms', 15, ours, () => timed(async () => parse(text)))
}

async function clear({ raw }: Bench) {
  await raw.query('truncate contact_import_rows, contact_pending_serials, contact_imports, printer_contacts, contacts cascade')
}

/** From the request until the result says that it has ended. */
async function importOnce({ cast }: Bench, file: string, count: number): Promise<number> {
  const organizationId = cast.child
  const fleet = cast.fleetAdministrator
  return timed(async () => {
    let found = await startImport(fleet, organizationId, file)
    while (found.status === 'running') {
      await setTimeout(25)
      found = await fleet.contacts.imports.get({ organizationId, importId: found.id })
    }
    if (found.imported !== count) throw new Error(`only ${found.imported} were imported`)
  })
}

async function importing(bench: Bench): Promise<Figure> {
  const file = fileOf(300)
  const plain = plainRows(file, 300)
  const ours = async () => {
    await clear(bench)
    return importOnce(bench, file, 300)
  }
  const baseline = async () => {
    await clear(bench)
    return timed(() => importPlainly(bench.raw, bench.cast.child, plain))
  }
  return compare('import 300, against row by row through pg', 'ms', 7, ours, baseline)
}

const plainRows = (file: string, limit: number) =>
  readContactFile(new TextEncoder().encode(file), { limit, columnsByName: false }).rows!.map((row) => contactCells(checkRow(row).contact!))

/** What a row of 10,000 costs against what a row of 300 costs just before and just after: the machine's mood meets both. */
async function importingMany(bench: Bench): Promise<Figure> {
  const perRow = async (count: number) => {
    await clear(bench)
    return (await importOnce(bench, fileOf(count), count)) / count
  }
  const before = [await perRow(300), await perRow(300)]
  const many = await perRow(MANY)
  const after = [await perRow(300), await perRow(300)]
  return { name: 'import 10,000, a row, against a row of 300', ours: many, baseline: median([...before, ...after]), unit: 'ms' }
}

async function fill(bench: Bench) {
  const { raw, cast } = bench
  await clear(bench)
  // Words of a few thousand kinds: some texts are found everywhere, some nowhere else.
  await raw.query(
    `insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, city, country)
      select $1, 'First' || n % 997, 'Last' || n % 3989, 'Company ' || n % 511, 'person' || n || '@example.com', '1', '2025550123', n || ' Street', 'City ' || n % 97, 'US'
      from generate_series(1, $2::int) as n`,
    [cast.child, CONTACTS],
  )
  await raw.query('vacuum analyze contacts')
}

/** p95 of the list's query under row-level security, against the same by hand without it, in turns. */
async function searching({ server, cast, raw }: Bench): Promise<Figure[]> {
  const { db } = server.services
  const { scope } = await asPerson(db, { email: 'partner-fleet@example.com' }, cast.child, 'read the fleet')
  const list = (query: { search?: string; cursor?: string }) =>
    inScope(db, scope, (tx) => listContacts(tx, scope, { sort: 'name', direction: 'asc', limit: 50, ...query }))
  const search = (name: string, text: (i: number) => string) =>
    inTurns(
      name,
      (i) => list({ search: text(i) }),
      (i) => searchPlainly(raw, cast.child, text(i)),
    )
  const { rows } = await raw.query<{ name: string; id: string }>(
    `select name_key(last_name || ' ' || first_name) as name, id from contacts order by 1, 2 offset ${CONTACTS * 0.9} limit 1`,
  )
  const [deep] = rows
  const cursor = encodeCursor(['name asc', deep!.name, deep!.id])
  return [
    await search('search among 100,000: one of them, p95', (i) => `person${i * 1531 + 7}@`),
    await search('search among 100,000: a hundred of them, p95', (i) => `first${i * 13 + 100} `),
    await search('search among 100,000: all of them, p95', () => 'company'),
    await inTurns(
      'search among 100,000: a page deep in the list, p95',
      () => list({ cursor }),
      () => pagePlainly(raw, cast.child, [deep!.name, deep!.id]),
    ),
  ]
}

async function inTurns(name: string, ours: (i: number) => Promise<unknown>, baseline: (i: number) => Promise<unknown>): Promise<Figure> {
  const took = { ours: [] as number[], baseline: [] as number[] }
  for (let i = 0; i < QUERIES + 5; i++) {
    const [a, b] = [await timed(() => ours(i)), await timed(() => baseline(i))]
    // The first few warm up.
    if (i < 5) continue
    took.ours.push(a)
    took.baseline.push(b)
  }
  // Three thirds and the median of their p95: one slow moment of the machine does not count.
  const p95 = (values: number[]) => median([0, 1, 2].map((third) => worst(values.filter((_, i) => i % 3 === third))))
  return { name, ours: p95(took.ours), baseline: p95(took.baseline), unit: 'ms' }
}

const worst = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)]!
