import { parse } from 'csv-parse/sync'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { type Db, inScope } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/scope.ts'
import { MANAGEMENT_LABELS } from '../program/management.ts'
import { countPrinters } from './count-printers.command.ts'
import { listPrinters } from './printer-list.queries.ts'
import { lookUp } from './printer-search.queries.ts'
import type { Printer } from './printers.api.ts'
import { PRINTER_COLUMN_NAMES, PRINTER_FACETS, type PrinterColumn, type PrinterFacet, type PrinterSort } from './printers.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
let all: Printer[]
let contacts: { id: string; city: string }[]

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  await fill(cast.child)
  await tag(cast.child)
  contacts = (await asOwner(server, 'select id, city from contacts where organization_id = $1 order by city', [
    cast.child,
  ])) as typeof contacts
  all = await visit({ limit: 200 })
})
afterAll(() => server.stop())

// Few different values and many absent ones, so that pages begin and end within equal ones; every facet has several values.
async function fill(organizationId: string) {
  await asOwner(
    server,
    `with terms as (insert into terms_versions (title, text) values ('t', 't')),
    entitled as (insert into entitlements (organization_id, granted_by) values ($1, 'test')),
    agent as (
      insert into agents (organization_id, name, version, credential_hash, last_contact_at)
      select $1, 'agent ' || i, '1.0.' || i, gen_random_uuid()::text, now() - case i when 2 then interval '1 day' else interval '0' end from generate_series(1, 2) as i
      returning id, name
    ), contact as (
      insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, city, country)
      select $1, 'Ada', 'Berg', 'Under_score', 'ada@example.com', '1', '2', 'x', c, 'US' from unnest(array['North', 'South']) as c returning id, city
    ), printer as (
      insert into printers (organization_id, identity, registration, manufacturer, model, serial_number, address, ip_address, host_name, location, asset_tag, firmware, agent_id)
      select $1, 'serial:' || i, case when i % 10 = 0 then 'failed' when i % 10 = 1 then 'discovered' when i % 10 = 2 then 'unenrolled' else 'enrolled' end,
        case when i % 9 > 0 then 'Maker, ' || i % 3 end, case when i % 7 > 0 then 'Model ' || i % 4 || '%' end, case when i % 8 > 0 then 'SN' || lpad((i / 2)::text, 4, '0') end,
        case when i % 6 > 0 then '10.0.' || i % 5 || '.' || i % 3 else 'host-' || i end, case when i % 6 > 0 then ('10.0.' || i % 5 || '.' || i % 3)::inet end,
        case when i % 3 > 0 then (array['Host ', 'host '])[1 + i % 2] || chr(65 + i % 4) end, case when i % 4 > 0 then 'Room_' || i % 2 end, case when i % 5 = 0 then 'TAG' || i % 3 end,
        case when i % 2 = 0 then 'fw ' || i % 3 end, (select id from agent where name = 'agent ' || case when i % 11 = 0 then 0 else 1 + i % 2 end)
      from generate_series(1, 300) as i returning id, identity
    ), reading as (
      insert into printer_readings (organization_id, printer_id, last_read_at, lifetime_page_count, lowest_supply_percent, silence_reason)
      select $1, id, case when n % 4 > 0 then now() - make_interval(hours => n % 3 * 20) end, case when n % 5 > 0 then n % 6 * 1000 end,
        case when n % 3 > 0 then (n % 7) / 3.0 end, case n % 13 when 0 then 'excluded' when 1 then 'another-printer' when 2 then 'no-route' end
      from (select id, substr(identity, 8)::int as n from printer) p where n % 17 > 0
    )
    insert into printer_contacts (organization_id, printer_id, contact_id)
    select $1, p.id, c.id from printer p join contact c on c.city = case substr(p.identity, 8)::int % 3 when 0 then 'North' when 1 then 'South' end`,
    [organizationId],
  )
  await asOwner(
    server,
    `insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version, decided_at)
    select $1, p.id, case when substr(p.identity, 8)::int % 2 = 0 then 'managed' else 'pending' end, 'test', 1, 1, now()
    from printers p join printer_contacts c on c.printer_id = p.id where p.registration = 'enrolled' and substr(p.identity, 8)::int % 5 = 3`,
    [organizationId],
  )
}

