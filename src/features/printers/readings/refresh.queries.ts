import { sql } from 'kysely'
import { firstRow, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

/**
 * How many printers of a selection wait for an agent that is not heard: it is asked all the same, and reads them when it is back.
 * @rule printers/refresh-waits-for-silent-agents  A request to an agent that is offline is queued, and the answer says so.
 */
export async function countWaitingForAgent(tx: Tx, scope: Scope, selectionId: string): Promise<number> {
  const row = await firstRow(
    tx,
    sql<{ n: number }>`select count(*)::int as n
      from selected_printers(${scope.organizationId}, ${selectionId}) as s (id)
      join printers p on p.organization_id = ${scope.organizationId} and p.id = s.id and p.registration <> 'unenrolled' and p.address is not null
      join agents a on a.organization_id = p.organization_id and a.id = p.agent_id and a.credential_hash is not null
      cross join settings
      where a.last_contact_at is null or a.last_contact_at < now() - make_interval(secs => agent_silent_seconds)`,
  )
  return row!.n
}
