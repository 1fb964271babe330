import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

export async function insertChild(tx: Tx, scope: Scope, kind: 'partner' | 'child', name: string): Promise<string> {
  const row = await firstRow(tx, sql<{ id: string }>`select create_organization(${kind}, ${scope.organizationId}, ${name}) as id`)
  return row!.id
}

export async function updateName(tx: Tx, id: string, name: string): Promise<void> {
  await sql`update organizations set name = ${name} where id = ${id}`.execute(tx)
}

/** Takes the entitlement away (which the program's printers refuse) and marks the organization deleted. */
export async function softDelete(tx: Tx, id: string): Promise<void> {
  await sql`delete from entitlements where organization_id = ${id}`.execute(tx)
  await sql`update organizations set active = false, deleted_at = now() where id = ${id}`.execute(tx)
}
