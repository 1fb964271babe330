import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { Printer } from '../printers.api.ts'
import { PLAIN_COLUMN_NAMES } from './printer-columns.ts'
import { matching, neededBy, PRINTER_TABLES, type PrinterFilter, SILENCE, SILENT_SINCE, tablesFor } from './printer-filter.queries.ts'
import { lookUpHere, type Search } from './printer-search.queries.ts'
import {
  columnValue,
  cursorOf,
  neededToSort,
  type Place,
  placeOf,
  SORT_COLUMNS,
  type SortOrder,
  type Stretch,
  stretches,
} from './printer-sorts.queries.ts'

const FIELDS = sql.join(PLAIN_COLUMN_NAMES.map((name) => sql`${columnValue(name)} as ${sql.ref(name)}`))

/** The columns, and what the list needs beside them. */
export const COLUMNS = sql`
  p.id, ${FIELDS}, p.mac_address as "macAddress",
  array(select t.tag from printer_tags t where t.organization_id = p.organization_id and t.printer_id = p.id order by t.tag_key) as tags,
  p.agent_id as "agentId", p.registration, p.registration_failure as "registrationFailure",
  ${SILENCE} as "silenceReason", ${SILENT_SINCE} as "silentSince", r.printer_status as "printerStatus",
  pc.contact_id as "contactId", m.state as management`

export type Row = Omit<Printer, 'communication'>
export const withCommunication = <R extends Row>(row: R) => ({
  ...row,
  communication: row.silenceReason === null ? ('communicating' as const) : ('noncommunicating' as const),
})

export interface ListQuery extends PrinterFilter, SortOrder {
  cursor?: string
  limit: number
}

type Keyed<R> = R & { sortKey: string | null }

/**
 * A page of the printer list.
 * @rule printers/list-pages  Each printer is on exactly one page, whatever the sort order; printers without a value come last in both directions. Pages can be turned forward and back.
 */
export async function listPrinters(tx: Tx, scope: Scope, query: ListQuery) {
  const place = placeOf(query, query.cursor)
  const search = await lookUpHere(tx, scope, query.search)
  const found = await readPage(query, place, (stretch, limit) => rows(tx, pageOf(scope, query, search, stretch, limit)))
  return { ...found, items: found.items.map(withoutKey).map(withCommunication) }
}

export const withoutKey = <R>({ sortKey: _, ...row }: Keyed<R>) => row

// First the ids, from as few tables as filter and order need; then the columns of those that are shown.
function pageOf(scope: Scope, query: ListQuery, search: Search, stretch: Stretch, limit: number) {
  const { column } = SORT_COLUMNS[query.sort]
  const tables = tablesFor(new Set([...neededBy(search, query), ...neededToSort(query.sort)]))
  return sql<Keyed<Row>>`with page as materialized (
      select p.id, ${column}::text as "sortKey", row_number() over (order by ${stretch.orderBy}) as place from ${tables}
      where p.organization_id = ${scope.organizationId} and ${matching(search, query)} and ${stretch.where}
      order by ${stretch.orderBy} limit ${sql.lit(limit)})
    select ${COLUMNS}, page."sortKey" from page join ${PRINTER_TABLES} on p.id = page.id
    where p.organization_id = ${scope.organizationId} order by page.place`
}

/** Takes a page from the stretches of a list, and makes the cursors that lead on and back. */
export async function readPage<R extends { id: string }>(
  query: SortOrder & { cursor?: string; limit: number },
  place: Place | undefined,
  read: (stretch: Stretch, limit: number) => Promise<Keyed<R>[]>,
) {
  const found: Keyed<R>[] = []
  for (const stretch of stretches(query, place)) {
    if (found.length > query.limit) break
    found.push(...(await read(stretch, query.limit + 1 - found.length)))
  }
  const more = found.length > query.limit
  const items = found.slice(0, query.limit)
  const backwards = place?.side === 'before'
  if (backwards) items.reverse()
  const cursor = (side: Place['side'], row: Keyed<R> | undefined) =>
    row ? cursorOf(query, { side, value: row.sortKey, id: row.id }) : null
  return {
    items,
    nextCursor: backwards || more ? cursor('after', items.at(-1)) : null,
    previousCursor: place && (!backwards || more) ? cursor('before', items[0]) : null,
  }
}
