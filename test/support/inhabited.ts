import { countPrinters } from '../../src/features/printers/list/count-printers.command.ts'
import { sealedPlace } from '../../src/platform/secrets.ts'
import { contactFile, contactRow, importFile } from './contact-files.ts'
import {
  asOwner,
  type Cast,
  contactForm,
  ended,
  makeAgent,
  makeCast,
  makeOffering,
  printersBySerial,
  reading,
  type TestAgent,
} from './make.ts'
import type { Operation } from './operations.ts'
import type { Client, TestServer } from './server.ts'

/** A child organization and its neighbour, each with at least one row in every table of tenants. */
export interface Inhabited extends Cast {
  /** the agent of each of the two that reported */
  agents: { child: TestAgent; neighbour: TestAgent }
  /** of a supplier that reads its orders itself */
  supplierToken: string
}

/** What a request is sent with where no role allows its operation: the agent's credential, the supplier's token, or a person's key. */
export const credentialFor = ({ access }: Operation, cast: Inhabited): string =>
  access === 'agent' ? cast.agents.child.credential : access === 'supplier' ? cast.supplierToken : cast.keys['partner-fleet']!

/** Builds two organizations with something of everything, through the product's own API wherever that makes it. Needs a worker. */
export async function makeInhabited(server: TestServer): Promise<Inhabited> {
  const cast = await makeCast(server)
  const terms = await makeOffering(server, cast)
  await asOwner(server, `insert into entitlements (organization_id, granted_by) values ($1, 'test'), ($2, 'test')`, [
    cast.child,
    cast.neighbour,
  ])
  const settled = `insert into settled_registrations (organization_id, identity, settled_by, reason) values ($1, 'serial:a:1', 'x', 'x'), ($2, 'serial:a:2', 'x', 'x')`
  await asOwner(server, settled, [cast.child, cast.neighbour])
  // Numbers of tasks count per organization: those of the neighbour are none of the child's.
  await asOwner(server, 'insert into task_numbers values ($1, 1000)', [cast.neighbour])
  const child = await inhabit(server, cast, cast.fleetAdministrator, cast.child, terms)
  const neighbour = await inhabit(server, cast, cast.stranger, cast.neighbour, terms)
  for (const organizationId of [cast.partner, cast.provider]) await fillPeople(server, organizationId)
  // Counting ends with no changes left; there are to be some.
  await countPrinters(server.services.db)
  await asOwner(server, 'insert into count_changes values ($1), ($2)', [cast.child, cast.neighbour])
  await asOwner(server, `insert into supply_reports (organization_id, readings) values ($1, '[]'), ($2, '[]')`, [
    cast.child,
    cast.neighbour,
  ])
  const here = { organizationId: cast.provider }
  const [supplier] = (await cast.operator.fulfilment.listSuppliers(here)).items
  const { token } = await cast.operator.fulfilment.createSupplierToken({ ...here, supplierId: supplier!.id })
  return { ...cast, agents: { child, neighbour }, supplierToken: token }
}

async function inhabit(server: TestServer, cast: Cast, fleet: Client, organizationId: string, terms: { version: number; hash: string }) {
  const here = { organizationId }
  const profile = { name: 'public', version: 'v2c', community: 'public', port: 161, timeoutMilliseconds: 500, retries: 1 } as const
  const { id: profileId } = await fleet.agents.createProfile({ ...here, profile })
  await fleet.agents.create({ ...here, name: 'with criteria', include: [{ entry: '10.0.0.1', profileId }], exclude: [] })
  const agent = await makeAgent(server, fleet, organizationId)
  await fleet.agents.discover({ ...here, agentId: agent.id })
  await fleet.agents.createActivationCode({ ...here, agentId: agent.id })
  await agent.deliver({
    '10.0.0.1': reading({ serialNumber: organizationId }),
    '10.0.0.2': reading({ serialNumber: `2 ${organizationId}` }),
  })
  const ids = Object.values(await printersBySerial(fleet, organizationId))
  const { id: selectionId } = await fleet.printers.select({ ...here, printerIds: ids })
  const assignment = await fleet.contacts.assign({ params: here, headers: {}, body: { selectionId, contact: contactForm() } })
  await ended(fleet, organizationId, assignment.taskId)
  const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
  const { taskId } = await fleet.program.add({ params: here, headers: { 'idempotency-key': 'once and for all' }, body })
  await ended(fleet, organizationId, taskId)
  const printers = [{ organizationId, printerId: ids[0]! }]
  await cast.operator.program.decide({ organizationId: cast.provider, decision: 'reject', reason: 'test', printers })
  await fillPrinterTables(server, organizationId, ids[0]!)
  await importFile(fleet, organizationId, contactFile([contactRow({ lastName: 'Imported', serialNumbers: 'PENDING1' })]))
  return agent
}

