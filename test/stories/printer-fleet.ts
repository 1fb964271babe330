import type { Browser } from 'playwright-core'
import { buildConsoleIfStale } from '../../scripts/build-console.ts'
import { launchBrowser } from '../support/browser.ts'
import { asOwner, type Cast, makeCast, PASSWORD } from '../support/make.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { type Visitor, visit } from './visitor.ts'

/** Printers of the large fleet: as many as a large customer has where pictures are taken, fewer where only the steps are tried. */
export const MANY = process.env.MPS_PICTURES ? 100_000 : 2_000

/** A server with four fleets: nobody's, of one printer, of fifty, and of very many. */
export interface PrinterFleet {
  server: TestServer
  browser: Browser
  cast: Cast
  partner: string
  none: string
  one: string
  fifty: string
  many: string
  /** signs the fleet's administrator in, in a window of their own */
  visit(options: { mouse: boolean }): Promise<Visitor>
  /** what the provider's letting go of a managed printer comes to */
  letGo(organizationId: string, serialNumber: string): Promise<unknown>
  stop(): Promise<void>
}

const ADMINISTRATOR = 'partner-fleet@example.com'

export async function startPrinterFleet(): Promise<PrinterFleet> {
  await buildConsoleIfStale()
  const server = await startTestServer()
  const cast = await makeCast(server)
  const create = async (name: string) => (await cast.partnerAdministrator.organizations.create({ organizationId: cast.partner, name })).id
  const [none, one, many] = [await create('Nothing yet'), await create('One printer'), await create('Large customer')]
  for (const organizationId of [one, cast.child, many]) await cast.partnerAdministrator.entitlements.grant({ organizationId })
  await enrollMany(server, one, 1, 'ON')
  await enrollMany(server, cast.child, 50, 'SN')
  await enrollMany(server, many, MANY, 'MN')
  await giveAdministratorPassword(server, cast)
  const browser = await launchBrowser()
  // Signing in is covered by other stories: once is enough here.
  const { page } = await signInAsAdministrator(browser, server.url)
  const kept = await page.context().storageState()
  await page.context().close()
  return {
    server,
    browser,
    cast,
    partner: cast.partner,
    none,
    one,
    fifty: cast.child,
    many,
    visit: ({ mouse }) => visit(browser, { url: server.url, mouse, kept }),
    letGo: (organizationId, serialNumber) =>
      asOwner(
        server,
        'delete from program_memberships m using printers p where m.printer_id = p.id and m.organization_id = $1 and p.organization_id = $1 and p.serial_number = $2',
        [organizationId, serialNumber],
      ),
    stop: async () => {
      await browser.close()
      await server.stop()
    },
  }
}

/** Signs the fleet's administrator in, in a window of their own. */
export async function signInAsAdministrator(browser: Browser, url: string): Promise<Visitor> {
  const visitor = await visit(browser, { url, mouse: true })
  await visitor.signIn(ADMINISTRATOR, PASSWORD)
  return visitor
}

/** Lets the fleet's administrator sign in with the password of tests. */
export async function giveAdministratorPassword(server: TestServer, { organizationAdministrator, partner }: Cast) {
  const { items } = await organizationAdministrator.accounts.people.list({ organizationId: partner, search: ADMINISTRATOR })
  const { token } = await organizationAdministrator.accounts.people.reinvite({ organizationId: partner, personId: items[0]!.id })
  await server.as().accounts.invitations.accept({ token, password: PASSWORD })
}

/**
 * Puts printers into an organization as if an agent had read them for a month: every fifth is managed, every tenth pending, the first
 * ten carry a tag; a counter went down once, and for four days nothing was read. Straight into the tables: a hundred thousand readings are not what is tried here.
 */
