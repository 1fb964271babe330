import { type RawBuilder, sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Selection } from './selections.api.ts'

/** How many printers a task processes in one transaction. */
const BATCH = 1000

/** Freezes the printers that a query chooses (its column `id`), in portions, in one statement. */
export async function insertSelection(tx: Tx, scope: Scope, chosen: RawBuilder<unknown>, filter: string): Promise<Selection> {
  const row = await firstRow(
    tx,
    sql<Selection>`
      with chosen as (${chosen}),
      numbered as (select id, (row_number() over (order by id) - 1) / ${BATCH} as batch from chosen),
      selection as (
        insert into selections (organization_id, person_id, filter, printers)
        select ${scope.organizationId}, ${scope.actor.id}, ${filter}, count(*) from chosen
        returning id, printers, filter, created_at
      ), batches as (
        insert into selection_batches (organization_id, selection_id, batch, printer_ids)
        select ${scope.organizationId}, selection.id, batch, array_agg(numbered.id order by numbered.id) from numbered cross join selection group by selection.id, batch
      )
      select id, printers, filter, created_at as "createdAt" from selection`,
  )
  return row!
}
