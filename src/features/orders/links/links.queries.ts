import { sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { type Approval, type OrderState, whyNotAct } from '../order-states.ts'
import { readPlan } from '../plans/plans.queries.ts'
import { LINK_ACT_NAMES, type LinkedLine, type LinkedPrinter } from './links.api.ts'

export interface LinkHolder {
  organizationId: string
  printerId: string
  serialNumber: string | null
}

/** The printer that the link with this hash is of; undefined for a link that was withdrawn, renewed or never existed. */
export const findLinkedPrinter = (db: Db, hash: string): Promise<LinkHolder | undefined> =>
  firstRow(
    db,
    sql<LinkHolder>`select organization_id as "organizationId", printer_id as "printerId", serial_number as "serialNumber" from printer_of_link(${hash})`,
  )

/** Who made the link of a printer, and when. */
export const findLink = (tx: Tx, scope: Scope, printerId: string) =>
  firstRow(
    tx,
    sql<{ createdAt: string; createdBy: string }>`select created_at as "createdAt", created_by as "createdBy" from supply_links
      where organization_id = ${scope.organizationId} and printer_id = ${printerId}`,
  )

type LineRow = Omit<LinkedLine, 'acts'> & { approval: Approval }

/** What the holder of the link of a printer sees: its supplies, and its lines that are not installed. */
export async function readLinkedPrinter(tx: Tx, scope: Scope, printerId: string, now: Date): Promise<LinkedPrinter | undefined> {
  const plan = await readPlan(tx, scope, printerId, now)
  if (!plan) return undefined
  const printer = (await firstRow(
    tx,
    sql<Pick<LinkedPrinter, 'model' | 'serialNumber' | 'location'>>`
      select nullif(concat_ws(' ', manufacturer, model), '') as model, serial_number as "serialNumber", location from printers
      where organization_id = ${scope.organizationId} and id = ${printerId}`,
  ))!
  return {
    ...printer,
    managed: plan.managed,
    lines: await readOpenLines(tx, scope, printerId),
    supplies: plan.supplies.map(({ supply, name, color, forecast, sentence, onTheWay, shelf }) => ({
      supply,
      name,
      color,
      percent: forecast?.percent ?? null,
      endsFrom: forecast?.endsFrom ?? null,
      endsTo: forecast?.endsTo ?? null,
      sentence,
      onTheWay: onTheWay.length,
      shelf,
    })),
  }
}

async function readOpenLines(tx: Tx, scope: Scope, printerId: string): Promise<LinkedLine[]> {
  const found = await rows(
    tx,
    sql<LineRow>`select l.id, l.name, l.state, o.number::text as order, l.expected_on::text as "expectedOn", l.approval
      from order_lines l join orders o on o.organization_id = l.organization_id and o.id = l.order_id
      where l.organization_id = ${scope.organizationId} and l.printer_id = ${printerId} and l.state not in ('installed', 'canceled')
      order by l.expected_on nulls last, l.id limit 50`,
  )
  return found.map(({ approval, ...line }) => ({
    ...line,
    acts: LINK_ACT_NAMES.filter((act) => whyNotAct(act, { state: line.state, approval }, 'link') === undefined),
  }))
}

/** Whether a line is for this printer. */
export const isLineOf = async (tx: Tx, scope: Scope, printerId: string, lineId: string): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`select id from order_lines where organization_id = ${scope.organizationId} and printer_id = ${printerId} and id = ${lineId}`,
  )) !== undefined
