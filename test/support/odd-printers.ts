import type { Printer } from '../../src/features/printers/printers.api.ts'
import { asOwner, type Cast, makeCast } from './make.ts'
import { startTestServer, type TestServer } from './server.ts'

export type PrinterQuery = Partial<Parameters<Cast['fleetViewer']['printers']['list']>[0]>

/** A server with 300 printers in one organization that try the list: few different values, many absent ones. */
export interface OddPrinters {
  server: TestServer
  cast: Cast
  here: { organizationId: string }
  contacts: { id: string; city: string }[]
  /** every printer that matches, page by page */
  visit(query: PrinterQuery): Promise<Printer[]>
}

export async function startOddPrinters(): Promise<OddPrinters> {
  const server = await startTestServer({ worker: false })
  const cast = await makeCast(server)
  const here = { organizationId: cast.child }
  await fill(server, cast.child)
  await tag(server, cast.child)
  const contacts = await asOwner(server, 'select id, city from contacts where organization_id = $1 order by city', [cast.child])
  const visit = async (query: PrinterQuery) => {
    const seen: Printer[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await cast.fleetViewer.printers.list({ ...here, limit: 101, ...query, ...(cursor ? { cursor } : {}) })
      seen.push(...page.items)
      if (!page.nextCursor) return seen
      cursor = page.nextCursor
    }
  }
  return { server, cast, here, contacts: contacts as OddPrinters['contacts'], visit }
}

/** The ids of printers, for comparing two sets of them. */
export const idsOf = (printers: Printer[]): string[] => printers.map(({ id }) => id).toSorted()

// Few different values and many absent ones, so that pages begin and end within equal ones; every facet has several values.
async function fill(server: TestServer, organizationId: string) {
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
      insert into printer_readings (organization_id, printer_id, last_read_at, lifetime_page_count, mono_page_count, color_page_count,
        lowest_supply_percent, silence_reason)
      select $1, id, case when n % 4 > 0 then now() - make_interval(hours => n % 3 * 20) end, case when n % 5 > 0 then n % 6 * 1000 end,
        case when n % 4 > 0 then n % 3 * 500 end, case when n % 3 = 0 then n % 5 * 100 end,
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

// Two printers in three carry no tag, some several, in odd cases.
async function tag(server: TestServer, organizationId: string) {
  await asOwner(
    server,
    `insert into printer_tags (organization_id, printer_id, tag)
    select organization_id, id, t from printers, unnest(array['Floor_1', 'lease']) with ordinality as u (t, i)
    where organization_id = $1 and substr(identity, 8)::int % (3 * i) = 0`,
    [organizationId],
  )
}
