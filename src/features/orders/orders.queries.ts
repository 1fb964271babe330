import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorCount, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import { type AttentionFacts, attentionOf, type Need } from './attention.ts'
import { type ActorKind, actsBy, ORDER_STATE_NAMES, type OrderState, whyNotAct } from './order-states.ts'
import type { Order, OrderCounts, OrderDetails, OrderLine, OrderLineEvent } from './orders.api.ts'

export interface OrderFilter {
  state?: OrderState[]
  attention?: boolean
  need?: Need
  contactId?: string
  printerId?: string
  customerId?: string
  search?: string
  cursor?: string
  limit: number
}

type OrderRow = Omit<Order, 'attention'> & AttentionFacts

const COLUMNS = sql`o.organization_id as "organizationId", g.name as organization, o.id, o.number::text as number, o.state, o.express, o.contact_id as "contactId",
  o.address, o.lines, o.created_at as "createdAt", o.created_by as "createdBy", l.*`

// What the list shows of the lines of an order.
const LINES = sql`cross join lateral (
  select array_agg(l.name order by l.name) as parts, count(*) filter (where l.state = 'lost')::int as lost,
    count(*) filter (where l.state = 'proposed' and l.approval = 'partner')::int as "forPartner",
    count(*) filter (where l.state = 'proposed' and l.approval = 'provider')::int as "forProvider",
    count(*) filter (where ${OVERDUE_OF('l')})::int as overdue, min(l.hold) as hold
  from order_lines l where l.organization_id = o.organization_id and l.order_id = o.id) l`

function OVERDUE_OF(alias: string): RawBuilder<unknown> {
  const l = sql.ref(alias)
  return sql`(${l}.state in ('ordered', 'shipped') and ${l}.expected_on < current_date)`
}

const NEEDING: Record<Need, RawBuilder<unknown>> = {
  held: sql`l.state = 'held'`,
  approval: sql`(l.state = 'proposed' and l.approval <> 'nobody')`,
  lost: sql`l.state = 'lost'`,
  overdue: OVERDUE_OF('l'),
  bounced: sql`(l.state = 'held' and l.hold = 'address-bounced')`,
}
const needsPerson = sql`(${sql.join(Object.values(NEEDING), sql` or `)})`

function conditions(filter: OrderFilter): RawBuilder<unknown> {
  const { state, attention, need, contactId, printerId, search } = filter
  const line = (condition: RawBuilder<unknown>) =>
    sql`exists (select from order_lines l where l.organization_id = o.organization_id and l.order_id = o.id and ${condition})`
  const found = [
    ...(state && state.length > 0 ? [line(sql`l.state = any (${state}::text[])`)] : []),
    ...(attention ? [line(needsPerson)] : []),
    ...(need ? [line(NEEDING[need])] : []),
    ...(contactId ? [sql`o.contact_id = ${contactId}`] : []),
    ...(printerId ? [line(sql`l.printer_id = ${printerId}`)] : []),
    ...(search ? [searched(search.trim())] : []),
  ]
  return found.length > 0 ? sql.join(found, sql` and `) : sql`true`
}

function searched(search: string): RawBuilder<unknown> {
  const number = /^#?(\d{1,18})$/.exec(search)?.[1]
  const bySerial = sql`(o.organization_id, o.id) in (select l.organization_id, l.order_id from order_lines l where l.serial_number = ${search})`
  return number ? sql`(o.number = ${number}::bigint or ${bySerial})` : bySerial
}

/** A page of orders, newest first: of the scope's organization, of its children, or of all customers. */
export async function listOrders(tx: Tx, scope: Scope, filter: OrderFilter) {
  const [before] = readCursor(filter.cursor, [cursorCount]) ?? [null]
  const where = sql`(${before}::bigint is null or o.number < ${before}::bigint) and ${conditions(filter)}`
  const newest = (organization: RawBuilder<unknown>) =>
    sql`select o.* from orders o where ${organization} and ${where} order by o.number desc limit ${filter.limit + 1}`
  const page =
    scope.reach === 'children'
      ? sql`select x.* from unnest(${scope.childIds}::uuid[]) as c cross join lateral (${newest(sql`o.organization_id = c`)}) x
          order by x.number desc limit ${filter.limit + 1}`
      : newest(ofScope(scope, filter.customerId))
  const found = await rows(
    tx,
    sql<OrderRow>`select ${COLUMNS} from (${page}) o join organizations g on g.id = o.organization_id ${LINES} order by o.number desc`,
  )
  return cutPage(found.map(withAttention), filter.limit, (row) => [row.number])
}

