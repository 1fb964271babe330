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
import {
  ALL_PRINTERS_COLUMN_NAMES,
  type AllPrintersColumn,
  COLUMN_DECLARATIONS,
  type ColumnDeclaration,
  type ComputedColumn,
} from './printer-columns.ts'
import { type Needed, SILENCE } from './printer-filter.queries.ts'

/** What the list is sorted by: what is compared, as an expression over the tables of the list, its type, and what a cursor may hold. */
interface SortColumn {
  column: RawBuilder<unknown>
  type: RawBuilder<unknown>
  check: CursorCheck
}

const cursorAddress: CursorCheck = (value) => typeof value === 'string' && isAddress(value)
const cursorDay: CursorCheck = (value) => cursorInstant(`${value}T00:00:00Z`)
const cursorPercent: CursorCheck = (value) => /^\d{1,3}(\.\d{1,9})?(e-\d{1,2})?$/.test(String(value)) && isReal(Number(value))

// As PostgreSQL reads an inet: no zone, and a prefix of at most the bits that the address has.
function isAddress(text: string): boolean {
  const [, address = '', prefix = '0'] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  return { 4: Number(prefix) <= 32, 6: Number(prefix) <= 128 }[isIP(address)] ?? false
}

// PostgreSQL refuses what a real cannot distinguish from 0.
const isReal = (value: number) => value === 0 || Math.fround(value) >= 1e-37

const TAGS_IN_ORDER = sql`(select string_agg(t.tag, ', ' order by t.tag_key) from printer_tags t
  where t.organization_id = p.organization_id and t.printer_id = p.id)`
const CONTACT_NAME = sql`(select c.first_name || ' ' || c.last_name from contacts c
  where c.organization_id = p.organization_id and c.id = pc.contact_id)`

/** The values that take more than an expression. */
export const COMPUTED: Record<ComputedColumn, RawBuilder<unknown>> = {
  tags: TAGS_IN_ORDER,
  communication: sql`case when ${SILENCE} is null then 'communicating' else 'noncommunicating' end`,
  contact: CONTACT_NAME,
}

/** The value of a column. */
export const columnValue = (column: AllPrintersColumn): RawBuilder<unknown> =>
  COMPUTED[column as ComputedColumn] ?? sql.raw(COLUMN_DECLARATIONS[column].sql)

const BY_TYPE: Record<ColumnDeclaration['type'], (value: RawBuilder<unknown>) => SortColumn> = {
  // A collation and no function such as lower(): under row-level security no index finds the place that a function gives.
  text: (value) => ({ column: sql`${value} collate natural_order`, type: sql`text`, check: cursorText }),
  count: (column) => ({ column, type: sql`bigint`, check: cursorCount }),
  percent: (column) => ({ column, type: sql`real`, check: cursorPercent }),
  instant: (column) => ({ column, type: sql`timestamptz`, check: cursorInstant }),
  days: (column) => ({ column, type: sql`date`, check: cursorDay }),
  address: (column) => ({ column, type: sql`inet`, check: cursorAddress }),
}

export const SORT_COLUMNS = Object.fromEntries(
  ALL_PRINTERS_COLUMN_NAMES.map((name) => {
    const { sortSql, type } = COLUMN_DECLARATIONS[name]
    return [name, BY_TYPE[type](sortSql ? sql.raw(sortSql) : columnValue(name))]
  }),
) as Record<AllPrintersColumn, SortColumn>

/** What an order needs beside the printers. */
export const neededToSort = (sort: AllPrintersColumn): Needed[] => [COLUMN_DECLARATIONS[sort].needs ?? []].flat()

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

/** The place that a cursor names; undefined without one. Throws InvalidCursor for what is none of this list in this order. */
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
