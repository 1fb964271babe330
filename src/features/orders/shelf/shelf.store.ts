import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

/** Delivered lines of a kind at an address that are not installed, the oldest first, under lock. */
export async function lockDelivered(tx: Tx, scope: Scope, contactId: string, family: string): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ id: string }>`select l.id from order_lines l join orders o on o.organization_id = l.organization_id and o.id = l.order_id
      where l.organization_id = ${scope.organizationId} and l.state = 'delivered' and l.family = ${family} and o.contact_id = ${contactId}
      order by l.delivered_at, l.id for update of l`,
  )
  return found.map((row) => row.id)
}

/** Notes what a person counted beside delivered lines. */
export async function upsertSpares(tx: Tx, scope: Scope, contactId: string, family: string, spares: number): Promise<void> {
  await sql`insert into shelf_spares (organization_id, contact_id, family, spares, counted_by)
    values (${scope.organizationId}, ${contactId}, ${family}, ${spares}, ${scope.actor.name})
    on conflict (organization_id, contact_id, family) do update set spares = excluded.spares, counted_at = now(), counted_by = excluded.counted_by`.execute(tx)
}