// Two printers in three bear no tag, some several, in odd cases.
async function tag(organizationId: string) {
  await asOwner(
    server,
    `insert into printer_tags (organization_id, printer_id, tag)
    select organization_id, id, t from printers, unnest(array['Floor_1', 'lease']) with ordinality as u (t, i)
    where organization_id = $1 and substr(identity, 8)::int % (3 * i) = 0`,
    [organizationId],
  )
}

type Query = Partial<Parameters<typeof cast.fleetViewer.printers.list>[0]>

/** Every printer that matches, page by page. */
async function visit(query: Query): Promise<Printer[]> {
  const seen: Printer[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await cast.fleetViewer.printers.list({ ...here, limit: 101, ...query, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items)
    if (!page.nextCursor) return seen
    cursor = page.nextCursor
  }
}

/** Every printer that matches, from the last page back to the first. */
async function visitBack(query: Query): Promise<Printer[]> {
  let page = await cast.fleetViewer.printers.list({ ...here, limit: 101, ...query })
  while (page.nextCursor) page = await cast.fleetViewer.printers.list({ ...here, limit: 101, ...query, cursor: page.nextCursor })
  const seen = [...page.items]
  while (page.previousCursor) {
    page = await cast.fleetViewer.printers.list({ ...here, limit: 101, ...query, cursor: page.previousCursor })
    seen.unshift(...page.items)
  }
  return seen
}

const ids = (printers: Printer[]) => printers.map(({ id }) => id).toSorted()

/** The value of a facet, as the page tells it of a printer. */
const FACETS: Record<PrinterFacet, (printer: Printer) => string | string[] | null> = {
  management: (p) => p.management ?? 'none',
  registration: (p) => p.registration,
  communication: (p) => p.communication,
  manufacturer: (p) => p.manufacturer,
  model: (p) => p.model,
  agent: (p) => p.agentId,
  tags: (p) => p.tags,
}

describe('paging the list', () => {
  it('leaves out what was unenrolled, and nothing else', async () => {
    const [counted] = await asOwner(server, `select count(*)::int as n from printers where registration <> 'unenrolled'`)
    expect(all).toHaveLength(Number(counted!.n))
  })

  // How PostgreSQL orders addresses: by number.
  const number = (address: string) => address.split('.').reduce((n, part) => n * 256 + Number(part), 0)
  const keyOf = (printer: Printer, sort: PrinterSort): string | number | null => {
    const value = printer[sort]
    if (Array.isArray(value)) return value.length === 0 ? null : value.join(', ')
    if (sort !== 'ipAddress') return value
    return value === null || String(value).startsWith('host-') ? null : number(String(value))
  }
  const { compare: inWords } = new Intl.Collator('und', { numeric: true })
  const compare = (a: string | number, b: string | number) => (typeof a === 'number' ? a - Number(b) : inWords(a, String(b)))
  const cases = PRINTER_COLUMN_NAMES.flatMap((sort) => (['asc', 'desc'] as const).map((direction) => [sort, direction] as const))

  it.each(cases)(
    'by %s %s shows each printer once and in order, those without a value last, forwards and backwards [printers/list-pages]',
    async (sort, direction) => {
      const seen = await visit({ sort, direction })
      expect(ids(seen)).toEqual(ids(all))
      expect((await visitBack({ sort, direction })).map(({ id }) => id)).toEqual(seen.map(({ id }) => id))
      const keys = seen.map((printer) => keyOf(printer, sort))
      const known = keys.filter((key) => key !== null)
      expect(keys.slice(0, known.length)).toEqual(known)
      const sign = direction === 'asc' ? 1 : -1
      expect(known.every((key, i) => i === 0 || sign * compare(known[i - 1]!, key) <= 0)).toBe(true)
    },
  )

  it('refuses a cursor that is made up, or of another sort, with what to do', async () => {
    const { nextCursor } = await cast.fleetViewer.printers.list({ ...here, limit: 5 })
    const cursor = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url')
    const id = all[0]!.id
    const bad: Query[] = [
      { cursor: nextCursor!, sort: 'model' },
      { cursor: nextCursor!, direction: 'desc' },
      { cursor: cursor(['ipAddress asc', '10.0.0.300', id]) },
      { cursor: cursor(['ipAddress asc', "'; drop table printers", id]) },
      { cursor: cursor(['lastReadAt asc', '2026-13-45 00:00:00+00', id]), sort: 'lastReadAt' },
      { cursor: cursor(['lowestSupplyPercent asc', '1e999', id]), sort: 'lowestSupplyPercent' },
      { cursor: cursor(['lifetimePageCount asc', '99999999999999999999', id]), sort: 'lifetimePageCount' },
      { cursor: cursor(['model asc', 'a\u0000', id]), sort: 'model' },
      { cursor: cursor(['model asc', 'a', 'no id']), sort: 'model' },
      { cursor: cursor({}) },
      { cursor: '%%%' },
    ]
    for (const query of bad)
      await expect(cast.fleetViewer.printers.list({ ...here, ...query })).rejects.toMatchObject({
        code: 'invalid-input',
        data: { faults: [{ field: 'cursor' }] },
      })
  })
})

describe('filters', () => {
  it.each([
    [{ registration: ['failed'] }, (p: Printer) => p.registration === 'failed'],
    [{ registration: ['failed', 'discovered'] }, (p: Printer) => p.registration !== 'enrolled'],
    [{ management: ['none'] }, (p: Printer) => p.management === null],
    [{ management: ['managed', 'pending'] }, (p: Printer) => p.management !== null],
    [{ communication: ['noncommunicating'] }, (p: Printer) => p.silenceReason !== null],
    [{ manufacturer: ['Maker, 1', 'Maker, 2'] }, (p: Printer) => p.manufacturer === 'Maker, 1' || p.manufacturer === 'Maker, 2'],
    [
      { manufacturer: ['Maker, 1'], model: ['Model 1%', 'Model 3%'], communication: ['communicating'] },
      (p: Printer) =>
        p.manufacturer === 'Maker, 1' && ['Model 1%', 'Model 3%'].includes(p.model ?? '') && p.communication === 'communicating',
    ],
    [{ contact: ['none'] }, (p: Printer) => p.contactId === null],
    [{ tags: ['lease', 'floor_1'], registration: ['enrolled'] }, (p: Printer) => p.tags.length > 0 && p.registration === 'enrolled'],
    [{ management: ['no such value'] }, () => false],
  ] as [Query, (p: Printer) => boolean][])('%j: OR inside one, AND between them [printers/filters]', async (query, expected) => {
    expect(ids(await visit(query))).toEqual(ids(all.filter(expected)))
  })

  it('of an agent and of contacts go by their ids', async () => {
    const agentId = all.find((printer) => printer.agentId)!.agentId!
    expect(ids(await visit({ agent: [agentId] }))).toEqual(ids(all.filter((printer) => printer.agentId === agentId)))
    const expected = all.filter((printer) => printer.contactId === null || printer.contactId === contacts[0]!.id)
    expect(ids(await visit({ contact: ['none', contacts[0]!.id] }))).toEqual(ids(expected))
  })

  const get = (query: string, path = 'printers') =>
    fetch(`${server.url}/api/v1/organizations/${cast.child}/${path}?${query}`, {
      headers: { authorization: `Bearer ${cast.keys['partner-viewer']}` },
    })

  it('stand in the address separated by commas, a comma inside one as %2C', async () => {
    const both = (await (await get(`limit=200&manufacturer=${encodeURIComponent('Maker%2C 1,Maker%2C 2')}`)).json()) as { items: Printer[] }
    expect(ids(both.items)).toEqual(ids(all.filter((p) => ['Maker, 1', 'Maker, 2'].includes(p.manufacturer ?? ''))))
    const percent = (await (await get(`limit=200&model=${encodeURIComponent('Model 2%25')}`)).json()) as { items: Printer[] }
    expect(ids(percent.items)).toEqual(ids(all.filter((p) => p.model === 'Model 2%')))
  })

  it.each([
    'manufacturer=%25',
    'manufacturer=%25E0%25A4%25A',
    'model=50%25',
    'agent=%2500',
    'manufacturer=%00',
    'search=%00',
    'limit=0',
    'limit=x',
    'sort=nothing',
    'direction=up',
  ])('%s is refused with its place, and is no mistake of ours', async (query) => {
    for (const path of query.startsWith('manu') || query.startsWith('search') ? ['printers', 'printer-facets'] : ['printers']) {
      const response = await get(query, path)
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ code: 'invalid-input', data: { faults: [expect.objectContaining({ field: query.split('=')[0] })] } }),
      ])
    }
  })
})

