import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { OrderMessage } from './order-message.ts'

/** A line that was ordered and has not been given to a supplier. */
export interface OrderedLine {
  organizationId: string
  orderId: string
  orderNumber: string
  lineId: string
  country: string
  manufacturer: string
  part: string
  name: string
  serialNumber: string | null
  priceCents: number | null
  currency: string | null
  express: boolean
  orderedOn: string
  address: OrderMessage['shipTo']
}

const ORDERED = sql`select l.organization_id as "organizationId", l.order_id as "orderId", o.number::text as "orderNumber", l.id as "lineId",
    o.address ->> 'country' as country, l.manufacturer, l.part, l.name, l.serial_number as "serialNumber", l.price_cents as "priceCents", l.currency, l.express,
    l.ordered_at::date::text as "orderedOn", o.address
  from order_lines l join orders o on o.organization_id = l.organization_id and o.id = l.order_id`
const NOT_SENT = sql`l.state = 'ordered' and l.part is not null and not exists (
  select from dispatch_lines x where x.organization_id = l.organization_id and x.line_id = l.id)`

const READER = 'suppliers'

/**
 * The next lines that were ordered, in the order in which their changes were committed; the reader's place moves on in the same transaction. Null at the end. Two servers take
 * turns: the place is locked.
 */
export async function takeOrderedLines(tx: Tx, most: number): Promise<OrderedLine[] | null> {
  await sql`insert into outbox_readers (name) values (${READER}) on conflict do nothing`.execute(tx)
  const place = await firstRow(
    tx,
    sql<{ transaction: string; id: string }>`select after_transaction::text as transaction, after_id::text as id
      from outbox_readers where name = ${READER} for update`,
  )
  const changes = await rows(
    tx,
    // What an open transaction may still put before them is not read past.
    sql<{ transaction: string; id: string; lineId: string; ordered: boolean }>`
      select b.transaction::text as transaction, b.id::text as id, b.line_id as "lineId", b.to_state = 'ordered' and b.from_state <> 'ordered' as ordered
      from order_outbox b
      where (b.transaction, b.id) > (${place!.transaction}::xid8, ${place!.id}::bigint) and b.transaction < pg_snapshot_xmin(pg_current_snapshot())
      order by b.transaction, b.id limit ${most}`,
  )
  const last = changes.at(-1)
  if (!last) return null
  await sql`update outbox_readers set after_transaction = ${last.transaction}::xid8, after_id = ${last.id}::bigint where name = ${READER}`.execute(
    tx,
  )
  const lineIds = changes.filter(({ ordered }) => ordered).map(({ lineId }) => lineId)
  return rows(tx, sql<OrderedLine>`${ORDERED} where l.id = any (${lineIds}::uuid[]) and ${NOT_SENT} order by o.number, l.id`)
}

/** The lines that no supplier fitted, taken back so that they can be routed anew. */
export async function takeUnroutedLines(tx: Tx, most: number): Promise<OrderedLine[]> {
  return rows(
    tx,
    sql<OrderedLine>`with taken as materialized (
        select d.organization_id, d.id from dispatches d where d.state = 'unrouted' order by d.created_at limit ${most} for update
      ), lines as (
        delete from dispatch_lines x using taken t where x.organization_id = t.organization_id and x.dispatch_id = t.id returning x.organization_id, x.line_id
      ), gone as (
        delete from dispatches d using taken t where d.organization_id = t.organization_id and d.id = t.id and (select count(*) from lines) >= 0
      )
      ${ORDERED} where (l.organization_id, l.id) in (select organization_id, line_id from lines) and l.state = 'ordered' order by o.number, l.id`,
  )
}

export interface NewDispatch {
  organizationId: string
  orderId: string
  supplierId: string | null
  id: string
  code: string
  message: OrderMessage
}

/** Writes messages with their lines; a line that stands in one already fails the whole. */
export async function insertDispatches(tx: Tx, list: NewDispatch[]): Promise<void> {
  if (list.length === 0) return
  const lines = list.flatMap(({ organizationId, id, message }) =>
    message.lines.map(({ lineId, number }) => ({ organizationId, id, lineId, number })),
  )
  await sql`insert into dispatches (organization_id, id, order_id, supplier_id, code, state, message)
    select t.o, t.i, t.r, t.s, t.c, case when t.s is null then 'unrouted' else 'waiting' end, m.value
    from unnest(${list.map((d) => d.organizationId)}::uuid[], ${list.map((d) => d.id)}::uuid[], ${list.map((d) => d.orderId)}::uuid[],
      ${list.map((d) => d.supplierId)}::uuid[], ${list.map((d) => d.code)}::text[]) with ordinality as t (o, i, r, s, c, place)
    join jsonb_array_elements(${JSON.stringify(list.map((d) => d.message))}::jsonb) with ordinality as m (value, place) using (place)`.execute(
    tx,
  )
  await sql`insert into dispatch_lines (organization_id, dispatch_id, line_id, number)
    select * from unnest(${lines.map((l) => l.organizationId)}::uuid[], ${lines.map((l) => l.id)}::uuid[], ${lines.map((l) => l.lineId)}::uuid[],
      ${lines.map((l) => l.number)}::int[])`.execute(tx)
}

