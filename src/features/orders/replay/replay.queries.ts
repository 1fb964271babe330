import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { FollowedPrinter } from '../../supplies/states/followed-supplies.ts'
import type { ReplayedChange, ReplayedDay } from './replay-address.ts'

const MOST_PRINTERS = 500

/** A managed printer with what its supplies are. */
export interface ReplayRow {
  contactId: string
  country: string
  state: string | null
  partnerId: string | null
  printerId: string
  serialNumber: string | null
  model: string | null
  modelKey: string
  supplies: FollowedPrinter['supplies']
  followedModel: string
}

/** The addresses of an organization after one, up to some hundred printers: one address is never cut. */
export async function readReplayAddresses(tx: Tx, organizationId: string, after: string | null) {
  const found = await rows(
    tx,
    sql<Omit<ReplayRow, 'supplies' | 'followedModel'> & { facts: string | null }>`
      with counted as (
        select c.id, c.country, c.state, (select count(*) from printer_contacts pc where pc.organization_id = c.organization_id and pc.contact_id = c.id) as printers
        from contacts c where c.organization_id = ${organizationId} and (${after}::uuid is null or c.id > ${after}::uuid)
        order by c.id limit ${MOST_PRINTERS}
      ), taken as (
        select t.* from (select id, country, state, sum(printers) over (order by id) - printers as before from counted) t where t.before < ${MOST_PRINTERS}
      )
      select t.id as "contactId", t.country, t.state, o.parent_id as "partnerId", p.id as "printerId", p.serial_number as "serialNumber",
        concat_ws(' ', p.manufacturer, p.model) as model, p.model_key as "modelKey", s.facts
      from taken t
      join organizations o on o.id = ${organizationId}
      left join (printer_contacts pc
        join program_memberships m on m.organization_id = pc.organization_id and m.printer_id = pc.printer_id and m.state = 'managed'
        join printers p on p.organization_id = pc.organization_id and p.id = pc.printer_id)
        on pc.organization_id = ${organizationId} and pc.contact_id = t.id
      left join supply_states s on s.organization_id = p.organization_id and s.printer_id = p.id
      order by t.id, p.id`,
  )
  const printers: ReplayRow[] = found.flatMap(({ facts, ...row }) => {
    if (row.printerId === null) return []
    const known = facts === null ? null : (JSON.parse(facts) as FollowedPrinter)
    return [{ ...row, supplies: known?.supplies ?? [], followedModel: known?.model ?? row.model ?? '' }]
  })
  return { printers, last: found.at(-1)?.contactId ?? null }
}

/** The last readings of the days from one up to another, of these printers, day by day. */
export function readReplayDays(tx: Tx, organizationId: string, printerIds: string[], from: string, until: string) {
  return rows(
    tx,
    sql<ReplayedDay & { day: number }>`select d.printer_id as "printerId", (extract(epoch from d.at) / 86400)::int as day,
        d.lifetime_page_count as pages, d.color_page_count as "colorPages", d.levels
      from reading_days d where d.organization_id = ${organizationId} and d.printer_id = any (${printerIds}::uuid[])
        and d.at >= ${from}::timestamptz and d.at < ${until}::timestamptz order by d.at`,
  )
}

/** What happened to the supplies of these printers from one day up to another. */
export function readReplayChanges(tx: Tx, organizationId: string, printerIds: string[], from: string, until: string) {
  return rows(
    tx,
    sql<
      ReplayedChange & { day: number }
    >`select c.printer_id as "printerId", floor(extract(epoch from c.at) / 86400)::int as day, c.supply, c.kind,
        not c.remarks && '{refilled,half-used,from-another-printer}' as "fromShelf"
      from supply_changes c where c.organization_id = ${organizationId} and c.printer_id = any (${printerIds}::uuid[])
        and c.at >= ${from}::timestamptz and c.at < ${until}::timestamptz and c.kind not in ('first-seen', 'step') order by c.at, c.id`,
  )
}

/** Prices of cartridges in the catalogue, by id. */
export async function readPrices(tx: Tx, ids: string[]): Promise<Map<string, { cents: number; currency: string }>> {
  const found = await rows(
    tx,
    sql<{ id: string; cents: number; currency: string }>`select id, price_cents as cents, currency from cartridges
      where id = any (${ids}::uuid[]) and price_cents is not null`,
  )
  return new Map(found.map(({ id, ...price }) => [id, price]))
}

/** The organization of an id or a name; more than one where a name is not unique. */
export function findNamed(tx: Tx, idOrName: string) {
  return rows(
    tx,
    sql<{ id: string; name: string }>`select id, name from organizations where id::text = lower(${idOrName}) or name = ${idOrName} limit 2`,
  )
}
