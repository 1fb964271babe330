import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

/** Asks agents to update; what was asked before is replaced. */
export async function insertUpdates(tx: Tx, scope: Scope, agentIds: string[], version: string, downgrade: boolean): Promise<void> {
  const { organizationId, actor } = scope
  await sql`delete from agent_work where organization_id = ${organizationId} and agent_id = any (${agentIds}::uuid[]) and kind = 'update'`.execute(
    tx,
  )
  await sql`insert into agent_work (organization_id, agent_id, kind, version, downgrade, requested_by)
    select ${organizationId}, id, 'update', ${version}, ${downgrade}, ${actor.name} from unnest(${agentIds}::uuid[]) as t (id)`.execute(tx)
}

export interface OpenUpdate {
  workId: string
  version: string
  downgrade: boolean
}

/** The update that an agent was asked for and has neither taken nor refused. */
export function findOpenUpdate(tx: Tx, scope: Scope, agentId: string): Promise<OpenUpdate | undefined> {
  return firstRow(
    tx,
    sql<OpenUpdate>`select id as "workId", version, downgrade from agent_work
      where organization_id = ${scope.organizationId} and agent_id = ${agentId} and kind = 'update' and done_at is null`,
  )
}

export async function noteOffered(tx: Tx, scope: Scope, workId: string, version: string): Promise<void> {
  await sql`update agent_work set fetched_at = coalesce(fetched_at, now()), version = ${version}
    where organization_id = ${scope.organizationId} and id = ${workId}`.execute(tx)
}

/** Ends an update: taken, or not and why. */
export async function endUpdate(tx: Tx, scope: Scope, agentId: string, workId: string, failure: string | null): Promise<void> {
  await rows(
    tx,
    sql`update agent_work set done_at = now(), failure = ${failure}
      where organization_id = ${scope.organizationId} and agent_id = ${agentId} and id = ${workId} and kind = 'update' and done_at is null`,
  )
}
