import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

export interface Enrollment {
  enrolled: number
  notDiscovered: number
  cannotBeRegistered: number
}

/** Enrolls the printers of a selection that wait; one that another organization has registered meanwhile fails. */
export async function enrollSelected(tx: Tx, scope: Scope, selectionId: string, failure: string): Promise<Enrollment> {
  const { organizationId } = scope
  const row = await firstRow(
    tx,
    sql<Enrollment>`with chosen as materialized (
        select p.id, p.identity, p.registration = 'discovered' as waits
        from selected_printers(${organizationId}, ${selectionId}) s (id)
        join printers p on p.organization_id = ${organizationId} and p.id = s.id
      ), elsewhere as materialized (
        select identity from registered_elsewhere(${organizationId}, array(select identity from chosen where waits)) e (identity)
      ), decided as (
        update printers p set registration = case when e.identity is null then 'enrolled' else 'failed' end,
          registration_failure = case when e.identity is not null then ${failure}::text end,
          enrolled_at = case when e.identity is null then now() end
        from chosen c left join elsewhere e on e.identity = c.identity
        where p.organization_id = ${organizationId} and p.id = c.id and c.waits and p.registration = 'discovered'
        returning p.registration
      )
      select (select count(*)::int from decided where registration = 'enrolled') as enrolled,
        (select count(*)::int from chosen where not waits) as "notDiscovered",
        (select count(*)::int from decided where registration = 'failed') as "cannotBeRegistered"`,
  )
  return row!
}
