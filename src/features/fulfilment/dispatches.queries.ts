import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cursorInstant, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Dispatch, Shipment, SupplierOrder } from './fulfilment.api.ts'
import { forSupplier, type OrderMessage } from './order-message.ts'

const COLUMNS = sql`d.organization_id as "organizationId", o.name as organization, d.id, d.order_id as "orderId", d.code, s.name as supplier, d.state,
  jsonb_array_length(d.message -> 'lines') as lines, d.attempts, d.trouble, d.reference, d.created_at as "createdAt", d.sent_at as "sentAt",
  case when d.state = 'waiting' then d.next_attempt_at end as "nextAttemptAt"`
const FROM = sql`dispatches d join organizations o on o.id = d.organization_id left join suppliers s on s.id = d.supplier_id`

/** What suppliers were sent, newest first. */
export async function listDispatches(
  tx: Tx,
  query: { state?: string; supplierId?: string; orderId?: string; cursor?: string; limit: number },
) {
  const [at, id] = readCursor(query.cursor, [cursorInstant, cursorId]) ?? [null, null]
  const found = await rows(
    tx,
    sql<Dispatch>`select ${COLUMNS} from ${FROM}
      where (${at}::timestamptz is null or (d.created_at, d.id) < (${at}::timestamptz, ${id}::uuid))
        and (${query.state ?? null}::text is null or d.state = ${query.state ?? null})
        and (${query.supplierId ?? null}::uuid is null or d.supplier_id = ${query.supplierId ?? null}::uuid)
        and (${query.orderId ?? null}::uuid is null or d.order_id = ${query.orderId ?? null}::uuid)
      order by d.created_at desc, d.id desc limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (row) => [row.createdAt, row.id])
}

export const findDispatch = (tx: Tx, id: string): Promise<Dispatch | undefined> =>
  firstRow(tx, sql<Dispatch>`select ${COLUMNS} from ${FROM} where d.id = ${id}`)

/** The messages for a supplier that reads them itself, oldest first. */
export async function listOrdersOf(tx: Tx, supplierId: string, query: { state: 'ordered' | 'all'; cursor?: string; limit: number }) {
  const [at, id] = readCursor(query.cursor, [cursorInstant, cursorId]) ?? [null, null]
  const found = await rows(
    tx,
    sql<{ id: string; createdAt: string; message: OrderMessage; open: string[] }>`
      select d.id, d.created_at as "createdAt", d.message,
        coalesce((select array_agg(x.line_id) from dispatch_lines x join order_lines l on l.organization_id = x.organization_id and l.id = x.line_id
          where x.organization_id = d.organization_id and x.dispatch_id = d.id and l.state <> 'canceled'), '{}') as open
      from dispatches d
      where d.supplier_id = ${supplierId} and d.state = any (${query.state === 'ordered' ? ['waiting', 'sent'] : ['waiting', 'sent', 'accepted']}::text[])
        and (${at}::timestamptz is null or (d.created_at, d.id) > (${at}::timestamptz, ${id}::uuid))
      order by d.created_at, d.id limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.createdAt, row.id])
  const items = page.items.map(({ message, open }): SupplierOrder => {
    const order = forSupplier(message)
    const still = new Set(open)
    return { ...order, lines: order.lines.filter((_, i) => still.has(message.lines[i]!.lineId)) }
  })
  return { ...page, items: items.filter(({ lines }) => lines.length > 0) }
}

/** The parcels of an order. */
export const listShipments = (tx: Tx, scope: Scope, orderId: string): Promise<Shipment[]> =>
  rows(
    tx,
    sql<Shipment>`select p.id, null as supplier, p.reference, p.carrier, p.tracking_number as "trackingNumber", p.tracking_url as "trackingUrl",
        p.shipped_on::text as "shippedOn", p.expected_on::text as "expectedOn",
        (select array_agg(l.line_id) from shipment_lines l where l.organization_id = p.organization_id and l.shipment_id = p.id) as "lineIds"
      from shipments p
      where (p.organization_id = ${scope.organizationId} or ${scope.reach === 'provider'}) and p.order_id = ${orderId} order by p.created_at`,
  )
