import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'

export interface PrinterRef {
  organizationId: string
  printerId: string
}

const refs = (list: PrinterRef[]) =>
  sql`unnest(${list.map((r) => r.organizationId)}::uuid[], ${list.map((r) => r.printerId)}::uuid[]) as t (organization_id, printer_id)`

export async function markUnenrolled(tx: Tx, list: PrinterRef[]): Promise<void> {
  await sql`update printers p set registration = 'unenrolled', unenrolled_at = now(), registration_failure = null
    from ${refs(list)} where p.organization_id = t.organization_id and p.id = t.printer_id`.execute(tx)
}

export async function deleteRows(tx: Tx, list: PrinterRef[]): Promise<void> {
  await sql`delete from printers p using ${refs(list)} where p.organization_id = t.organization_id and p.id = t.printer_id`.execute(tx)
}
