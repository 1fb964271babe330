import { listAllPrinters } from '../src/features/printers/list/all-printers.queries.ts'
import { countAllFacets, countFacets } from '../src/features/printers/list/facets.queries.ts'
import type { PrinterColumn } from '../src/features/printers/list/printer-columns.ts'
import { listPrinters } from '../src/features/printers/list/printer-list.queries.ts'
import { selectPrinters } from '../src/features/selections/select-printers.command.ts'
import { inScope, type Tx } from '../src/platform/db/database.ts'
import { makeScope } from '../src/platform/make-scope.ts'
import { insertSelected } from './baseline/selection.ts'
import { type Figure, print } from './measure.ts'
import { openPrinterData } from './printer-data.ts'
import { ingest } from './printers-ingest.ts'
import { closeBench, type Organization, openBench, type PrinterBench, replay, statementsOf, turns } from './printers-parts.ts'
import { mixed, stack } from './printers-stack.ts'

const PRINTERS = Number(process.env.BENCH_PRINTERS ?? 1_000_000)
const ORGANIZATIONS = Number(process.env.BENCH_ORGANIZATIONS ?? Math.max(10, PRINTERS / 500))

type Part = (bench: PrinterBench) => Promise<Figure[]>

const page = (sort: PrinterColumn = 'ipAddress', change = {}) => ({ sort, direction: 'asc' as const, limit: 50, ...change })
const list = (bench: PrinterBench, { scope }: Organization, query = page()) =>
  inScope(bench.db, scope, (tx) => listPrinters(tx, scope, query))

/** The cursor of a page at nine tenths of a list. */
async function deepCursor(bench: PrinterBench, { id, printers }: Organization): Promise<string> {
  const { rows } = await bench.owner.query<{ key: string; id: string }>(
    `select ip_address::text as key, id from printers where organization_id = $1 and registration <> 'unenrolled' and ip_address is not null
      order by ip_address, id offset $2 limit 1`,
    [id, Math.floor(printers * 0.9)],
  )
  return Buffer.from(JSON.stringify(['ipAddress asc', 'after', rows[0]!.key, rows[0]!.id])).toString('base64url')
}

/** A text that one printer has. */
async function rareText(bench: PrinterBench, { id }: Organization): Promise<string> {
  const { rows } = await bench.owner.query<{ serial: string }>(
    'select serial_number as serial from printers where organization_id = $1 order by id offset 77 limit 1',
    [id],
  )
  return rows[0]!.serial.slice(2, 10)
}

async function pages(bench: PrinterBench): Promise<Figure[]> {
  const { big, small } = bench
  const raw = async (organization: Organization) => {
    const statements = await statementsOf(bench.serverUrl, organization.scope, (tx) => listPrinters(tx, organization.scope, page()))
    return () => replay(bench.app, statements, organization.scope)
  }
  return [
    await turns(`page of ${big.printers}, p95, against the same SQL through pg`, 200, () => list(bench, big), await raw(big), 0.95),
    await turns(`page of ${small.printers}, p95, against the same SQL through pg`, 200, () => list(bench, small), await raw(small), 0.95),
    await turns(
      `page of ${big.printers} against one of ${small.printers}`,
      100,
      () => list(bench, big),
      () => list(bench, small),
    ),
    await turns(
      `page of ${big.printers} by model`,
      50,
      () => list(bench, big, page('model')),
      () => list(bench, big),
    ),
    await turns(
      `page of ${big.printers} by page count, without an index`,
      20,
      () => list(bench, big, page('lifetimePageCount')),
      () => list(bench, big),
    ),
  ]
}

async function deep(bench: PrinterBench): Promise<Figure[]> {
  const cursor = await deepCursor(bench, bench.big)
  const query = page('ipAddress', { cursor })
  const back = page('ipAddress', {
    cursor: Buffer.from(Buffer.from(cursor, 'base64url').toString().replace('after', 'before')).toString('base64url'),
  })
  return [
    await turns(
      'deep page against the first',
      100,
      () => list(bench, bench.big, query),
      () => list(bench, bench.big),
    ),
    await turns(
      'deep page backwards against the first',
      100,
      () => list(bench, bench.big, back),
      () => list(bench, bench.big),
    ),
  ]
}

async function search(bench: PrinterBench): Promise<Figure[]> {
  const rare = await rareText(bench, bench.big)
  const found = async (text: string) => {
    const { items } = await list(bench, bench.big, page('ipAddress', { search: text }))
    return `search for ${text === rare ? 'a rare text' : `“${text}”`} (${items.length} on the page) against the list`
  }
  const figures: Figure[] = []
  for (const text of [rare, 'room 123', 'last 77', 'lexmark', 'lease'])
    figures.push(
      await turns(
        await found(text),
        40,
        () => list(bench, bench.big, page('ipAddress', { search: text })),
        () => list(bench, bench.big),
      ),
    )
  return figures
}

