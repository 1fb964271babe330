import { sql } from 'kysely'
import { firstRow, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { PrinterView } from './printer-views.api.ts'

export type ViewForm = Pick<PrinterView, 'name' | 'columns' | 'sort' | 'direction' | 'filter' | 'shared'>

export async function insertView(tx: Tx, scope: Scope, form: ViewForm): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ id: string }>`insert into printer_views (organization_id, person_id, name, columns, sort, direction, filter, shared)
      values (${scope.organizationId}, ${scope.actor.id}, ${form.name}, ${form.columns}, ${form.sort}, ${form.direction}, ${JSON.stringify(form.filter)}, ${form.shared})
      returning id`,
  )
  return row!.id
}

/** Writes a view of the person's own that still stands in this version; false when it does not. A view that is shared is shared where that was chosen. */
export async function updateView(tx: Tx, scope: Scope, id: string, version: number, form: ViewForm): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql`update printer_views set name = ${form.name}, columns = ${form.columns}, sort = ${form.sort}, direction = ${form.direction},
        filter = ${JSON.stringify(form.filter)}, version = version + 1,
        organization_id = case when ${form.shared} and not shared then ${scope.organizationId} else organization_id end, shared = ${form.shared}
      where id = ${id}::uuid and person_id = ${scope.actor.id} and version = ${version} returning id`,
  )
  return row !== undefined
}

export async function deleteView(tx: Tx, scope: Scope, id: string): Promise<void> {
  await sql`delete from printer_views where id = ${id}::uuid and person_id = ${scope.actor.id}`.execute(tx)
}

export async function putDefaultView(tx: Tx, scope: Scope, viewId: string): Promise<void> {
  await sql`insert into default_printer_views as d (organization_id, person_id, view_id) values (${scope.organizationId}, ${scope.actor.id}, ${viewId})
    on conflict (person_id) do update set view_id = excluded.view_id`.execute(tx)
}
