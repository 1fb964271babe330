import { type RawBuilder, sql } from 'kysely'
import { rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { NewLine } from './new-lines.ts'
import type { ActorKind, Approval, Hold, LineStanding, OrderState } from './order-states.ts'
import type { Place } from './places.ts'

/** A line under lock, with what an act on it may need. */
export interface LockedLine extends LineStanding {
  organizationId: string
  id: string
  orderId: string
  orderNumber: string
  printerId: string
  supply: string
  place: Place
  orderedOn: string | null
}

const within = (scope: Scope, alias: string): RawBuilder<unknown> =>
  scope.reach === 'provider' ? sql`true` : sql`${sql.ref(`${alias}.organization_id`)} = ${scope.organizationId}`

/** Locks lines, in one order, so that two who act on the same lines do not wait for each other. */
export function lockLines(tx: Tx, scope: Scope, lineIds: string[]): Promise<LockedLine[]> {
  return rows(
    tx,
    sql<LockedLine>`select l.organization_id as "organizationId", l.id, l.order_id as "orderId", o.number::text as "orderNumber", l.printer_id as "printerId", l.supply, jsonb_build_object('country', o.address ->> 'country', 'state', o.address ->> 'state') as place,
        l.state, l.approval, l.ordered_at::date::text as "orderedOn"
      from order_lines l join orders o on o.organization_id = l.organization_id and o.id = l.order_id
      where ${within(scope, 'l')} and l.id = any (${lineIds}::uuid[]) order by l.organization_id, l.id for update of l`,
  )
}

/** Locks the lines of printers that are proposed or held, in the same order. */
export function lockUnordered(
  tx: Tx,
  printers: { organizationId: string; printerId: string }[],
): Promise<{ lineId: string; state: OrderState }[]> {
  return rows(
    tx,
    sql<{ lineId: string; state: OrderState }>`select l.id as "lineId", l.state
      from unnest(${printers.map((one) => one.organizationId)}::uuid[], ${printers.map((one) => one.printerId)}::uuid[]) as t (organization_id, printer_id)
      join order_lines l on l.organization_id = t.organization_id and l.printer_id = t.printer_id
      where l.state in ('proposed', 'held') order by l.organization_id, l.id for update of l`,
  )
}

/** What a change writes of a line beside its state; undefined leaves it alone. */
export interface LineValues {
  hold?: Hold
  expectedOn?: string
  backorderedUntil?: string
  substitute?: { cartridgeId: string | null; manufacturer: string; part: string }
}

export interface WrittenChange {
  organizationId: string
  lineId: string
  act: string
  from: OrderState
  to: OrderState
  reason: string
  details: Record<string, unknown> | null
  ending: string | null
  values: LineValues
}

/** Writes changes of lines with their events and what readers outside are given, and the states of their orders: in one statement each. */
export async function writeChanges(tx: Tx, changes: WrittenChange[], by: { kind: ActorKind; name: string }): Promise<void> {
  if (changes.length === 0) return
  const of = <T>(pick: (change: WrittenChange) => T) => changes.map(pick)
  await sql`
    with c as materialized (
      select * from unnest(${of((c) => c.organizationId)}::uuid[], ${of((c) => c.lineId)}::uuid[], ${of((c) => c.act)}::text[], ${of((c) => c.from)}::text[],
        ${of((c) => c.to)}::text[], ${of((c) => c.reason)}::text[], ${of((c) => (c.details ? JSON.stringify(c.details) : null))}::jsonb[], ${of((c) => c.ending)}::text[],
        ${of((c) => c.values.hold ?? null)}::text[], ${of((c) => c.values.expectedOn ?? null)}::date[], ${of((c) => c.values.backorderedUntil ?? null)}::date[],
        ${of((c) => c.values.substitute?.cartridgeId ?? null)}::uuid[], ${of((c) => c.values.substitute?.manufacturer ?? null)}::text[],
        ${of((c) => c.values.substitute?.part ?? null)}::text[])
      as t (organization_id, line_id, act, from_state, to_state, reason, details, ending, hold, expected_on, backordered_until, cartridge_id, manufacturer, part)
    ), written as (
      update order_lines l set state = c.to_state, hold = c.hold, ending = c.ending, changed_at = now(),
        ordered_at = case when c.to_state = 'ordered' then coalesce(l.ordered_at, now()) else l.ordered_at end,
        confirmed_at = case when c.act in ('confirm', 'substitute') then now() else l.confirmed_at end,
        expected_on = coalesce(c.expected_on, c.backordered_until, l.expected_on),
        backordered_until = case when c.act = 'backorder' then c.backordered_until when c.act = 'confirm' then null else l.backordered_until end,
        substituted_for = case when c.act = 'substitute' then coalesce(l.substituted_for, l.part) else l.substituted_for end,
        cartridge_id = case when c.act = 'substitute' then c.cartridge_id else l.cartridge_id end,
        manufacturer = coalesce(c.manufacturer, l.manufacturer), part = coalesce(c.part, l.part),
        delivered_at = case when c.act = 'deliver' then now() else l.delivered_at end,
        installed_at = case when c.act = 'install' then now() else l.installed_at end,
        -- One that was given up and is open again takes the next free place among the needs of its supply.
        need = case when c.from_state in ('lost') and c.to_state = 'delivered' and exists (
            select from order_lines o where o.organization_id = l.organization_id and o.printer_id = l.printer_id and o.supply = l.supply and o.need = l.need
              and o.id <> l.id and o.state not in ('canceled', 'lost', 'installed'))
          then (select max(o.need) + 1 from order_lines o where o.organization_id = l.organization_id and o.printer_id = l.printer_id and o.supply = l.supply)
          else l.need end
      from c where l.organization_id = c.organization_id and l.id = c.line_id
      returning l.organization_id, l.id, l.order_id
    ), noted as (
      insert into order_line_events (organization_id, line_id, act, from_state, to_state, by_kind, by_name, reason, details)
      select organization_id, line_id, act, from_state, to_state, ${by.kind}, ${by.name}, reason, details from c
    )
    insert into order_outbox (organization_id, order_id, line_id, act, from_state, to_state)
    select w.organization_id, w.order_id, w.id, c.act, c.from_state, c.to_state
    from written w join c on c.organization_id = w.organization_id and c.line_id = w.id`.execute(tx)
  await refreshOrderStates(
    tx,
    changes.map((change) => change.lineId),
  )
}

/** An order shows its least advanced line. */
async function refreshOrderStates(tx: Tx, lineIds: string[]): Promise<void> {
  await sql`
    update orders o set state = s.state
    from (
      select a.organization_id, a.order_id,
        (array['held', 'proposed', 'ordered', 'shipped', 'delivered', 'installed', 'lost', 'canceled'])[min(array_position(
          array['held', 'proposed', 'ordered', 'shipped', 'delivered', 'installed', 'lost', 'canceled'], a.state))] as state
      from order_lines a
      where (a.organization_id, a.order_id) in (select l.organization_id, l.order_id from order_lines l where l.id = any (${lineIds}::uuid[]))
      group by a.organization_id, a.order_id
    ) s
    where o.organization_id = s.organization_id and o.id = s.order_id and o.state <> s.state`.execute(tx)
}

/** Counts parcels by the working days that they were on their way. */
export async function countDeliveries(tx: Tx, list: { organizationId: string; workingDays: number }[]): Promise<void> {
  if (list.length === 0) return
  await sql`insert into delivery_times as d (organization_id, working_days, parcels)
    select o, n, count(*) from unnest(${list.map((one) => one.organizationId)}::uuid[], ${list.map((one) => one.workingDays)}::int[]) as t (o, n)
    group by o, n order by o, n
    on conflict (organization_id, working_days) do update set parcels = d.parcels + excluded.parcels`.execute(tx)
}

export interface InsertedLine {
  organizationId: string
  orderId: string
  lineId: string
  printerId: string
  supply: string
  need: number
  state: OrderState
}

/**
 * Makes orders, one for each address, of lines whose need has none yet. A need that another transaction was faster with is left out, and an order without lines is none.
 * @rule orders/address-is-kept  The delivery contact is copied as it was when ordered: what is edited later changes no order.
 */
export async function insertOrders(tx: Tx, lines: NewLine[], by: { kind: ActorKind; name: string }): Promise<InsertedLine[]> {
  if (lines.length === 0) return []
  const of = <T>(pick: (line: NewLine) => T) => lines.map(pick)
  const made = await rows(
    tx,
    sql<InsertedLine>`
    with wanted as materialized (
      select * from unnest(${of((l) => l.organizationId)}::uuid[], ${of((l) => l.contactId)}::uuid[], ${of((l) => l.printerId)}::uuid[], ${of((l) => l.serialNumber)}::text[],
        ${of((l) => l.supply)}::text[], ${of((l) => l.need)}::int[], ${of((l) => l.state)}::text[], ${of((l) => l.approval as Approval)}::text[],
        ${of((l) => l.hold)}::text[], ${of((l) => l.name)}::text[], ${of((l) => l.kind)}::text[], ${of((l) => l.color)}::text[], ${of((l) => l.family)}::text[],
        ${of((l) => l.cartridgeId)}::uuid[], ${of((l) => l.manufacturer)}::text[], ${of((l) => l.part)}::text[], ${of((l) => l.priceCents)}::bigint[],
        ${of((l) => l.currency)}::text[], ${of((l) => l.reason)}::text[], ${of((l) => l.rule)}::text[], ${of((l) => l.express)}::boolean[],
        ${of((l) => l.pages)}::bigint[], ${of((l) => l.expectedOn)}::date[])
      as t (organization_id, contact_id, printer_id, serial_number, supply, need, state, approval, hold, name, kind, color, family, cartridge_id, manufacturer, part,
        price_cents, currency, reason, rule, express, pages, expected_on)
    ), free as (
      select w.* from wanted w where not exists (
        select from order_lines l where l.organization_id = w.organization_id and l.printer_id = w.printer_id and l.supply = w.supply and l.need = w.need
          and l.state not in ('canceled', 'lost', 'installed'))
    ), addressed as materialized (
      select f.organization_id, f.contact_id, new_id() as id, bool_or(f.express) as express, count(*)::int as lines,
        (array['held', 'proposed', 'ordered'])[min(array_position(array['held', 'proposed', 'ordered'], f.state))] as state
      from free f group by f.organization_id, f.contact_id
    ), made as (
      insert into orders (organization_id, id, contact_id, address, express, state, lines, created_by)
      select a.organization_id, a.id, a.contact_id, jsonb_build_object('firstName', c.first_name, 'lastName', c.last_name, 'businessName', c.business_name,
          'email', c.email, 'countryCode', c.country_code, 'phoneNumber', c.phone_number, 'addressLine1', c.address_line_1, 'addressLine2', c.address_line_2,
          'city', c.city, 'state', c.state, 'postalCode', c.postal_code, 'country', c.country),
        a.express, a.state, a.lines, ${by.name}
      from addressed a join contacts c on c.organization_id = a.organization_id and c.id = a.contact_id order by a.organization_id, a.contact_id
    ), placed as (
      insert into order_lines (organization_id, order_id, printer_id, serial_number, supply, need, state, approval, hold, name, kind, color, family, cartridge_id,
        manufacturer, part, price_cents, currency, reason, rule, express, pages, ordered_at, expected_on)
      select f.organization_id, a.id, f.printer_id, f.serial_number, f.supply, f.need, f.state, f.approval, f.hold, f.name, f.kind, f.color, f.family, f.cartridge_id,
        f.manufacturer, f.part, f.price_cents, f.currency, f.reason, f.rule, f.express, f.pages, case when f.state = 'ordered' then now() end, f.expected_on
      from free f join addressed a on a.organization_id = f.organization_id and a.contact_id = f.contact_id
      on conflict (organization_id, printer_id, supply, need) where state not in ('canceled', 'lost', 'installed') do nothing
      returning organization_id, id, order_id, printer_id, supply, need, state, reason, rule
    ), steps as (
      select p.*, s.act, s.from_state, s.to_state, s.place from placed p cross join lateral (
        values (1, 'propose', null, 'proposed'),
          (2, case p.state when 'ordered' then 'approve' when 'held' then 'hold' end, 'proposed', p.state)) as s (place, act, from_state, to_state)
      where s.act is not null
    ), noted as (
      insert into order_line_events (organization_id, line_id, act, from_state, to_state, by_kind, by_name, reason)
      select organization_id, id, act, from_state, to_state, ${by.kind}, case ${by.kind} when 'rule' then rule else ${by.name} end, reason from steps order by place
    ), reported as (
      insert into order_outbox (organization_id, order_id, line_id, act, from_state, to_state)
      select organization_id, order_id, id, act, from_state, to_state from steps order by place
    )
    select organization_id as "organizationId", order_id as "orderId", id as "lineId", printer_id as "printerId", supply, need, state from placed`,
  )
  if (made.length < lines.length) await dropEmptyOrders(tx, lines)
  return made
}

// Orders of this transaction whose needs another one was faster with.
async function dropEmptyOrders(tx: Tx, lines: NewLine[]): Promise<void> {
  const contacts = [...new Set(lines.map(({ organizationId, contactId }) => `${organizationId} ${contactId}`))].map((key) => key.split(' '))
  await sql`
    with fresh as (
      select o.organization_id, o.id, (select count(*)::int from order_lines l where l.organization_id = o.organization_id and l.order_id = o.id) as lines
      from orders o join unnest(${contacts.map(([one]) => one)}::uuid[], ${contacts.map(([, one]) => one)}::uuid[]) as t (organization_id, contact_id)
        on t.organization_id = o.organization_id and t.contact_id = o.contact_id
      where o.created_at = now()
    ), gone as (
      delete from orders o using fresh f where f.lines = 0 and o.organization_id = f.organization_id and o.id = f.id
    )
    update orders o set lines = f.lines from fresh f where f.lines > 0 and f.lines <> o.lines and o.organization_id = f.organization_id and o.id = f.id`.execute(
    tx,
  )
}
