import { sql } from 'kysely'
import { firstRow, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

const KEPT = 20

/** Asks an agent to diagnose a printer, unless that is asked already; older diagnoses of the printer are forgotten. */
export async function insertDiagnosis(tx: Tx, scope: Scope, asked: { printerId: string; agentId: string; address: string }): Promise<void> {
  const { organizationId, actor } = scope
  await sql`insert into agent_work (organization_id, agent_id, kind, addresses, printer_id, requested_by)
    select ${organizationId}, ${asked.agentId}, 'diagnose', array[${asked.address}::text], ${asked.printerId}, ${actor.name}
    where not exists (select from agent_work w where w.organization_id = ${organizationId} and w.agent_id = ${asked.agentId}
      and w.printer_id = ${asked.printerId} and w.done_at is null and w.addresses[1] = ${asked.address})`.execute(tx)
  await sql`delete from agent_work where organization_id = ${organizationId} and id in (
    select id from agent_work where organization_id = ${organizationId} and printer_id = ${asked.printerId} order by created_at desc offset ${KEPT})`.execute(
    tx,
  )
}

/** Keeps what an agent answered; nothing where it was not asked. */
export async function keepDiagnosis(tx: Tx, scope: Scope, agentId: string, workId: string, answer: unknown): Promise<void> {
  await firstRow(
    tx,
    sql`update agent_work set done_at = coalesce(done_at, now()), answer = ${JSON.stringify(answer)}::jsonb
      where organization_id = ${scope.organizationId} and agent_id = ${agentId} and id = ${workId} and kind = 'diagnose'`,
  )
}
