import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast } from '../../../../test/support/make.ts'
import { idsOf, type OddPrinters, type PrinterQuery, startOddPrinters } from '../../../../test/support/odd-printers.ts'
import type { TestServer } from '../../../../test/support/server.ts'
import type { Printer } from '../printers.api.ts'
import { countPrinters } from './count-printers.command.ts'
import { PRINTER_FACETS, type PrinterFacet } from './printer-columns.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
let visit: OddPrinters['visit']

beforeAll(async () => {
  ;({ server, cast, here, visit } = await startOddPrinters())
})
afterAll(() => server.stop())

/** The value of a facet, as the page reports it of a printer. */
const FACETS: Record<PrinterFacet, (printer: Printer) => string | string[] | null> = {
  management: (p) => p.management ?? 'none',
  registration: (p) => p.registration,
  communication: (p) => p.communication,
  manufacturer: (p) => p.manufacturer,
  model: (p) => p.model,
  agent: (p) => p.agentId,
  tags: (p) => p.tags,
}

const FACET_QUERIES: PrinterQuery[] = [
  {},
  { registration: ['enrolled'] },
  { registration: ['enrolled'], manufacturer: ['Maker, 1'] },
  { communication: ['noncommunicating'], management: ['none', 'pending'] },
  { search: 'room_1', communication: ['communicating'] },
  { contact: ['none'], management: ['none'] },
  { tags: ['LEASE'], model: ['Model 1%'] },
]

/** That the facets count what the list shows, each under the filters of the others. */
async function expectAsListed(query: PrinterQuery) {
  const { facets, total } = await cast.fleetViewer.printers.facets({ ...here, ...query })
  const listed = await visit({ limit: 200 })
  const passes = (printer: Printer, facet: PrinterFacet) => {
    const wanted = [query[facet] ?? []].flat().map((value) => value.toLowerCase())
    return wanted.length === 0 || [FACETS[facet](printer) ?? []].flat().some((value) => wanted.includes(value.toLowerCase()))
  }
  const found = query.search || query.contact ? idsOf(await visit({ search: query.search, contact: query.contact })) : idsOf(listed)
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
  ])('report at once what has changed since: %s [printers/counted-facets]', async (change) => {
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
