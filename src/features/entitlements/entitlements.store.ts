import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

/** Entitles the organization; false when it was entitled before. */
export async function insertEntitlement(tx: Tx, scope: Scope): Promise<boolean> {
  const granted = await rows(
    tx,
    sql`insert into entitlements (organization_id, granted_by) values (${scope.organizationId}, ${scope.actor.name})
      on conflict do nothing returning organization_id`,
  )
  return granted.length > 0
}

/** The entitlement of an organization, locked until the transaction ends. */
export function lockEntitlement(tx: Tx, organizationId: string) {
  return firstRow(
    tx,
    sql<{ grantedAt: string; grantedBy: string }>`select granted_at as "grantedAt", granted_by as "grantedBy"
      from entitlements where organization_id = ${organizationId} for update`,
  )
}

export async function deleteEntitlement(tx: Tx, organizationId: string): Promise<void> {
  await sql`delete from entitlements where organization_id = ${organizationId}`.execute(tx)
}