/** A person of the organization with a second factor. */
async function fillPeople(server: TestServer, organizationId: string) {
  const [person] = await asOwner(server, 'select id from people where organization_id = $1 limit 1', [organizationId])
  const row = [organizationId, String(person!.id)]
  const sealed = server.services.sealer.seal('a key of an app', sealedPlace('second_factors', 'key_sealed', row))
  await asOwner(server, 'insert into second_factors (organization_id, person_id, key_sealed) values ($1, $2, $3)', [...row, sealed])
  await asOwner(server, `insert into recovery_codes values ($1, $2, 'hash')`, row)
}

const NO_ID = '00000000-0000-4000-8000-000000000000'
const ADDRESS =
  '{"firstName":"Ada","lastName":"Berg","businessName":null,"email":"ada@example.com","countryCode":"1","phoneNumber":"2","addressLine1":"x","addressLine2":null,"city":"x","state":null,"postalCode":null,"country":"US"}'

// Tags, views, orders, and what the readings roll up to.
async function fillPrinterTables(server: TestServer, organizationId: string, printerId: string) {
  const [person] = await asOwner(server, 'select id from people limit 1')
  for (const statement of [
    `insert into printer_tags (organization_id, printer_id, tag) values ($1, $2, 'tag')`,
    `insert into printer_transfers (organization_id, printer_id, agent_id, requested_by)
      select organization_id, $2, id, 'test' from agents where organization_id = $1 limit 1`,
    `insert into supply_states (organization_id, printer_id, facts, states) values ($1, $2, '{"zone":"UTC","model":"","supplies":[]}', '[]') on conflict do nothing`,
    `insert into supply_outlooks (organization_id, printer_id, decided_at, outlook) values ($1, $2, now(), '[]')`,
    `insert into supply_changes (organization_id, printer_id, at, supply, kind) values ($1, $2, now(), '1.1', 'low')`,
    `insert into orders (organization_id, contact_id, address, state, lines, created_by) 
      select organization_id, id, '${ADDRESS}', 'ordered', 1, $2::uuid::text from contacts where organization_id = $1 limit 1`,
    `insert into order_lines (organization_id, order_id, printer_id, supply, need, state, name, kind, family, reason, rule)
      select organization_id, id, $2, '1.1', 1, 'ordered', 'Toner', 'toner', 'Toner', 'test', 'test' from orders where organization_id = $1`,
    `insert into order_line_events (organization_id, line_id, act, to_state, by_kind, by_name, reason)
      select organization_id, id, 'propose', 'proposed', 'rule', 'test', 'test' from order_lines where organization_id = $1 and printer_id = $2`,
    `insert into order_outbox (organization_id, order_id, line_id, act, to_state)
      select organization_id, order_id, id, 'propose', 'proposed' from order_lines where organization_id = $1 and printer_id = $2`,
    `insert into shelf_spares (organization_id, contact_id, family, spares, counted_by)
      select organization_id, id, 'Toner', 1, $2::uuid::text from contacts where organization_id = $1 limit 1`,
    `insert into supply_links (organization_id, printer_id, token_hash, created_by) values ($1, $2, $2::uuid::text, 'test')`,
    `insert into delivery_times (organization_id, working_days, parcels) select $1, 1, 1 where $2::uuid is not null`,
    `insert into bounced_addresses (organization_id, contact_id, contact_version, reason)
      select organization_id, id, 1, $2::uuid::text from contacts where organization_id = $1 limit 1`,
    `insert into order_rules (name, for_organization_id, risk_percent, updated_by) values ('test', $1, 2, $2::uuid::text)`,
    `insert into cartridges (manufacturer, part, kind, family) values ('Acme', $1::uuid::text, 'toner', $2::uuid::text)`,
    `insert into suppliers (name, channel) values ($1::uuid::text, 'pull')`,
    `insert into dispatches (organization_id, order_id, supplier_id, code, state, message)
      select o.organization_id, o.id, s.id, o.id::text, 'waiting',
        '{"messageId":"${NO_ID}","code":"1-0","orderNumber":"1","orderedOn":"2026-01-01","express":false,"shipTo":${ADDRESS},"lines":[]}'
      from orders o join suppliers s on s.name = o.organization_id::text where o.organization_id = $1`,
    `insert into dispatch_lines (organization_id, line_id, dispatch_id, number)
      select l.organization_id, l.id, d.id, 1 from order_lines l join dispatches d using (organization_id, order_id) where l.organization_id = $1`,
    `insert into shipments (organization_id, order_id, reference, shipped_on) select organization_id, id, 'S', current_date from orders where organization_id = $1`,
    `insert into shipment_lines (organization_id, shipment_id, line_id)
      select l.organization_id, s.id, l.id from order_lines l join shipments s using (organization_id, order_id) where l.organization_id = $1`,
    `insert into forecast_samples (organization_id, printer_id, supply, week, made_on, ends_from, ends_middle, ends_to)
      values ($1, $2, '1.1', '2026-01-05', '2026-01-05', '2026-02-01', '2026-02-05', '2026-02-09')`,
    `insert into forecast_quality (organization_id, month, ahead, settled, sooner, later, days, absolute_days)
      values ($1, '2026-01-01', 28, 1, 0, 0, 1, 1)`,
    `insert into reading_hours (organization_id, printer_id, at) values ($1, $2, date_trunc('hour', now()))`,
    `insert into reading_days (organization_id, printer_id, at) values ($1, $2, date_trunc('day', now()))`,
  ])
    await asOwner(server, statement, statement.includes('$2') ? [organizationId, printerId] : [organizationId])
  await asOwner(
    server,
    `insert into printer_views (organization_id, person_id, name, columns, sort, direction) values ($1, $2, $1::uuid::text, '{model}', 'model', 'asc')`,
    [organizationId, person!.id],
  )
  const [other] = await asOwner(server, 'select id from people where id not in (select person_id from default_printer_views) limit 1')
  await asOwner(server, `insert into default_printer_views (organization_id, person_id, view_id) values ($1, $2, 'managed')`, [
    organizationId,
    other!.id,
  ])
}

