import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { NoticeOutcome, ShipmentNotice, SupplierNotice } from './notices.ts'

/** An order as a supplier's report names it. */
export interface ReportedOrder {
  organizationId: string
  orderId: string
  dispatchId: string
  /** ids of its lines by their number */
  lines: Record<string, string>
}

/** The message that a supplier was sent under this code; undefined where it was sent none. Locked, so that reports of one order come one after the other. */
export function lockReportedOrder(tx: Tx, supplierId: string, code: string): Promise<ReportedOrder | undefined> {
  return firstRow(
    tx,
    sql<ReportedOrder>`with d as materialized (
        select * from dispatches where supplier_id = ${supplierId} and code = ${code} for update
      )
      select d.organization_id as "organizationId", d.order_id as "orderId", d.id as "dispatchId",
        (select jsonb_object_agg(x.number, x.line_id) from dispatch_lines x where x.organization_id = d.organization_id and x.dispatch_id = d.id) as lines
      from d`,
  )
}

export function findAnswer(tx: Tx, supplierId: string, { kind, notice }: SupplierNotice) {
  return firstRow(
    tx,
    sql<{ hash: string; answer: NoticeOutcome[] }>`select request_hash as hash, answer from supplier_notices
      where supplier_id = ${supplierId} and kind = ${kind} and reference = ${notice.reference} and code = ${notice.order}`,
  )
}

export async function insertAnswer(
  tx: Tx,
  supplierId: string,
  { kind, notice }: SupplierNotice,
  hash: string,
  answer: NoticeOutcome[],
): Promise<void> {
  await sql`insert into supplier_notices (supplier_id, kind, reference, code, request_hash, answer)
    values (${supplierId}, ${kind}, ${notice.reference}, ${notice.order}, ${hash}, ${JSON.stringify(answer)}::jsonb)`.execute(tx)
}

/** Keeps a parcel with its lines. */
export async function insertShipment(
  tx: Tx,
  order: ReportedOrder,
  supplierId: string,
  parcel: ShipmentNotice,
  lineIds: string[],
): Promise<void> {
  await sql`with parcel as (
      insert into shipments (organization_id, order_id, supplier_id, reference, carrier, tracking_number, tracking_url, shipped_on, expected_on)
      values (${order.organizationId}, ${order.orderId}, ${supplierId}, ${parcel.reference}, ${parcel.carrier ?? null}, ${parcel.trackingNumber ?? null},
        ${parcel.trackingUrl ?? null}, ${parcel.shippedOn}, ${parcel.expectedOn ?? null})
      returning organization_id, id
    )
    insert into shipment_lines (organization_id, shipment_id, line_id)
    select p.organization_id, p.id, l from parcel p cross join unnest(${lineIds}::uuid[]) as l`.execute(tx)
}

/** What a supplier has taken on is accepted, also where it never answered the message itself. */
export async function markAccepted(tx: Tx, { organizationId, dispatchId }: ReportedOrder): Promise<void> {
  await sql`update dispatches set state = 'accepted', sent_at = coalesce(sent_at, now()), trouble = null
    where organization_id = ${organizationId} and id = ${dispatchId} and state in ('waiting', 'sent')`.execute(tx)
}

/** The cartridges of these part numbers, of the maker of the line that each is to replace. */
export async function findSubstitutes(tx: Tx, wanted: { lineId: string; part: string }[]) {
  const found = await rows(
    tx,
    sql<{ lineId: string; cartridgeId: string; manufacturer: string; part: string }>`
      select t.line_id as "lineId", c.id as "cartridgeId", c.manufacturer, c.part
      from unnest(${wanted.map((one) => one.lineId)}::uuid[], ${wanted.map((one) => one.part)}::text[]) as t (line_id, part)
      join order_lines l on l.id = t.line_id
      join cartridges c on c.part_key = name_key(l.manufacturer) || ' ' || part_key(t.part)
        -- A line keeps the family with its maker.
        and c.manufacturer || ' ' || c.family = l.family`,
  )
  return new Map(found.map(({ lineId, ...cartridge }) => [lineId, cartridge]))
}
