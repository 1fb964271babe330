import { type RawBuilder, sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { chosenChildren } from './all-printers.queries.ts'
import type { AllPrintersColumn } from './printer-columns.ts'
import { matching, PRINTER_TABLES, type PrinterFilter, SILENCE, SILENT_SINCE } from './printer-filter.queries.ts'
import { lookUp } from './printer-search.queries.ts'
import { columnValue, SORT_COLUMNS, type SortOrder } from './printer-sorts.queries.ts'

export interface ExportQuery extends PrinterFilter, SortOrder {
  columns: AllPrintersColumn[]
}

/** The values of a row by the place of their column. */
export type ExportedRow = Record<string, string | number | null>

// Where a cell holds more than the value of the column.
const SHOWN: Partial<Record<AllPrintersColumn, RawBuilder<unknown>>> = {
  communication: sql`concat_ws(' ', ${SILENCE}, to_char(${SILENT_SINCE} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`,
}

const PORTION = 1000

/**
 * Opens a cursor over the rows of a list, in its order, and gives what fetches the next portion of them: what changes while they are read does not
 * show.
 */
export async function openExport(tx: Tx, scope: Scope, query: ExportQuery): Promise<() => Promise<ExportedRow[]>> {
  const children = scope.reach === 'children' ? chosenChildren(scope, query) : undefined
  const search = await lookUp(tx, children ?? [scope.organizationId], query.search)
  const organizations = children ? sql`p.organization_id = any (${children}::uuid[])` : sql`p.organization_id = ${scope.organizationId}`
  const shown = query.columns.map((column, i) => sql`${SHOWN[column] ?? columnValue(column)} as ${sql.ref(`c${i}`)}`)
  const { column } = SORT_COLUMNS[query.sort]
  const direction = sql.raw(query.direction)
  // All of it is read, so the plan is to be the one that is soonest done, not the one that begins soonest.
  await sql`set local cursor_tuple_fraction = 1`.execute(tx)
  await sql`declare exported no scroll cursor for select ${sql.join(shown)} from ${PRINTER_TABLES} join organizations o on o.id = p.organization_id
    where ${organizations} and ${matching(search, { ...query, organization: undefined })}
    order by ${column} ${direction} nulls last, p.id ${direction}`.execute(tx)
  return () => rows(tx, sql<ExportedRow>`fetch ${sql.lit(PORTION)} from exported`)
}