// Where the ids stand that a path or a body may name.
const ID_TABLES: Record<string, string> = {
  organizationId: 'select organization_id as id from printers where organization_id = $1 limit 1',
  childId: 'select organization_id as id from printers where organization_id = $1 limit 1',
  printerId: 'select id from printers where organization_id = $1',
  printerIds: 'select id from printers where organization_id = $1',
  contactId: 'select id from contacts where organization_id = $1',
  contactIds: 'select id from contacts where organization_id = $1',
  agentId: `select id from agents where organization_id = $1 and name = 'with criteria'`,
  agentIds: `select id from agents where organization_id = $1 and name = 'with criteria'`,
  profileId: 'select id from snmp_profiles where organization_id = $1',
  selectionId: 'select id from selections where organization_id = $1',
  taskId: 'select id::text from tasks where organization_id = $1',
  orderId: 'select id from orders where organization_id = $1',
  lineIds: 'select id from order_lines where organization_id = $1',
  newPrinterId: 'select id from printers where organization_id = $1',
  ruleId: 'select id from order_rules where for_organization_id = $1',
  cartridgeId: 'select id from cartridges where $1::uuid is not null',
  supplierId: 'select id from suppliers where name = $1::uuid::text',
  dispatchId: 'select id from dispatches where organization_id = $1',
  importId: 'select id from contact_imports where organization_id = $1',
  viewId: 'select id from printer_views where organization_id = $1',
  pendingId: 'select id from contact_pending_serials where organization_id = $1',
  groupId: `select g.id from groups g join organizations o on o.parent_id = g.organization_id where o.id = $1`,
  personId: `select p.id from people p join organizations o on o.parent_id = p.organization_id where o.id = $1`,
  memberIds: `select p.id from people p join organizations o on o.parent_id = p.organization_id where o.id = $1`,
}

/** The ids that stand in an organization (of people and groups, those of its partner), by the name under which an operation takes them. */
export async function idsIn(server: TestServer, organizationId: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [name, statement] of Object.entries(ID_TABLES))
    found[name] = (await asOwner(server, statement, [organizationId])).map(({ id }) => String(id))
  return found
}
