import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

/** Notes that the printers of a selection pass to an agent, and asks it to read them at once; in portions of 1,000 addresses. */
export async function insertTransfers(
  tx: Tx,
  scope: Scope,
  selectionId: string,
  agentId: string,
): Promise<{ asked: number; alreadyThere: number }> {
  const { organizationId, actor } = scope
  const row = await firstRow(
    tx,
    sql<{ asked: number; alreadyThere: number }>`with chosen as materialized (
        select p.id, p.address, p.agent_id is not distinct from ${agentId}::uuid as there, row_number() over (order by p.id) as n
        from selected_printers(${organizationId}, ${selectionId}) s (id)
        join printers p on p.organization_id = ${organizationId} and p.id = s.id and p.registration <> 'unenrolled'
      ), noted as (
        insert into printer_transfers (organization_id, printer_id, agent_id, requested_by)
        select ${organizationId}, id, ${agentId}, ${actor.name} from chosen where not there
        on conflict (organization_id, printer_id) do update set agent_id = excluded.agent_id, requested_by = excluded.requested_by, requested_at = now()
        returning printer_id
      ), stays as (
        delete from printer_transfers t using chosen c where t.organization_id = ${organizationId} and t.printer_id = c.id and c.there
      ), asked as (
        insert into agent_work (organization_id, agent_id, kind, addresses)
        select ${organizationId}, ${agentId}, 'read', array_agg(address) from chosen where not there and address is not null group by (n - 1) / 1000
      )
      select (select count(*)::int from noted) as asked, (select count(*)::int from chosen where there) as "alreadyThere"`,
  )
  return row!
}
