import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import { cursorId, cursorText, cutPage, readCursor } from '../../../platform/page.ts'
import type { Scope } from '../../../platform/scope.ts'
import { cartridgeFor, modelName } from '../../supplies/catalogue/cartridges.ts'
import { findFitting } from '../../supplies/catalogue/catalogue.queries.ts'
import type { FollowedSupply } from '../../supplies/states/followed-supplies.ts'
import { unpack } from '../../supplies/states/packed-states.ts'
import { readFleet } from '../../supplies/states/supply-states.queries.ts'
import { forecastOn, type SupplyOutlook } from '../morning/outlook.ts'
import { ON_THE_WAY, type OrderState } from '../order-states.ts'
import type { PlannedPrinter, PrinterPlan, SupplyPlan } from '../orders.api.ts'
import { dayIn } from '../places.ts'

interface PrinterRow {
  manufacturer: string | null
  model: string | null
  isManaged: boolean
  contactId: string | null
  facts: string | null
  states: string
  outlook: string | null
  decidedAt: string | null
}

interface LineRow {
  supply: string
  family: string
  state: OrderState
  isOwn: boolean
  orderId: string
  number: string
  expectedOn: string | null
}

/** The supplies of a printer with forecast, decision, what is on its way and the shelf; undefined when there is no such printer. */
export async function readPlan(tx: Tx, scope: Scope, printerId: string, now: Date): Promise<PrinterPlan | undefined> {
  const printer = await firstRow(
    tx,
    sql<PrinterRow>`
      select p.manufacturer, p.model, coalesce(m.state = 'managed', false) as "isManaged", pc.contact_id as "contactId", s.facts, s.states, o.outlook, o.decided_at as "decidedAt"
      from printers p
      left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
      left join printer_contacts pc on pc.organization_id = p.organization_id and pc.printer_id = p.id
      left join supply_states s on s.organization_id = p.organization_id and s.printer_id = p.id
      left join supply_outlooks o on o.organization_id = p.organization_id and o.printer_id = p.id
      where p.organization_id = ${scope.organizationId} and p.id = ${printerId} and p.registration <> 'unenrolled'`,
  )
  if (!printer) return undefined
  const followed = printer.facts === null ? null : unpack({ facts: printer.facts, states: printer.states })
  const outlooks = new Map(((JSON.parse(printer.outlook ?? '[]') as SupplyOutlook[]) ?? []).map((outlook) => [outlook.supply, outlook]))
  const fitting = (await findFitting(tx, [printer])).get(modelName(printer)) ?? []
  const lines = await readLines(tx, scope, printerId, printer.contactId)
  const spares = await readSpares(tx, scope, printer.contactId)
  const fleet = await readFleet(tx)
  const today = followed ? Math.floor(dayIn(followed.zone, now)) : 0
  const supplies = (followed?.supplies ?? []).map((supply): SupplyPlan => {
    const cartridge = cartridgeFor({ kind: supply.kind, color: supply.color, part: supply.part }, fitting)
    const outlook = outlooks.get(supply.key)
    return {
      supply: supply.key,
      name: supply.name,
      kind: supply.kind,
      color: supply.color,
      part: supply.part,
      cartridge: cartridge && {
        id: cartridge.id,
        manufacturer: cartridge.manufacturer,
        part: cartridge.part,
        yieldPages: cartridge.yieldPages,
      },
      forecast: forecastOn(supply, followed!.model, fleet, today),
      ...decisionOf(outlook, printer.isManaged),
      onTheWay: lines
        .filter((line) => line.isOwn && line.supply === supply.key && ON_THE_WAY.includes(line.state))
        .map(({ orderId, number, state, expectedOn }) => ({ orderId, number, state, expectedOn })),
      shelf: shelfOf(supply, lines) + (spares.get(supply.family) ?? 0),
    }
  })
  return { printerId, decidedAt: printer.decidedAt, managed: printer.isManaged, supplies }
}

