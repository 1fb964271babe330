import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { LeadTimes } from '../../supplies/lead-times.ts'
import { unpack } from '../../supplies/states/packed-states.ts'
import type { Portion, PortionLine, PortionPrinter } from './portion.ts'

const MOST_PRINTERS = 1000
const MOST_ADDRESSES = 1000

/** The addresses of a place that follow one, up to about a thousand printers; only of these organizations, where some are named. */
export async function readPortion(
  tx: Tx,
  place: { country: string; state: string },
  after: Address | null,
  organizationIds: string[] | null = null,
): Promise<Portion> {
  const none = '00000000-0000-0000-0000-000000000000'
  const addresses = await rows(
    tx,
    sql<{ organizationId: string; contactId: string; before: number }>`
      select a.organization_id as "organizationId", a.id as "contactId", (sum(n.printers) over (order by a.organization_id, a.id) - n.printers)::int as before
      from (
        select c.organization_id, c.id from contacts c
        where c.country = ${place.country} and (case when c.state is null then '' else c.state end) = ${place.state}
          and (c.organization_id, c.id) > (${after?.organizationId ?? none}::uuid, ${after?.contactId ?? none}::uuid)
          ${organizationIds ? sql`and c.organization_id = any (${organizationIds}::uuid[])` : sql``}
        order by c.organization_id, c.id limit ${MOST_ADDRESSES}
      ) a
      cross join lateral (
        select count(*) as printers from printer_contacts pc where pc.organization_id = a.organization_id and pc.contact_id = a.id
      ) n order by a.organization_id, a.id`,
  )
  const taken = addresses.filter(({ before }) => before < MOST_PRINTERS)
  const last = taken.at(-1)
  if (!last) return { printers: [], lines: [], spares: [], last: null }
  return { ...(await readAddresses(tx, taken)), last: { organizationId: last.organizationId, contactId: last.contactId } }
}

interface Address {
  organizationId: string
  contactId: string
}

const listed = (list: Address[]): RawBuilder<unknown> =>
  sql`unnest(${list.map((one) => one.organizationId)}::uuid[], ${list.map((one) => one.contactId)}::uuid[]) as t (organization_id, contact_id)`

/** What is decided by at these addresses: their managed printers, open lines, and what was counted on their shelves. */
export async function readAddresses(tx: Tx, addresses: Address[]): Promise<Omit<Portion, 'last'>> {
  const printers = await rows(
    tx,
    sql<Omit<PortionPrinter, 'followed'> & { facts: string | null; states: string }>`
      select t.organization_id as "organizationId", o.name as organization, o.parent_id as "partnerId", t.contact_id as "contactId", c.version as "contactVersion", p.id as "printerId",
        p.serial_number as "serialNumber", p.manufacturer, p.model, p.model_key as "modelKey", s.facts, s.states, r.last_read_at as "lastReadAt",
        coalesce(r.error_state, '{}') as "errorState", b.reason as bounced
      from ${listed(addresses)}
      join organizations o on o.id = t.organization_id
      join contacts c on c.organization_id = t.organization_id and c.id = t.contact_id
      join printer_contacts pc on pc.organization_id = t.organization_id and pc.contact_id = t.contact_id
      join program_memberships m on m.organization_id = pc.organization_id and m.printer_id = pc.printer_id and m.state = 'managed'
      join printers p on p.organization_id = pc.organization_id and p.id = pc.printer_id
      left join supply_states s on s.organization_id = p.organization_id and s.printer_id = p.id
      left join printer_readings r on r.organization_id = p.organization_id and r.printer_id = p.id
      left join bounced_addresses b on b.organization_id = t.organization_id and b.contact_id = t.contact_id and b.contact_version = c.version
      order by p.organization_id, p.id`,
  )
  const lines = await rows(
    tx,
    sql<PortionLine>`
      select t.organization_id as "organizationId", t.contact_id as "contactId", l.printer_id as "printerId", l.supply, l.need, l.family, l.state
      from ${listed(addresses)}
      join printer_contacts pc on pc.organization_id = t.organization_id and pc.contact_id = t.contact_id
      join order_lines l on l.organization_id = pc.organization_id and l.printer_id = pc.printer_id and l.state not in ('canceled', 'lost', 'installed')`,
  )
  const spares = await rows(
    tx,
    sql<Portion['spares'][number]>`select s.organization_id as "organizationId", s.contact_id as "contactId", s.family, s.spares
      from ${listed(addresses)} join shelf_spares s on s.organization_id = t.organization_id and s.contact_id = t.contact_id where s.spares > 0`,
  )
  return {
    printers: printers.map(({ facts, states, ...printer }) => ({
      ...printer,
      followed: facts === null ? null : unpack({ facts, states }),
    })),
    lines,
    spares,
  }
}

