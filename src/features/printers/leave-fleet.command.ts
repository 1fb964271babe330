import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'

interface PrinterRef {
  organizationId: string
  printerId: string
}

const refs = (list: PrinterRef[]) =>
  sql`unnest(${list.map((r) => r.organizationId)}::uuid[], ${list.map((r) => r.printerId)}::uuid[]) as t (organization_id, printer_id)`

/** Takes printers, which the program has let go, off the list; their history stays, and a printer that enrolls again finds it. */
export async function unenrollHeld(tx: Tx, list: PrinterRef[]): Promise<void> {
  await sql`update printers p set registration = 'unenrolled', unenrolled_at = now(), registration_failure = null
    from ${refs(list)} where p.organization_id = t.organization_id and p.id = t.printer_id`.execute(tx)
}

/** Deletes printers, which the program has let go, with their history. */
export async function deletePrinters(tx: Tx, list: PrinterRef[]): Promise<void> {
  await sql`delete from printers p using ${refs(list)} where p.organization_id = t.organization_id and p.id = t.printer_id`.execute(tx)
}
