import { sql } from 'kysely'
import { firstRow, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

/** How a printer is registered and managed; undefined when there is no such printer. */
export function findStanding(tx: Tx, scope: Scope, printerId: string) {
  return firstRow(
    tx,
    sql<{ serialNumber: string | null; registration: string; management: string | null }>`
      select p.serial_number as "serialNumber", p.registration, m.state as management
      from printers p left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
      where p.organization_id = ${scope.organizationId} and p.id = ${printerId}`,
  )
}