async function facets(bench: PrinterBench): Promise<Figure[]> {
  const { big } = bench
  const ours = (filter: Parameters<typeof countFacets>[2]) => () => inScope(bench.db, big.scope, (tx) => countFacets(tx, big.scope, filter))
  const count = [{ text: 'select count(*) from printers where organization_id = $1', values: [big.id] }]
  const baseline = () => replay(bench.app, count, big.scope)
  const filter = { manufacturer: ['Lexmark'], management: ['none' as const] }
  await bench.owner.query('select count_printers($1)', [big.id])
  const figures = [
    await turns(`facets of ${big.printers} against count(*)`, 20, ours({}), baseline),
    await turns(`facets of ${big.printers} under two filters`, 20, ours(filter), baseline),
  ]
  await bench.owner.query('insert into count_changes values ($1)', [big.id])
  figures.push(await turns(`facets of ${big.printers} that have changed since they were counted`, 10, ours({}), baseline))
  await bench.owner.query('select count_printers($1)', [big.id])
  return figures
}

/** Each kind of query, its very statements, with row-level security and without. */
async function rls(bench: PrinterBench): Promise<Figure[]> {
  const { big } = bench
  const rare = await rareText(bench, big)
  const kinds: Record<string, (tx: Tx) => Promise<unknown>> = {
    page: (tx) => listPrinters(tx, big.scope, page()),
    deep: async (tx) => listPrinters(tx, big.scope, page('ipAddress', { cursor: await deepCursor(bench, big) })),
    'page by page count': (tx) => listPrinters(tx, big.scope, page('lifetimePageCount')),
    search: (tx) => listPrinters(tx, big.scope, page('ipAddress', { search: rare })),
    'frequent search': (tx) => listPrinters(tx, big.scope, page('ipAddress', { search: 'lexmark' })),
    facets: (tx) => countFacets(tx, big.scope, {}),
  }
  const figures: Figure[] = []
  for (const [kind, work] of Object.entries(kinds)) {
    const statements = await statementsOf(bench.serverUrl, big.scope, work)
    const on = () => replay(bench.app, statements, big.scope)
    figures.push(await turns(`rls on over off: ${kind}`, kind === 'facets' ? 15 : 40, on, () => replay(bench.owner, statements, big.scope)))
  }
  return figures
}

async function partner(bench: PrinterBench): Promise<Figure[]> {
  const { scope } = bench.partner
  const everyone = makeScope({ ...scope, childIds: bench.all })
  const one = () => list(bench, bench.big)
  const of = (children: typeof scope) => () => inScope(bench.db, children, (tx) => listAllPrinters(tx, children, page()))
  return [
    await turns(`partner view of ${scope.childIds.length} children against one list`, 15, of(scope), one),
    await turns(`partner view of ${everyone.childIds.length} children against one list`, 8, of(everyone), one),
    await turns(
      `partner facets of ${scope.childIds.length} children`,
      3,
      () => inScope(bench.db, scope, (tx) => countAllFacets(tx, scope, {})),
      one,
    ),
  ]
}

async function select(bench: PrinterBench): Promise<Figure[]> {
  const { big } = bench
  const client = await bench.owner.connect()
  const { rows } = await client.query<{ id: string }>(
    `select id from printers where organization_id = $1 and registration <> 'unenrolled'`,
    [big.id],
  )
  const ids = rows.map(({ id }) => id)
  await client.query(
    'drop table if exists selected; create table selected (organization_id uuid, selection_id uuid, printer_id uuid, primary key (organization_id, selection_id, printer_id))',
  )
  const figure = await turns(
    `select ${ids.length} against inserting the ids`,
    7,
    () => selectPrinters(bench.db, big.scope, { filter: {} }),
    () => insertSelected(client, big.id, ids),
  )
  await client.query('drop table selected; delete from selection_batches; delete from selections')
  client.release()
  return [figure]
}

const parts: Record<string, Part> = { page: pages, deep, search, facets, rls, partner, select, ingest, mixed, stack }

/** The figures of the printer list on generated data: `npm run -s bench -- printers [part …]`; BENCH_PRINTERS makes it smaller. */
export async function benchPrinters(only: readonly string[]): Promise<void> {
  const data = await openPrinterData({ printers: PRINTERS, organizations: ORGANIZATIONS })
  await measure(data.url, only)
  await data.stop()
}

/** Prints the figures of these parts, of all where none is named, on data that stands. */
export async function measure(url: string, only: readonly string[]): Promise<void> {
  const bench = await openBench(url)
  for (const [name, part] of Object.entries(parts))
    if (only.length === 0 || only.includes(name)) for (const figure of await part(bench)) print(figure)
  await closeBench(bench)
}
