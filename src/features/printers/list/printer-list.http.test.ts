import { PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast } from '../../../../test/support/make.ts'
import { idsOf, type OddPrinters, type PrinterQuery, startOddPrinters } from '../../../../test/support/odd-printers.ts'
import type { TestServer } from '../../../../test/support/server.ts'
import { inScope, SealedDb } from '../../../platform/db/database.ts'
import { SET_SCOPE } from '../../../platform/db/scope-seal.ts'
import { makeScope } from '../../../platform/make-scope.ts'
import type { Printer } from '../printers.api.ts'
import { PRINTER_COLUMN_NAMES, type PrinterColumn } from './printer-columns.ts'
import { listPrinters } from './printer-list.queries.ts'
import { lookUp } from './printer-search.queries.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
let all: Printer[]
let contacts: OddPrinters['contacts']
let visit: OddPrinters['visit']

beforeAll(async () => {
  ;({ server, cast, here, contacts, visit } = await startOddPrinters())
  all = await visit({ limit: 200 })
})
afterAll(() => server.stop())

/** Every printer that matches, from the last page back to the first. */
async function visitBack(query: PrinterQuery): Promise<Printer[]> {
  let page = await cast.fleetViewer.printers.list({ ...here, limit: 101, ...query })
  while (page.nextCursor) page = await cast.fleetViewer.printers.list({ ...here, limit: 101, ...query, cursor: page.nextCursor })
  const seen = [...page.items]
  while (page.previousCursor) {
    page = await cast.fleetViewer.printers.list({ ...here, limit: 101, ...query, cursor: page.previousCursor })
    seen.unshift(...page.items)
  }
  return seen
}

describe('paging the list', () => {
  it('leaves out what was unenrolled, and nothing else', async () => {
    const [counted] = await asOwner(server, `select count(*)::int as n from printers where registration <> 'unenrolled'`)
    expect(all).toHaveLength(Number(counted!.n))
  })

  // How PostgreSQL orders addresses: by number.
  const number = (address: string) => address.split('.').reduce((n, part) => n * 256 + Number(part), 0)
  const keyOf = (printer: Printer, sort: PrinterColumn): string | number | null => {
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
      expect(idsOf(seen)).toEqual(idsOf(all))
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
    const bad: PrinterQuery[] = [
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
  ] as [PrinterQuery, (p: Printer) => boolean][])('%j: OR inside one, AND between them [printers/filters]', async (query, expected) => {
    expect(idsOf(await visit(query))).toEqual(idsOf(all.filter(expected)))
  })

  it('of an agent and of contacts go by their ids', async () => {
    const agentId = all.find((printer) => printer.agentId)!.agentId!
    expect(idsOf(await visit({ agent: [agentId] }))).toEqual(idsOf(all.filter((printer) => printer.agentId === agentId)))
    const expected = all.filter((printer) => printer.contactId === null || printer.contactId === contacts[0]!.id)
    expect(idsOf(await visit({ contact: ['none', contacts[0]!.id] }))).toEqual(idsOf(expected))
  })

  const get = (query: string, path = 'printers') =>
    fetch(`${server.url}/api/v1/organizations/${cast.child}/${path}?${query}`, {
      headers: { authorization: `Bearer ${cast.keys['partner-viewer']}` },
    })

  it('stand in the address separated by commas, a comma inside one as %2C', async () => {
    const both = (await (await get(`limit=200&manufacturer=${encodeURIComponent('Maker%2C 1,Maker%2C 2')}`)).json()) as { items: Printer[] }
    expect(idsOf(both.items)).toEqual(idsOf(all.filter((p) => ['Maker, 1', 'Maker, 2'].includes(p.manufacturer ?? ''))))
    const percent = (await (await get(`limit=200&model=${encodeURIComponent('Model 2%25')}`)).json()) as { items: Printer[] }
    expect(idsOf(percent.items)).toEqual(idsOf(all.filter((p) => p.model === 'Model 2%')))
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
    'for %j finds what carries it in serial number, maker, model, address, host name, location, asset tag, tag or contact [printers/search]',
    async (search) => {
      const wanted = search.toLowerCase().replace(/\s+/g, ' ').trim()
      expect(idsOf(await visit({ search }))).toEqual(idsOf(all.filter((printer) => text(printer).includes(wanted))))
    },
  )

  it('goes together with filters', async () => {
    const expected = all.filter((printer) => text(printer).includes('room_1') && printer.registration === 'enrolled')
    expect(idsOf(await visit({ search: 'room_1', registration: ['enrolled'] }))).toEqual(idsOf(expected))
  })
})

describe('under row-level security, a search', () => {
  // As the server asks, with every plan reported that it comes to, also inside functions.
  async function plansOf(ask: (client: pg.Client) => Promise<unknown>): Promise<string> {
    const client = new pg.Client(server.database.url)
    const reported: string[] = []
    client.on('notice', ({ message }) => reported.push(message ?? ''))
    await client.connect()
    await client.query(
      `load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set client_min_messages = log`,
    )
    // Whether the index can be used at all: of a table this small the planner would read the whole.
    await client.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off; set role mps_app')
    await ask(client)
    await client.end()
    return reported.join('\n')
  }

  const searching = (search: string) => async (client: pg.Client) => {
    const scope = makeScope({ organizationId: cast.neighbour, actor: { kind: 'person', id: '', name: 'test' } })
    await client.query('reset enable_bitmapscan; begin')
    await client.query(SET_SCOPE, server.services.db.seal!.settingsOf(scope))
    const { rows } = await client.query('select cardinality(ids) as n from look_up_printers($1, $2, 1001)', [[cast.neighbour], search])
    expect(rows[0].n).toBe(1)
  }

  it.each(['ipAddress', 'serialNumber', 'hostName', 'manufacturer', 'model', 'location', 'assetTag'] as PrinterColumn[])(
    'a page by %s begins at its place in the index, however deep [printers/list-pages]',
    async (sort) => {
      const { nextCursor } = await cast.fleetViewer.printers.list({ ...here, sort, limit: 50 })
      const plans = await plansOf(async (client) => {
        const pool = { connect: async () => Object.assign(client, { release: () => {} }), end: async () => {}, options: {} }
        const db = new SealedDb({ dialect: new PostgresDialect({ pool }) }, server.services.db.seal!)
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
