import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { PrinterView } from './printer-views.api.ts'

type ViewRow = Omit<PrinterView, 'kind'> & { personId: string }

const VIEW = sql`v.id, v.name, v.columns, v.sort, v.direction, v.filter, v.shared, v.version, v.person_id as "personId", u.name as owner
  from printer_views v join auth."user" u on u.id = v.person_id`

const toView = (scope: Scope, { personId, ...row }: ViewRow): PrinterView => ({
  ...row,
  kind: personId === scope.actor.id ? 'own' : 'shared',
})

/** The views that a person sees in an organization: their own, and those that others share here. */
export async function listViews(tx: Tx, scope: Scope): Promise<PrinterView[]> {
  const found = await rows(
    tx,
    sql<ViewRow>`select ${VIEW} where v.person_id = ${scope.actor.id} or (v.organization_id = ${scope.organizationId} and v.shared)
      order by name_key(v.name), v.id limit 1000`,
  )
  return found.map((row) => toView(scope, row))
}

/** A view that a person sees, with whether it is their own; undefined where there is none. */
export async function findView(tx: Tx, scope: Scope, id: string): Promise<PrinterView | undefined> {
  const row = await firstRow(
    tx,
    sql<ViewRow>`select ${VIEW} where v.id = ${id}::uuid
      and (v.person_id = ${scope.actor.id} or (v.organization_id = ${scope.organizationId} and v.shared))`,
  )
  return row && toView(scope, row)
}

export async function countOwnViews(tx: Tx, scope: Scope): Promise<number> {
  const row = await firstRow(tx, sql<{ n: number }>`select count(*)::int as n from printer_views where person_id = ${scope.actor.id}`)
  return row!.n
}

/** The id of the view that a person's list opens with; undefined where none was chosen. */
export async function findDefaultView(tx: Tx, scope: Scope): Promise<string | undefined> {
  const row = await firstRow(tx, sql<{ id: string }>`select view_id as id from default_printer_views where person_id = ${scope.actor.id}`)
  return row?.id
}