/** How long parcels were on their way: over the fleet, and to these customers. */
export async function readLeadTimes(tx: Tx, organizationIds: string[]): Promise<LeadTimes> {
  const fleet = await rows(tx, sql<{ days: number; parcels: number }>`select days, parcels from fleet_delivery_times()`)
  const customers = await rows(
    tx,
    sql<{ id: string; days: number; parcels: number }>`select organization_id as id, working_days as days, parcels from delivery_times
      where organization_id = any (${organizationIds}::uuid[])`,
  )
  const times: LeadTimes = { fleet: [], customers: {} }
  const add = (counts: number[], days: number, parcels: number) => {
    while (counts.length <= days) counts.push(0)
    counts[days]! += parcels
  }
  for (const { days, parcels } of fleet) add(times.fleet, days, parcels)
  for (const { id, days, parcels } of customers) {
    times.customers[id] ??= []
    add(times.customers[id], days, parcels)
  }
  return times
}

interface Wanted {
  organizationId: string
  printerId: string
  supply: string
}

/** Cartridges that were ordered for supplies within a year, and the page count at the first of them. */
export async function readOrderedBefore(tx: Tx, wanted: Wanted[]): Promise<Map<string, { cartridges: number; pages: number | null }>> {
  if (wanted.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<{ printerId: string; supply: string; cartridges: number; pages: number | null }>`
      select t.printer_id as "printerId", t.supply, count(*)::int as cartridges, min(l.pages) as pages
      from unnest(${wanted.map((one) => one.organizationId)}::uuid[], ${wanted.map((one) => one.printerId)}::uuid[], ${wanted.map((one) => one.supply)}::text[])
        as t (organization_id, printer_id, supply)
      join order_lines l on l.organization_id = t.organization_id and l.printer_id = t.printer_id and l.supply = t.supply
      where l.ordered_at > now() - interval '365 days' and l.state not in ('canceled', 'lost') group by 1, 2`,
  )
  return new Map(found.map(({ printerId, supply, ...rest }) => [`${printerId} ${supply}`, rest]))
}

/** What was ordered since the first of a month, for printers and for their organizations. */
export async function readMonth(tx: Tx, wanted: Wanted[], since: string) {
  const organizationIds = [...new Set(wanted.map((one) => one.organizationId))]
  const printers = await rows(
    tx,
    sql<{ id: string; cartridges: number }>`select l.printer_id as id, count(*)::int as cartridges from order_lines l
      where l.organization_id = any (${organizationIds}::uuid[]) and l.printer_id = any (${wanted.map((one) => one.printerId)}::uuid[])
        and l.ordered_at >= ${since}::date and l.state not in ('canceled', 'lost') group by 1`,
  )
  const organizations = await rows(
    tx,
    sql<{ id: string; cents: number }>`select l.organization_id as id, sum(l.price_cents)::bigint as cents from order_lines l
      where l.organization_id = any (${organizationIds}::uuid[]) and l.ordered_at >= ${since}::date and l.state not in ('canceled', 'lost') group by 1`,
  )
  return {
    cartridges: new Map(printers.map(({ id, cartridges }) => [id, cartridges])),
    cents: new Map(organizations.map(({ id, cents }) => [id, cents ?? 0])),
  }
}

/** The address of a managed printer; undefined where it is not managed. */
export function findAddress(tx: Tx, organizationId: string, printerId: string) {
  return firstRow(
    tx,
    sql<{ contactId: string; country: string; state: string | null }>`select pc.contact_id as "contactId", c.country, c.state
      from program_memberships m join printer_contacts pc on pc.organization_id = m.organization_id and pc.printer_id = m.printer_id
      join contacts c on c.organization_id = pc.organization_id and c.id = pc.contact_id
      where m.organization_id = ${organizationId} and m.printer_id = ${printerId} and m.state = 'managed'`,
  )
}

/** The addresses of managed printers, each once. */
export function listAddresses(tx: Tx, printers: { organizationId: string; printerId: string }[]) {
  return rows(
    tx,
    sql<
      Address & { country: string; state: string | null }
    >`select distinct c.organization_id as "organizationId", c.id as "contactId", c.country, c.state
      from unnest(${printers.map((one) => one.organizationId)}::uuid[], ${printers.map((one) => one.printerId)}::uuid[]) as t (organization_id, printer_id)
      join program_memberships m on m.organization_id = t.organization_id and m.printer_id = t.printer_id and m.state = 'managed'
      join printer_contacts pc on pc.organization_id = m.organization_id and pc.printer_id = m.printer_id
      join contacts c on c.organization_id = pc.organization_id and c.id = pc.contact_id order by 1, 2`,
  )
}

/** Every country, and state of it, where there are contacts: from each to the next is one step in the index. */
export function listPlaces(tx: Tx) {
  return rows(
    tx,
    sql<{ country: string; state: string }>`
      with recursive places as (
        (select c.country, case when c.state is null then '' else c.state end as state from contacts c
          order by c.country, case when c.state is null then '' else c.state end limit 1)
        union all
        select n.country, n.state from places p cross join lateral (
          select c.country, case when c.state is null then '' else c.state end as state from contacts c
          where (c.country, case when c.state is null then '' else c.state end) > (p.country, p.state)
          order by c.country, case when c.state is null then '' else c.state end limit 1) n
      ) select country, state from places`,
  )
}