const UNMANAGED = 'Supplies are ordered for managed printers only.'
const UNDECIDED = 'It is decided on the next working morning.'

function decisionOf(outlook: SupplyOutlook | undefined, isManaged: boolean) {
  if (!outlook || !isManaged) return { decision: 'unknown' as const, sentence: isManaged ? UNDECIDED : UNMANAGED, dueOn: null, rule: '' }
  const { decision, sentence, dueOn, rule } = outlook
  return { decision, sentence, dueOn, rule }
}

const shelfOf = ({ family }: FollowedSupply, lines: LineRow[]) =>
  lines.filter((line) => line.family === family && line.state === 'delivered').length

function readLines(tx: Tx, scope: Scope, printerId: string, contactId: string | null): Promise<LineRow[]> {
  return rows(
    tx,
    sql<LineRow>`select l.supply, l.family, l.state, l.printer_id = ${printerId} as "isOwn", l.order_id as "orderId", o.number::text as number,
        l.expected_on::text as "expectedOn"
      from order_lines l join orders o on o.organization_id = l.organization_id and o.id = l.order_id
      where l.organization_id = ${scope.organizationId} and l.state not in ('canceled', 'lost', 'installed')
        and (l.printer_id = ${printerId} or (l.state = 'delivered' and l.printer_id in (
          select pc.printer_id from printer_contacts pc where pc.organization_id = ${scope.organizationId} and pc.contact_id = ${contactId}::uuid)))`,
  )
}

async function readSpares(tx: Tx, scope: Scope, contactId: string | null): Promise<Map<string, number>> {
  const found = await rows(
    tx,
    sql<{
      family: string
      spares: number
    }>`select family, spares from shelf_spares where organization_id = ${scope.organizationId} and contact_id = ${contactId}::uuid`,
  )
  return new Map(found.map(({ family, spares }) => [family, spares]))
}

/** A page of printers by the day on which their next supply is forecast to end. */
export async function listPlans(tx: Tx, scope: Scope, query: { until?: string; contactId?: string; cursor?: string; limit: number }) {
  const [ends, id] = readCursor(query.cursor, [cursorText, cursorId]) ?? [null, null]
  const found = await rows(
    tx,
    sql<Omit<PlannedPrinter, 'supplies'> & { outlook: string }>`
      select k.organization_id as "organizationId", g.name as organization, k.printer_id as "printerId", p.serial_number as "serialNumber", p.model,
        pc.contact_id as "contactId", c.first_name || ' ' || c.last_name as contact, k.ends_from::text as "endsFrom", k.ends_to::text as "endsTo", k.outlook
      from supply_outlooks k
      join organizations g on g.id = k.organization_id
      join printers p on p.organization_id = k.organization_id and p.id = k.printer_id
      left join printer_contacts pc on pc.organization_id = k.organization_id and pc.printer_id = k.printer_id
      left join contacts c on c.organization_id = pc.organization_id and c.id = pc.contact_id
      where k.organization_id = ${scope.organizationId} and k.ends_to is not null
        and (${query.until ?? null}::date is null or k.ends_to <= ${query.until ?? null}::date)
        and (${query.contactId ?? null}::uuid is null or pc.contact_id = ${query.contactId ?? null}::uuid)
        and (${ends}::date is null or (k.ends_to, k.printer_id) > (${ends}::date, ${id}::uuid))
      order by k.ends_to, k.printer_id limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.endsTo, row.printerId])
  return {
    ...page,
    items: page.items.map(
      ({ outlook, ...row }): PlannedPrinter => ({ ...row, supplies: (JSON.parse(outlook) as SupplyOutlook[]).map(toPlan) }),
    ),
  }
}

function toPlan({ family: _, cartridgeId: _id, ...outlook }: SupplyOutlook): PlannedPrinter['supplies'][number] {
  return { ...outlook, cartridge: null }
}
