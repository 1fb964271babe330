import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import type { ChildPrinter } from '../printers.api.ts'
import { ALL_PRINTERS_COLUMN_NAMES, type AllPrintersColumn } from './printer-columns.ts'

let server: TestServer
let cast: Cast
let there: { organizationId: string }
let children: string[]

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  there = { organizationId: cast.partner }
  const more = await Promise.all(
    ['North', 'South', 'Empty'].map((name) => cast.partnerAdministrator.organizations.create({ ...there, name })),
  )
  children = [cast.child, ...more.map(({ id }) => id)]
  await Promise.all([cast.child, more[0]!.id, more[1]!.id, cast.neighbour].map(fill))
})
afterAll(() => server.stop())

async function fill(organizationId: string) {
  await asOwner(
    server,
    `with agent as (
      insert into agents (organization_id, name, version, last_contact_at) select $1, 'agent', '1.0.0', now() returning id
    ), printer as (
      insert into printers (organization_id, identity, registration, manufacturer, model, serial_number, address, ip_address, location, agent_id)
      select $1, $1 || ':' || i, case when i % 7 = 0 then 'unenrolled' else 'enrolled' end, 'Maker ' || i % 2, case when i % 5 > 0 then 'Model ' || i % 3 end,
        'SN' || i, '10.0.0.' || i, ('10.0.0.' || i)::inet, case when i % 4 > 0 then 'Room ' || i % 3 end, (select id from agent)
      from generate_series(1, 40) as i returning id, identity
    )
    insert into printer_readings (organization_id, printer_id, last_read_at, lifetime_page_count)
    select $1, id, now(), split_part(identity, ':', 2)::int % 6 from printer`,
    [organizationId],
  )
}

type Query = Partial<Parameters<typeof cast.fleetViewer.printers.listAll>[0]>

async function visit(query: Query): Promise<ChildPrinter[]> {
  let page = await cast.fleetViewer.printers.listAll({ ...there, limit: 31, ...query })
  const seen = [...page.items]
  while (page.nextCursor) {
    page = await cast.fleetViewer.printers.listAll({ ...there, limit: 31, ...query, cursor: page.nextCursor })
    seen.push(...page.items)
  }
  const back = [...page.items]
  while (page.previousCursor) {
    page = await cast.fleetViewer.printers.listAll({ ...there, limit: 31, ...query, cursor: page.previousCursor })
    back.unshift(...page.items)
  }
  expect(back.map(({ id }) => id)).toEqual(seen.map(({ id }) => id))
  return seen
}

describe('all organizations', () => {
  it('are seen with their printers by whoever reads all children, and by nobody else [printers/all-organizations]', async () => {
    const seen = await visit({})
    expect(seen).toHaveLength(3 * 35)
    expect(new Set(seen.map(({ organizationId }) => organizationId))).toEqual(new Set(children.slice(0, 3)))
    expect(new Set(seen.map(({ organization }) => organization))).toEqual(new Set(['Child of the partner', 'North', 'South']))
    for (const [client, code] of [
      [cast.stranger, 'not-found'],
      [cast.partnerAdministrator, 'not-allowed'],
      [cast.userAdministrator, 'not-allowed'],
      [cast.operator, 'not-found'],
    ] as const) {
      await expect(client.printers.listAll(there)).rejects.toMatchObject({ code })
      await expect(client.printers.facetsOfAll(there)).rejects.toMatchObject({ code })
    }
    await expect(cast.fleetViewer.printers.listAll({ organizationId: cast.child })).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('stand in order, each printer once, whatever the list is sorted by, both ways [printers/list-pages]', async () => {
    const keyed: AllPrintersColumn[] = ['organization', 'model', 'location', 'lifetimePageCount', 'serialNumber']
    expect(ALL_PRINTERS_COLUMN_NAMES).toEqual(expect.arrayContaining(keyed))
    const { compare } = new Intl.Collator('und', { numeric: true })
    for (const sort of keyed)
      for (const direction of ['asc', 'desc'] as const) {
        const seen = await visit({ sort, direction })
        expect(new Set(seen.map(({ id }) => id)).size).toBe(105)
        const known = seen.map((printer) => printer[sort as 'model']).filter((value) => value !== null)
        expect(known).toEqual(known.toSorted((a, b) => compare(a, b) * (direction === 'asc' ? 1 : -1)))
      }
  })

  it('are searched, filtered by organization too, and counted alike [printers/facets] [printers/search]', async () => {
    expect(await visit({ search: 'sn12' })).toHaveLength(3)
    expect(await visit({ search: 'room 1', organization: [children[1]!] })).toSatisfy((list: ChildPrinter[]) =>
      list.every(({ organization, location }) => organization === 'North' && location === 'Room 1'),
    )
    expect(await visit({ organization: [cast.neighbour] })).toEqual([])
    const query = { manufacturer: ['Maker 1'], organization: [children[1]!] }
    const { total, facets } = await cast.fleetViewer.printers.facetsOfAll({ ...there, ...query })
    expect(total).toBe((await visit(query)).length)
    expect(facets.organization!.map(({ label, printers }) => [label, printers]).toSorted()).toEqual(
      ['Child of the partner', 'North', 'South'].map((name) => [name, total]),
    )
    expect(facets.agent).toMatchObject([{ label: 'agent', printers: total }])
    const all = await cast.fleetViewer.printers.facetsOfAll(there)
    expect([all.total, all.facets.organization!.length]).toEqual([105, 3])
  })
})