/** A message that is to be sent now. */
export interface DueDispatch {
  organizationId: string
  id: string
  supplierId: string
  message: OrderMessage
  failures: number
  /** of its lines, those that are still ordered */
  lineIds: string[]
}

const LEASE_SECONDS = 300

/** Takes a message that is due for a while, so that no other server sends it meanwhile; express ones first. */
export function takeDue(tx: Tx, supplierId: string): Promise<DueDispatch | undefined> {
  return firstRow(
    tx,
    sql<DueDispatch>`with due as (
        select d.organization_id, d.id from dispatches d
        where d.supplier_id = ${supplierId} and d.state = 'waiting' and d.next_attempt_at <= now()
        order by (d.message ->> 'express')::boolean desc, d.created_at, d.id limit 1 for update skip locked
      )
      update dispatches d set next_attempt_at = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = d.attempts + 1
      from due where d.organization_id = due.organization_id and d.id = due.id
      returning d.organization_id as "organizationId", d.id, d.supplier_id as "supplierId", d.message, d.attempts - 1 as failures,
        coalesce((select array_agg(l.id) from dispatch_lines x
          join order_lines l on l.organization_id = x.organization_id and l.id = x.line_id and l.state = 'ordered'
          where x.organization_id = d.organization_id and x.dispatch_id = d.id), '{}') as "lineIds"`,
  )
}

/** The suppliers for which messages are due. */
export async function listDueSuppliers(tx: Tx): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ id: string }>`select distinct d.supplier_id as id from dispatches d join suppliers s on s.id = d.supplier_id
      where d.state = 'waiting' and d.next_attempt_at <= now() and s.active and s.channel <> 'pull'`,
  )
  return found.map(({ id }) => id)
}

export async function markSent(
  tx: Tx,
  dispatch: { organizationId: string; id: string },
  sent: { accepted: boolean; reference: string | null },
): Promise<void> {
  await sql`update dispatches set state = ${sent.accepted ? 'accepted' : 'sent'}, sent_at = coalesce(sent_at, now()), trouble = null,
      reference = coalesce(${sent.reference}, reference)
    where organization_id = ${dispatch.organizationId} and id = ${dispatch.id} and state in ('waiting', 'sent')`.execute(tx)
}

export async function markFailed(
  tx: Tx,
  dispatch: { organizationId: string; id: string },
  trouble: string,
  pauseSeconds: number,
): Promise<void> {
  await sql`update dispatches set trouble = ${trouble}, next_attempt_at = now() + make_interval(secs => ${pauseSeconds})
    where organization_id = ${dispatch.organizationId} and id = ${dispatch.id} and state = 'waiting'`.execute(tx)
}

/** Nothing of the message is ordered any more: it is not sent. */
export async function markWithdrawn(tx: Tx, dispatch: { organizationId: string; id: string }): Promise<void> {
  await sql`update dispatches set state = 'withdrawn', trouble = null
    where organization_id = ${dispatch.organizationId} and id = ${dispatch.id} and state = 'waiting'`.execute(tx)
}

/** Lets a waiting message be sent at once. False where it does not wait. */
export async function makeDue(tx: Tx, id: string): Promise<boolean> {
  return (
    (await firstRow(tx, sql`update dispatches set next_attempt_at = now() where id = ${id} and state = 'waiting' returning id`)) !==
    undefined
  )
}

/** Marks messages of a supplier as accepted; gives the ids of those that it has. */
export async function acceptMessages(tx: Tx, supplierId: string, messageIds: string[], reference: string | null): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{
      id: string
    }>`update dispatches set state = 'accepted', sent_at = coalesce(sent_at, now()), trouble = null, reference = coalesce(${reference}, reference)
      where supplier_id = ${supplierId} and id = any (${messageIds}::uuid[]) and state in ('waiting', 'sent', 'accepted') returning id`,
  )
  return found.map(({ id }) => id)
}