export async function enrollMany(server: TestServer, organizationId: string, count: number, prefix: string) {
  const statements = [
    `with agent as (
      insert into agents (organization_id, name, version, credential_hash, last_contact_at)
      select $1, 'Headquarters', '1.2.0', gen_random_uuid()::text, now() + interval '1 hour' where $2 > 0 returning id)
    insert into printers (organization_id, identity, registration, manufacturer, model, serial_number, address, ip_address, host_name, location, asset_tag,
      firmware, agent_id, enrolled_at)
    select $1, 'serial:${prefix}' || i, 'enrolled', (array['Lexmark', 'Ricoh', 'Canon', 'Brother', 'Kyocera'])[1 + i % 5], 'Series ' || 100 * (1 + i % 5),
      '${prefix}' || lpad(i::text, 6, '0'), host('10.0.0.0'::inet + i), '10.0.0.0'::inet + i, 'prn-' || i, 'Building ' || i % 40 || ', floor ' || i % 9,
      case when i % 3 = 0 then 'A-' || i end, 'FW.' || i % 30, (select id from agent), now() - interval '90 days' from generate_series(1, $2) as i`,
    'delete from printer_readings where organization_id = $1 and $2 > 0',
    `insert into printer_readings (organization_id, printer_id, last_read_at, printer_status, worst_alert, lifetime_page_count, lifetime_page_count_unit,
      lifetime_page_count_source, lifetime_page_count_read_at, lowest_supply_percent, levels, status_text)
    select organization_id, id, now(), 'idle', case when n % 10 = 0 then 'Toner low' end, 20000 + n % 5000, 'impressions', '1.3.6.1.2.1.43.10.2.1.4.1.1', now(),
      n % 100, jsonb_build_object('1.1', n % 100), 'Ready'
    from (select organization_id, id, substr(serial_number, 3)::int as n from printers where organization_id = $1 and $2 > 0) p`,
    `insert into printer_supplies (organization_id, printer_id, supplies)
    select organization_id, id, jsonb_build_array(jsonb_build_object('index', '1.1', 'name', 'Black toner', 'kind', 'toner', 'class', 'consumed', 'color', 'black',
      'part', null, 'serialNumber', null, 'unit', 'percent', 'capacity', 100, 'level', n % 100, 'state', 'level', 'percent', n % 100, 'step', null, 'source', '1.3'))
    from (select organization_id, id, substr(serial_number, 3)::int as n from printers where organization_id = $1 and $2 <= 50) p`,
    `with contact as (
      insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, city, country)
      select $1, 'Ada', 'Berg', 'Berg & Co', 'ada@example.com', '1', '2025550123', '1 Main Street', 'Springfield', 'US' where $2 > 0 returning id)
    insert into printer_contacts (organization_id, printer_id, contact_id)
    select $1, p.id, c.id from printers p cross join contact c where p.organization_id = $1`,
    `insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version, decided_at)
    select organization_id, id, case when substr(serial_number, 3)::int % 10 = 0 then 'pending' else 'managed' end, 'Flo Fleet', 1, 1, now()
    from printers where organization_id = $1 and substr(serial_number, 3)::int % 5 = 0 and $2 > 0`,
    `insert into printer_tags (organization_id, printer_id, tag)
    select organization_id, id, 'Lease' from printers where organization_id = $1 and substr(serial_number, 3)::int <= least(10, $2)`,
    `insert into reading_hours (organization_id, printer_id, at, lifetime_page_count, levels)
    select p.organization_id, p.id, at, case when at < now() - interval '24 days' then 9000 else 0 end
        + 20000 + substr(p.serial_number, 3)::int % 5000 - 40 * extract(epoch from now() - at)::int / 86400,
      jsonb_build_object('1.1', greatest(1, least(99, (extract(epoch from now() - at) / 86400)::int * 3)))
    from printers p cross join generate_series(now() - interval '30 days', now(), interval '8 hours') as at
    where p.organization_id = $1 and $2 <= 50 and at not between now() - interval '17 days' and now() - interval '13 days'`,
  ]
  for (const statement of statements) await asOwner(server, statement, [organizationId, count])
  await asOwner(server, 'analyze printers, printer_readings, program_memberships, printer_contacts, printer_tags')
}