describe('searching', () => {
  const text = (p: Printer) =>
    [
      p.serialNumber,
      p.manufacturer,
      p.model,
      p.ipAddress,
      p.hostName,
      p.location,
      p.assetTag,
      ...p.tags,
      p.contactId === null ? '' : `Ada Berg Under_score ${contacts.find(({ id }) => id === p.contactId)?.city} ada@example.com`,
    ]
      .map((part) => part ?? '')
      .join('\n')
      .toLowerCase()

  it.each([
    'sn01',
    'SN0100',
    'maker, 2',
    'model 3%',
    '10.0.4.',
    'HOST B',
    'room_1',
    'tag2',
    'FLOOR_1',
    'leas',
    'host-6',
    '%',
    '_',
    'ada  berg',
    'ADA@',
    'south',
    'under_',
    '\\',
    'nothing like it',
  ])(
    'for %j finds what bears it in serial number, maker, model, address, host name, location, asset tag, tag or contact [printers/search]',
    async (search) => {
      const wanted = search.toLowerCase().replace(/\s+/g, ' ').trim()
      expect(ids(await visit({ search }))).toEqual(ids(all.filter((printer) => text(printer).includes(wanted))))
    },
  )

  it('goes together with filters', async () => {
    const expected = all.filter((printer) => text(printer).includes('room_1') && printer.registration === 'enrolled')
    expect(ids(await visit({ search: 'room_1', registration: ['enrolled'] }))).toEqual(ids(expected))
  })
})