const ofScope = (scope: Scope, customerId?: string) => {
  if (scope.reach !== 'provider') return sql`o.organization_id = ${scope.organizationId}`
  return customerId ? sql`o.organization_id = ${customerId}` : sql`true`
}

function withAttention({ lost, forPartner, forProvider, overdue, hold, ...order }: OrderRow): Order {
  return { ...order, attention: attentionOf({ lost, forPartner, forProvider, overdue, hold }) }
}

type LineRow = Omit<OrderLine, 'acts'>

export const LINE_COLUMNS = sql`l.id, l.order_id as "orderId", l.printer_id as "printerId", l.serial_number as "serialNumber", p.model, l.supply, l.name, l.kind, l.color,
  l.state, l.approval, l.hold, l.ending, l.manufacturer, l.part, l.substituted_for as "substitutedFor", l.price_cents as "priceCents", l.currency, l.reason, l.rule,
  l.express, l.ordered_at as "orderedAt", l.expected_on::text as "expectedOn", l.confirmed_at as "confirmedAt", l.backordered_until::text as "backorderedUntil",
  l.delivered_at as "deliveredAt", l.installed_at as "installedAt", l.changed_at as "changedAt"`

/** One order with its lines and all that happened to them; undefined where there is none. */
export async function findOrder(tx: Tx, scope: Scope, orderId: string, reader: ActorKind): Promise<OrderDetails | undefined> {
  const order = await firstRow(
    tx,
    sql<OrderRow>`select ${COLUMNS} from orders o join organizations g on g.id = o.organization_id ${LINES} where ${ofScope(scope)} and o.id = ${orderId}`,
  )
  if (!order) return undefined
  const { organizationId } = order
  const lines = await rows(
    tx,
    sql<LineRow>`select ${LINE_COLUMNS} from order_lines l join printers p on p.organization_id = l.organization_id and p.id = l.printer_id
      where l.organization_id = ${organizationId} and l.order_id = ${orderId} order by l.name, l.id`,
  )
  const events = await rows(
    tx,
    sql<OrderLineEvent>`select e.id::text as id, e.line_id as "lineId", e.at, e.act, e.from_state as "from", e.to_state as "to", e.by_kind as "byKind", e.by_name as by,
        e.reason, e.details
      from order_line_events e join order_lines l on l.organization_id = e.organization_id and l.id = e.line_id
      where l.organization_id = ${organizationId} and l.order_id = ${orderId} order by e.id`,
  )
  return { ...withAttention(order), orderLines: lines.map((line) => withActs(line, reader)), events }
}

const withActs = (line: LineRow, reader: ActorKind): OrderLine => ({
  ...line,
  acts: actsBy(reader).filter((act) => whyNotAct(act, line, reader) === undefined),
})

/** Lines by state and by what needs a person, over the organizations of the scope. */
export async function countLines(tx: Tx, scope: Scope): Promise<OrderCounts> {
  const where =
    scope.reach === 'provider'
      ? sql`true`
      : scope.reach === 'children'
        ? sql`l.organization_id = any (${scope.childIds}::uuid[])`
        : sql`l.organization_id = ${scope.organizationId}`
  const found = await rows(
    tx,
    sql<{ state: OrderState; n: number; approvals: number; overdue: number; bounced: number }>`
      select l.state, count(*)::int as n, count(*) filter (where ${NEEDING.approval})::int as approvals,
        count(*) filter (where ${NEEDING.overdue})::int as overdue, count(*) filter (where ${NEEDING.bounced})::int as bounced
      from order_lines l where ${where} and l.state not in ('installed', 'canceled') group by l.state`,
  )
  const states = Object.fromEntries(ORDER_STATE_NAMES.map((state) => [state, found.find((row) => row.state === state)?.n ?? 0]))
  const sum = (key: 'approvals' | 'overdue' | 'bounced') => found.reduce((total, row) => total + row[key], 0)
  return {
    states: states as OrderCounts['states'],
    held: states.held!,
    lost: states.lost!,
    awaitingApproval: sum('approvals'),
    overdue: sum('overdue'),
    bounced: sum('bounced'),
  }
}
