import { isIP } from 'node:net'
import { type RawBuilder, sql } from 'kysely'
import {
  type CursorCheck,
  cursorCount,
  cursorId,
  cursorInstant,
  cursorIs,
  cursorText,
  encodeCursor,
  readCursor,
} from '../../../platform/page.ts'
import type { AllPrintersColumn } from '../printers.ts'
import { type Needed, SILENCE } from './printer-filter.queries.ts'

/** What the list is sorted by: a value and what of it is compared, as expressions over the tables of the list, the type of that, and what a cursor may hold. */
interface SortColumn {
  value: RawBuilder<unknown>
  column: RawBuilder<unknown>
  type: RawBuilder<unknown>
  check: CursorCheck
}

const cursorAddress: CursorCheck = (value) => typeof value === 'string' && isAddress(value)
const cursorPercent: CursorCheck = (value) => /^\d{1,3}(\.\d{1,9})?(e-\d{1,2})?$/.test(String(value)) && isReal(Number(value))

// As PostgreSQL reads an inet: no zone, and a prefix of at most the bits that the address has.
function isAddress(text: string): boolean {
  const [, address = '', prefix = '0'] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  return { 4: Number(prefix) <= 32, 6: Number(prefix) <= 128 }[isIP(address)] ?? false
}

// PostgreSQL refuses what a real cannot tell from 0.
const isReal = (value: number) => value === 0 || Math.fround(value) >= 1e-37

const sorted = (column: RawBuilder<unknown>, type: RawBuilder<unknown>, check: CursorCheck): SortColumn => ({
  value: column,
  column,
  type,
  check,
})
// A collation and no function such as lower(): under row-level security no index leads to a place that a function tells.
const text = (value: RawBuilder<unknown>): SortColumn => ({
  value,
  column: sql`${value} collate natural_order`,
  type: sql`text`,
  check: cursorText,
})
const instant = (column: RawBuilder<unknown>) => sorted(column, sql`timestamptz`, cursorInstant)

export const CONTACT_NAME = sql`(select c.first_name || ' ' || c.last_name from contacts c where c.organization_id = p.organization_id and c.id = pc.contact_id)`

export const SORT_COLUMNS: Record<AllPrintersColumn, SortColumn> = {
  organization: text(sql`o.name`),
  ipAddress: sorted(sql`p.ip_address`, sql`inet`, cursorAddress),
  hostName: text(sql`p.host_name`),
  manufacturer: text(sql`p.manufacturer`),
  model: text(sql`p.model`),
  serialNumber: text(sql`p.serial_number`),
  location: text(sql`(case when p.location_set is null then p.location else p.location_set end)`),
  assetTag: text(sql`p.asset_tag`),
  tags: text(
    sql`(select string_agg(t.tag, ', ' order by t.tag_key) from printer_tags t where t.organization_id = p.organization_id and t.printer_id = p.id)`,
  ),
  firmware: text(sql`p.firmware`),
  agent: text(sql`a.name`),
  agentVersion: text(sql`a.version`),
  registration: text(sql`p.registration`),
  communication: text(sql`case when ${SILENCE} is null then 'communicating' else 'noncommunicating' end`),
  printerStatus: text(sql`r.printer_status`),
  worstAlert: text(sql`r.worst_alert`),
  lifetimePageCount: sorted(sql`r.lifetime_page_count`, sql`bigint`, cursorCount),
  lifetimePageCountReadAt: instant(sql`r.lifetime_page_count_read_at`),
  lowestSupplyPercent: sorted(sql`r.lowest_supply_percent`, sql`real`, cursorPercent),
  contact: text(CONTACT_NAME),
  lastReadAt: instant(sql`r.last_read_at`),
  management: text(sql`m.state`),
}

const NEEDED: Partial<Record<AllPrintersColumn, Needed>> = {
  agent: 'readings',
  agentVersion: 'readings',
  communication: 'readings',
  printerStatus: 'readings',
  worstAlert: 'readings',
  lifetimePageCount: 'readings',
  lifetimePageCountReadAt: 'readings',
  lowestSupplyPercent: 'readings',
  lastReadAt: 'readings',
  contact: 'contacts',
  management: 'memberships',
}

/** What an order needs beside the printers. */
export const neededToSort = (sort: AllPrintersColumn): Needed[] => [NEEDED[sort] ?? []].flat()

export interface SortOrder {
  sort: AllPrintersColumn
  direction: 'asc' | 'desc'
}

/** Where a page stands: behind or before a row of the list, given by its sort value and id. */
export interface Place {
  side: 'after' | 'before'
  value: string | null
  id: string
}

const orderOf = ({ sort, direction }: SortOrder) => `${sort} ${direction}`
const isSide: CursorCheck = (value) => value === 'after' || value === 'before'

/** The cursor of a place. */
export const cursorOf = (order: SortOrder, { side, value, id }: Place): string => encodeCursor([orderOf(order), side, value, id])

/** The place that a cursor tells; undefined without one. Throws InvalidCursor for what is none of this list in this order. */
export function placeOf(order: SortOrder, cursor: string | undefined): Place | undefined {
  const { check } = SORT_COLUMNS[order.sort]
  const values = readCursor(cursor, [cursorIs(orderOf(order)), isSide, (value) => value === null || check(value), cursorId])
  if (!values) return undefined
  const [, side, value, id] = values
  return { side: side as Place['side'], value: value === null ? null : String(value), id: String(id) }
}

/** A stretch of the list that an index gives in order: the rows with a value, or those without, as far as they lie on one side of a place. */
export interface Stretch {
  where: RawBuilder<unknown>
  orderBy: RawBuilder<unknown>
  direction: RawBuilder<unknown>
}

/**
 * The stretches of the list from a place on, in the order in which a page takes from them. Rows with a value and rows without are asked for one
 * after the other, so that each query reads from an index and stops.
 */
export function stretches(order: SortOrder, place: Place | undefined): Stretch[] {
  const { column, type } = SORT_COLUMNS[order.sort]
  const backwards = place?.side === 'before'
  const rising = (order.direction === 'asc') !== backwards
  const [further, direction] = rising ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`]
  const withValue: Stretch = {
    where:
      typeof place?.value === 'string'
        ? sql`(${column}, p.id) ${further} (${place.value}::text::${type}, ${place.id}::uuid)`
        : sql`${column} is not null`,
    orderBy: sql`${column} ${direction}, p.id ${direction}`,
    direction,
  }
  const without: Stretch = {
    where: place?.value === null ? sql`${column} is null and p.id ${further} ${place.id}::uuid` : sql`${column} is null`,
    orderBy: sql`p.id ${direction}`,
    direction,
  }
  if (place === undefined) return [withValue, without]
  if (backwards) return place.value === null ? [without, withValue] : [withValue]
  return place.value === null ? [without] : [withValue, without]
}