const FACET_QUERIES: Query[] = [
  {},
  { registration: ['enrolled'] },
  { registration: ['enrolled'], manufacturer: ['Maker, 1'] },
  { communication: ['noncommunicating'], management: ['none', 'pending'] },
  { search: 'room_1', communication: ['communicating'] },
  { contact: ['none'], management: ['none'] },
  { tags: ['LEASE'], model: ['Model 1%'] },
]

/** That the facets count what the list shows, each under the filters of the others. */
async function expectAsListed(query: Query) {
  const { facets, total } = await cast.fleetViewer.printers.facets({ ...here, ...query })
  const listed = await visit({ limit: 200 })
  const passes = (printer: Printer, facet: PrinterFacet) => {
    const wanted = [query[facet] ?? []].flat().map((value) => value.toLowerCase())
    return wanted.length === 0 || [FACETS[facet](printer) ?? []].flat().some((value) => wanted.includes(value.toLowerCase()))
  }
  const found = query.search || query.contact ? ids(await visit({ search: query.search, contact: query.contact })) : ids(listed)
  const base = listed.filter(({ id }) => found.includes(id))
  expect(total).toBe(base.filter((printer) => PRINTER_FACETS.every((facet) => passes(printer, facet))).length)
  for (const facet of PRINTER_FACETS) {
    const counted = new Map<string, number>()
    for (const printer of base.filter((one) => PRINTER_FACETS.every((other) => other === facet || passes(one, other)))) {
      for (const value of [FACETS[facet](printer) ?? []].flat()) counted.set(value, (counted.get(value) ?? 0) + 1)
    }
    expect([facet, Object.fromEntries(facets[facet]!.map(({ value, printers }) => [value, printers]))]).toEqual([
      facet,
      Object.fromEntries(counted),
    ])
  }
}

