import { isIP } from 'node:net'
import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { type CursorCheck, cursorCount, cursorId, cursorInstant, cursorIs, cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import { MANAGEMENT_LABELS } from '../program/management.ts'
import { FACET_VALUES, matching, PRINTER_TABLES, type PrinterFilter, SILENCE } from './printer-filter.queries.ts'
import type { Printer, PrinterDetails } from './printers.api.ts'
import { COMMUNICATIONS, type PrinterSort, REGISTRATIONS } from './printers.ts'

const COLUMNS = sql`
  p.id, coalesce(host(p.ip_address), p.address) as "ipAddress", p.host_name as "hostName", p.manufacturer, p.model, p.serial_number as "serialNumber",
  p.mac_address as "macAddress", p.location, p.asset_tag as "assetTag", p.firmware, p.agent_id as "agentId", a.name as agent, a.version as "agentVersion",
  p.registration, p.registration_failure as "registrationFailure", ${SILENCE} as "silenceReason",
  r.printer_status as "printerStatus", r.worst_alert as "worstAlert", r.lifetime_page_count as "lifetimePageCount",
  r.lifetime_page_count_read_at as "lifetimePageCountReadAt", r.lowest_supply_percent as "lowestSupplyPercent", pc.contact_id as "contactId",
  (select c.first_name || ' ' || c.last_name from contacts c where c.organization_id = p.organization_id and c.id = pc.contact_id) as contact,
  r.last_read_at as "lastReadAt", m.state as management`

const cursorAddress: CursorCheck = (value) => typeof value === 'string' && isIP(value.replace(/\/\d+$/, '')) !== 0
const cursorPercent: CursorCheck = (value) => /^\d{1,3}(\.\d{1,9})?(e-\d{1,2})?$/.test(String(value))

const text = (column: RawBuilder<unknown>) => ({ column, type: sql`text`, check: cursorText })

const SORT_COLUMNS: Record<PrinterSort, { column: RawBuilder<unknown>; type: RawBuilder<unknown>; check: CursorCheck }> = {
  ipAddress: { column: sql`p.ip_address`, type: sql`inet`, check: cursorAddress },
  hostName: text(sql`p.host_name`),
  manufacturer: text(sql`p.manufacturer`),
  model: text(sql`p.model`),
  serialNumber: text(sql`p.serial_number`),
  location: text(sql`p.location`),
  assetTag: text(sql`p.asset_tag`),
  firmware: text(sql`p.firmware`),
  lifetimePageCount: { column: sql`r.lifetime_page_count`, type: sql`bigint`, check: cursorCount },
  lowestSupplyPercent: { column: sql`r.lowest_supply_percent`, type: sql`real`, check: cursorPercent },
  lastReadAt: { column: sql`r.last_read_at`, type: sql`timestamptz`, check: cursorInstant },
}

type Row = Omit<Printer, 'communication'>
const withCommunication = <R extends Row>(row: R) => ({
  ...row,
  communication: row.silenceReason === null ? ('communicating' as const) : ('noncommunicating' as const),
})

interface ListQuery extends PrinterFilter {
  sort: PrinterSort
  direction: 'asc' | 'desc'
  cursor?: string
  limit: number
}

/**
 * A page of the printer list.
 * @rule printers/list-pages  Each printer stands on one page, whatever the list is sorted by; what has no value for that comes last, either way.
 */
export async function listPrinters(tx: Tx, scope: Scope, query: ListQuery) {
  const { column } = SORT_COLUMNS[query.sort]
  const found = await rows(
    tx,
    sql<Row & { sortKey: string | null }>`select ${COLUMNS}, ${column}::text as "sortKey" from ${PRINTER_TABLES}
      where ${matching(scope, query)} and ${after(query)}
      order by ${column} ${sql.raw(query.direction)} nulls last, p.id ${sql.raw(query.direction)} limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [orderOf(query), row.sortKey, row.id])
  const total = await countPrinters(tx, scope, query)
  return { items: page.items.map(({ sortKey: _, ...row }) => withCommunication(row)), nextCursor: page.nextCursor, total }
}

const orderOf = ({ sort, direction }: ListQuery) => `${sort} ${direction}`

function after(query: ListQuery): RawBuilder<unknown> {
  const { column, type, check } = SORT_COLUMNS[query.sort]
  const cursor = readCursor(query.cursor, [cursorIs(orderOf(query)), (value) => value === null || check(value), cursorId])
  if (!cursor) return sql`true`
  const [, value, id] = cursor
  const further = query.direction === 'asc' ? sql`>` : sql`<`
  if (value === null) return sql`${column} is null and p.id ${further} ${id}::uuid`
  return sql`((${column}, p.id) ${further} (${value}::text::${type}, ${id}::uuid) or ${column} is null)`
}

/** How many printers match. */
export async function countPrinters(tx: Tx, scope: Scope, filter: PrinterFilter): Promise<number> {
  const row = await firstRow(tx, sql<{ n: number }>`select count(*)::int as n from ${PRINTER_TABLES} where ${matching(scope, filter)}`)
  return row!.n
}

const VALUE_LABELS: Record<string, Record<string, string>> = {
  management: { ...MANAGEMENT_LABELS, none: 'Not managed' },
  registration: REGISTRATIONS,
  communication: COMMUNICATIONS,
}

/**
 * The values of each facet with counts.
 * @rule printers/facets  Each facet counts under the filters of the others, so that one can widen a choice.
 */
export async function countFacets(tx: Tx, scope: Scope, filter: PrinterFilter) {
  const facets = Object.keys(FACET_VALUES) as (keyof typeof FACET_VALUES)[]
  const parts = facets.map(
    (facet) => sql`(select ${facet}::text as facet, ${FACET_VALUES[facet]} as value, max(a.name) as agent, count(*)::int as printers
      from ${PRINTER_TABLES} where ${matching(scope, filter, facet)} and ${FACET_VALUES[facet]} is not null group by 2 order by 4 desc, 2 limit 200)`,
  )
  const found = await rows(
    tx,
    sql<{ facet: string; value: string; agent: string | null; printers: number }>`${sql.join(parts, sql` union all `)}`,
  )
  return {
    facets: Object.fromEntries(
      facets.map((facet) => [
        facet,
        found
          .filter((row) => row.facet === facet)
          .map(({ value, agent, printers }) => ({
            value,
            label: (facet === 'agent' ? agent : VALUE_LABELS[facet]?.[value]) ?? value,
            printers,
          })),
      ]),
    ),
  }
}

type DetailsRow = Row & Omit<PrinterDetails, keyof Printer | 'program'>

/** One printer with its newest reading, without what the program says of it. */
export async function findPrinter(tx: Tx, scope: Scope, id: string) {
  const row = await firstRow(
    tx,
    sql<DetailsRow>`select ${COLUMNS}, r.lifetime_page_count_unit as "lifetimePageCountUnit", r.lifetime_page_count_source as "lifetimePageCountSource",
      r.mono_page_count as "monoPageCount", r.color_page_count as "colorPageCount", coalesce(r.supplies, '[]') as supplies, coalesce(r.alerts, '[]') as alerts,
      coalesce(r.error_state, '{}') as "errorState", r.status_text as "statusText", p.enrolled_at as "enrolledAt"
      from ${PRINTER_TABLES} where p.organization_id = ${scope.organizationId} and p.id = ${id} and p.registration <> 'unenrolled'`,
  )
  return row && withCommunication(row)
}

/** How many printers a selection froze; undefined when there is no such selection in this organization. */
export async function findSelectionCount(tx: Tx, scope: Scope, selectionId: string): Promise<number | undefined> {
  const row = await firstRow(
    tx,
    sql<{ printers: number }>`select printers from selections where organization_id = ${scope.organizationId} and id = ${selectionId}`,
  )
  return row?.printers
}
