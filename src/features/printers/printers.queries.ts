import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { PRINTER_TABLES } from './list/printer-filter.queries.ts'
import { COLUMNS, type Row, withCommunication } from './list/printer-list.queries.ts'
import type { Printer, PrinterDetails } from './printers.api.ts'

type DetailsRow = Row & Omit<PrinterDetails, keyof Printer | 'program'>

/** One printer with its newest reading, without what the program says of it. */
export async function findPrinter(tx: Tx, scope: Scope, id: string) {
  const row = await firstRow(
    tx,
    sql<DetailsRow>`select ${COLUMNS}, p.location as "locationRead", p.location_set as "locationSet",
      r.lifetime_page_count_unit as "lifetimePageCountUnit", r.lifetime_page_count_source as "lifetimePageCountSource",
      coalesce(w.supplies, '[]') as supplies, coalesce(w.alerts, '[]') as alerts,
      coalesce(w.sources, '{}') as sources,
      coalesce(r.error_state, '{}') as "errorState", r.status_text as "statusText", p.enrolled_at as "enrolledAt"
      from ${PRINTER_TABLES} left join printer_supplies w on w.organization_id = p.organization_id and w.printer_id = p.id
      where p.organization_id = ${scope.organizationId} and p.id = ${id} and p.registration <> 'unenrolled'`,
  )
  return row && withCommunication(row)
}