describe('facets', () => {
  it.each(FACET_QUERIES)('under %j count each value as its page would [printers/facets]', expectAsListed)

  it('are the same when the printers have been counted before [printers/counted-facets]', async () => {
    await countPrinters(server.services.db)
    expect(await asOwner(server, 'select from count_changes')).toEqual([])
    for (const query of FACET_QUERIES) await expectAsListed(query)
  })

  it('say their values in the product’s words', async () => {
    const { facets } = await cast.fleetViewer.printers.facets(here)
    const labels = (facet: string) => facets[facet]!.map(({ label }) => label).toSorted()
    expect(labels('management')).toEqual(['MPS Express', 'MPS Express (Pending)', 'Not managed'])
    expect(labels('registration')).toEqual(['Discovered', 'Enrolled', 'Registration failed'])
    expect(labels('communication')).toEqual(['Communicating', 'Noncommunicating'])
    expect(labels('agent')).toEqual(['agent 1', 'agent 2'])
  })
})

describe('an export', () => {
  const read = async (query: Query & { columns: PrinterColumn[] }) => {
    const { headers, body } = await cast.fleetViewer.printers.exportCsv({ ...here, ...query })
    expect(headers['content-type']).toMatch(/^text\/csv/)
    const text = await new Response(body as Blob).text()
    return parse(text, { bom: true, relax_column_count: false }) as string[][]
  }

  it('has exactly the rows and columns that are shown, in their order [printers/exports-are-what-is-shown]', async () => {
    const columns: PrinterColumn[] = [
      'serialNumber',
      'ipAddress',
      'tags',
      'registration',
      'management',
      'communication',
      'lowestSupplyPercent',
    ]
    for (const query of [
      { sort: 'model', direction: 'desc' },
      { sort: 'lifetimePageCount', search: 'room_1', manufacturer: ['Maker, 1'] },
      { search: 'nothing like it' },
    ] as Query[]) {
      const [heading, ...lines] = await read({ ...query, columns })
      expect(heading).toEqual([
        'Serial number',
        'IP address',
        'Tags',
        'Registration',
        'Lexmark Managed',
        'Communication',
        'Lowest supply level',
      ])
      const shown = await visit(query)
      expect(lines.map(([serialNumber, ipAddress, tags]) => [serialNumber, ipAddress, tags])).toEqual(
        shown.map((p) => [p.serialNumber ?? '', p.ipAddress ?? '', p.tags.join(', ')]),
      )
      expect(lines.map((line) => line[4])).toEqual(shown.map((p) => (p.management ? MANAGEMENT_LABELS[p.management] : '')))
      expect(lines.map((line) => line[5]!.startsWith('Communicating'))).toEqual(shown.map((p) => p.silenceReason === null))
    }
  })

  it('of every column can be had, and of none cannot', async () => {
    const [heading, ...lines] = await read({ columns: [...PRINTER_COLUMN_NAMES] })
    expect([heading!.length, lines.length]).toEqual([PRINTER_COLUMN_NAMES.length, all.length])
    for (const columns of [[], ['nothing'], ['organization']])
      await expect(read({ columns: columns as PrinterColumn[] })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('goes on for the next reader when one leaves in the middle', async () => {
    const address = `${server.url}/api/v1/organizations/${cast.child}/printers.csv?columns=model`
    for (let i = 0; i < 8; i++) {
      const response = await fetch(address, { headers: { authorization: `Bearer ${cast.keys['partner-viewer']}` } })
      await response.body!.cancel()
    }
    await expect.poll(() => read({ columns: ['model'] }).then((lines) => lines.length, String)).toBe(all.length + 1)
  })
})

describe('under row-level security, a search', () => {
  // As the server asks, with every plan told that it comes to, also inside functions.
  async function plansOf(ask: (client: pg.Client) => Promise<unknown>): Promise<string> {
    const client = new pg.Client(server.database.url)
    const told: string[] = []
    client.on('notice', ({ message }) => told.push(message ?? ''))
    await client.connect()
    await client.query(
      `load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set client_min_messages = log`,
    )
    // Whether the index can be used at all: of a table this small the planner would read the whole.
    await client.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off; set role mps_app')
    await ask(client)
    await client.end()
    return told.join('\n')
  }

  const searching = (search: string) => async (client: pg.Client) => {
    await client.query(`reset enable_bitmapscan; begin; set local mps.organization = '${cast.neighbour}'`)
    const { rows } = await client.query('select cardinality(ids) as n from look_up_printers($1, $2, 1001)', [[cast.neighbour], search])
    expect(rows[0].n).toBe(1)
  }

  it.each(['ipAddress', 'serialNumber', 'hostName', 'manufacturer', 'model', 'location', 'assetTag'] as PrinterSort[])(
    'a page by %s begins at its place in the index, however deep [printers/list-pages]',
    async (sort) => {
      const { nextCursor } = await cast.fleetViewer.printers.list({ ...here, sort, limit: 50 })
      const plans = await plansOf(async (client) => {
        const db: Db = new Kysely({
          dialect: new PostgresDialect({
            pool: { connect: async () => Object.assign(client, { release: () => {} }), end: async () => {}, options: {} },
          }),
        })
        const scope = makeScope({ organizationId: cast.child, actor: { kind: 'person', id: '', name: 'test' } })
        await inScope(db, scope, (tx) => listPrinters(tx, scope, { sort, direction: 'asc', limit: 50, cursor: nextCursor! }))
      })
      expect(plans).toMatch(/Index Cond: .*ROW\(.*, id\) > ROW\(/)
    },
  )

  it('is served by the trigram index, for a rare text among many [platform/search-keeps-to-the-scope]', async () => {
    await asOwner(
      server,
      `insert into printers (organization_id, identity, registration, serial_number) select $1, 'planned:' || i, 'enrolled', md5(i::text) from generate_series(1, 5000) as i`,
      [cast.neighbour],
    )
    await asOwner(server, 'vacuum analyze printers')
    const [rare] = await asOwner(server, `select md5('77') as serial`)
    const plans = await plansOf(searching(String(rare!.serial).slice(4, 14)))
    expect(plans).toMatch(/Bitmap Index Scan on printers_search/)
    expect(plans).not.toMatch(/Seq Scan on printers /)
  })

  it('finds nothing of an organization that the scope does not reach [platform/search-keeps-to-the-scope]', async () => {
    const { db } = server.services
    const actor = { kind: 'person', id: '', name: 'test' } as const
    const find = (scope: Parameters<typeof makeScope>[0], organizations: string[]) =>
      inScope(db, makeScope(scope), async (tx) => (await lookUp(tx, organizations, 'SN0100')) as { ids: string }).then(
        ({ ids }) => ids.length,
      )
    const both = [cast.child, cast.neighbour]
    const own = await find({ organizationId: cast.child, actor }, both)
    expect(own).toBeGreaterThan(2)
    expect(await find({ organizationId: cast.neighbour, actor }, [cast.child])).toBe(2)
    expect(await find({ organizationId: cast.partner, reach: 'children', childIds: [cast.child], actor }, both)).toBe(own)
    expect(await find({ organizationId: cast.provider, reach: 'provider', actor }, both)).toBe(own)
  })
})

describe('selecting', () => {
  it('all N that match freezes exactly those that the list shows, search box and all [printers/selections-are-frozen]', async () => {
    for (const filter of [{}, { search: 'room_1' }, { search: 'SN01', registration: ['enrolled'], communication: ['communicating'] }]) {
      const shown = await visit(filter)
      const selection = await cast.fleetAdministrator.printers.select({ ...here, filter })
      expect(selection.printers).toBe(shown.length)
      const frozen = await asOwner(server, 'select unnest(printer_ids) as id from selection_batches where selection_id = $1', [
        selection.id,
      ])
      expect(frozen.map(({ id }) => id).toSorted()).toEqual(ids(shown))
    }
  })

  it('takes single printers or a filter, never both, and no foreign or unenrolled printer [printers/selections-are-frozen]', async () => {
    const select = (choice: object) => cast.fleetAdministrator.printers.select({ ...here, ...choice })
    const one = all[0]!.id
    for (const choice of [{}, { printerIds: [one], filter: {} }])
      await expect(select(choice)).rejects.toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'printerIds' }] } })
    expect(await select({ printerIds: [one, one] })).toMatchObject({ printers: 1, filter: '' })
    const [gone] = await asOwner(server, `select id from printers where registration = 'unenrolled' limit 1`)
    await expect(select({ printerIds: [] })).rejects.toMatchObject({ code: 'nothing-selected' })
    await expect(select({ printerIds: [String(gone!.id)] })).rejects.toMatchObject({ code: 'nothing-selected' })
    const foreign = cast.stranger.printers.select({ organizationId: cast.neighbour, printerIds: [one] })
    await expect(foreign).rejects.toMatchObject({ code: 'nothing-selected' })
  })

  it('is kept in portions of 1,000 that name each printer once', async () => {
    await asOwner(
      server,
      `insert into printers (organization_id, identity, registration, serial_number) select $1, 'many:' || i, 'enrolled', 'MANY' || i from generate_series(1, 2500) as i`,
      [cast.neighbour],
    )
    const selection = await cast.stranger.printers.select({ organizationId: cast.neighbour, filter: { search: 'many' } })
    const batches = await asOwner(
      server,
      'select batch, cardinality(printer_ids) as n from selection_batches where selection_id = $1 order by batch',
      [selection.id],
    )
    expect(batches).toEqual([
      { batch: 0, n: 1000 },
      { batch: 1, n: 1000 },
      { batch: 2, n: 500 },
    ])
  })
})

