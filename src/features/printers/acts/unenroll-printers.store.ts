import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { Management } from '../management.ts'

/** Locks printers against being added to the program or unenrolled elsewhere, until the transaction ends. */
export async function lockForUnenrollment(tx: Tx, scope: Scope, printerIds: string[]): Promise<void> {
  await sql`select from printers where organization_id = ${scope.organizationId} and id = any (${printerIds}::uuid[]) order by id for update`.execute(
    tx,
  )
}

/**
 * Takes the printers that nothing holds off the list; gives how each stood. Printers that do not exist are left out.
 */
export function unenroll(tx: Tx, scope: Scope, printerIds: string[]) {
  return rows(
    tx,
    sql<{ printerId: string; serialNumber: string | null; registration: string; management: Management | null }>`
      with standing as materialized (
        select p.id, p.serial_number, p.registration, m.state
        from printers p left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
        where p.organization_id = ${scope.organizationId} and p.id = any (${printerIds}::uuid[])
      ), gone as (
        update printers p set registration = 'unenrolled', registration_failure = null, unenrolled_at = now()
        from standing s where p.organization_id = ${scope.organizationId} and p.id = s.id and s.state is null and s.registration <> 'unenrolled'
      )
      select id as "printerId", serial_number as "serialNumber", registration, state as management from standing`,
  )
}
