import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

export async function setExcluded(tx: Tx, scope: Scope, printerIds: string[]): Promise<void> {
  await sql`update printer_readings set silence_reason = 'excluded', silent_since = now()
    where organization_id = ${scope.organizationId} and printer_id = any (${printerIds}::uuid[]) and silence_reason is distinct from 'excluded'`.execute(
    tx,
  )
}

export async function unsetExcluded(tx: Tx, scope: Scope, printerIds: string[]): Promise<void> {
  await sql`update printer_readings set silence_reason = null, silent_since = null
    where organization_id = ${scope.organizationId} and printer_id = any (${printerIds}::uuid[]) and silence_reason = 'excluded'`.execute(
    tx,
  )
}
