import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { ActorKind, OrderState } from '../order-states.ts'

/** Delivered lines of a kind at an address that are not installed, the oldest first, under lock. */
export async function lockDelivered(tx: Tx, scope: Scope, contactId: string, family: string): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{
      id: string
    }>`select l.id from order_lines l join printer_contacts pc on pc.organization_id = l.organization_id and pc.printer_id = l.printer_id
      where l.organization_id = ${scope.organizationId} and l.state = 'delivered' and l.family = ${family} and pc.contact_id = ${contactId}
      order by l.delivered_at, l.id for update of l`,
  )
  return found.map((row) => row.id)
}

/** Notes what a person counted beside delivered lines. */
export async function upsertSpares(tx: Tx, scope: Scope, contactId: string, family: string, spares: number): Promise<void> {
  await sql`insert into shelf_spares (organization_id, contact_id, family, spares, counted_by)
    values (${scope.organizationId}, ${contactId}, ${family}, ${spares}, ${scope.actor.name})
    on conflict (organization_id, contact_id, family) do update set spares = excluded.spares, counted_at = now(), counted_by = excluded.counted_by`.execute(
    tx,
  )
}

export interface OwnLine {
  lineId: string
  orderId: string
  number: string
  supply: string
  family: string
  state: OrderState
  expectedOn: string | null
}

/** The open lines of a printer, under lock, the oldest first. */
export function readOwnLines(tx: Tx, scope: Scope, printerId: string): Promise<OwnLine[]> {
  return rows(
    tx,
    sql<OwnLine>`select l.id as "lineId", l.order_id as "orderId", o.number::text as number, l.supply, l.family, l.state, l.expected_on::text as "expectedOn"
      from order_lines l join orders o on o.organization_id = l.organization_id and o.id = l.order_id
      where l.organization_id = ${scope.organizationId} and l.printer_id = ${printerId} and l.state not in ('canceled', 'lost', 'installed')
      order by l.need, l.id for update of l`,
  )
}

/** Takes what was counted of these families at an address off the shelf; gives the delivered lines that are given up with it. */
export async function emptyShelf(tx: Tx, scope: Scope, contactId: string, families: string[]): Promise<string[]> {
  await sql`update shelf_spares set spares = 0 where organization_id = ${scope.organizationId} and contact_id = ${contactId} and family = any (${families}::text[])`.execute(
    tx,
  )
  const lines: string[] = []
  for (const family of families) lines.push(...(await lockDelivered(tx, scope, contactId, family)))
  return lines
}

/** Gives open lines to another printer: each is for a supply of that one. */
export async function moveLines(
  tx: Tx,
  scope: Scope,
  printerId: string,
  serialNumber: string | null,
  lines: { lineId: string; supply: string; need: number }[],
  by: { kind: ActorKind; name: string },
  reason: string,
): Promise<void> {
  if (lines.length === 0) return
  await sql`
    with moved as (
      update order_lines l set printer_id = ${printerId}, serial_number = ${serialNumber}, supply = t.supply, need = t.need, changed_at = now()
      from unnest(${lines.map((one) => one.lineId)}::uuid[], ${lines.map((one) => one.supply)}::text[], ${lines.map((one) => one.need)}::int[]) as t (id, supply, need)
      where l.organization_id = ${scope.organizationId} and l.id = t.id returning l.organization_id, l.id, l.order_id, l.state
    ), noted as (
      insert into order_line_events (organization_id, line_id, act, from_state, to_state, by_kind, by_name, reason)
      select organization_id, id, 'replace-printer', state, state, ${by.kind}, ${by.name}, ${reason} from moved
    )
    insert into order_outbox (organization_id, order_id, line_id, act, from_state, to_state)
    select organization_id, order_id, id, 'replace-printer', state, state from moved`.execute(tx)
}
