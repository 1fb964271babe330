import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

/** How many printers a selection froze; undefined when there is no such selection in this organization. */
export async function findSelectionCount(tx: Tx, scope: Scope, selectionId: string): Promise<number | undefined> {
  const row = await firstRow(
    tx,
    sql<{ printers: number }>`select printers from selections where organization_id = ${scope.organizationId} and id = ${selectionId}`,
  )
  return row?.printers
}