// Last, because the printers are no longer those that the other tests know.
describe('facets of printers that change', () => {
  it.each([
    `update printers set model = 'Model 77' where organization_id = $1 and model = 'Model 2%'`,
    `update printers set registration = 'unenrolled' where organization_id = $1 and registration = 'discovered'`,
    `update program_memberships set state = 'managed', decided_at = now() where organization_id = $1 and state = 'pending'`,
    `delete from program_memberships where organization_id = $1`,
    `delete from printer_tags where organization_id = $1 and tag = 'lease'`,
    `update printer_readings set last_read_at = now() - interval '2 days' where organization_id = $1 and lifetime_page_count > 2000`,
    `update printer_readings set silence_reason = 'excluded' where organization_id = $1 and lifetime_page_count > 1000`,
    `update agents set last_contact_at = now() - interval '1 day' where organization_id = $1`,
    `delete from agents where organization_id = $1 and name = 'agent 1'`,
  ])('tell at once what has changed since: %s [printers/counted-facets]', async (change) => {
    const client = new pg.Client(server.database.url)
    await client.connect()
    await client.query(change, [cast.child])
    await client.end()
    await expectAsListed({})
    await expectAsListed({ communication: ['communicating'] })
    await countPrinters(server.services.db)
    await expectAsListed({ communication: ['noncommunicating'] })
  })
})
