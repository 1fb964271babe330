import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { DiagnosisStep } from '../../agent-protocol/agent-protocol.api.ts'
import type { AgentStatus } from '../agents.ts'
import type { Diagnosis } from './agent-printers.api.ts'
import { whyQueued } from './diagnose.ts'

interface Row extends Omit<Diagnosis, 'queuedBecause' | 'outcome' | 'steps'> {
  agentStatus: AgentStatus
  answer: { outcome: Diagnosis['outcome']; steps: DiagnosisStep[] } | null
}

function diagnosisOf({ answer, agentStatus, ...row }: Row): Diagnosis {
  const queuedBecause = row.state === 'queued' ? whyQueued(agentStatus) : null
  return { ...row, queuedBecause, outcome: answer?.outcome ?? null, steps: answer?.steps ?? [] }
}

const SHOWN = 10

/** The last diagnoses of a printer, newest first. */
export async function listDiagnoses(tx: Tx, scope: Scope, printerId: string): Promise<Diagnosis[]> {
  const found = await rows(
    tx,
    sql<Row>`select w.id as "workId", a.name as agent, w.created_at as "requestedAt", w.requested_by as "requestedBy", w.addresses[1] as address,
        case when w.failure is not null then 'failed' when w.done_at is not null then 'done' when w.fetched_at is not null then 'fetched' else 'queued' end as state,
        w.done_at as "doneAt", w.answer, w.failure,
        case when a.deactivated_at is not null then 'deactivated' when a.credential_hash is null then 'activation-required'
          when a.last_contact_at >= now() - make_interval(secs => s.agent_silent_seconds) then 'communicating' else 'noncommunicating' end as "agentStatus"
      from agent_work w join agents a on a.organization_id = w.organization_id and a.id = w.agent_id cross join settings s
      where w.organization_id = ${scope.organizationId} and w.printer_id = ${printerId} order by w.created_at desc limit ${SHOWN}`,
  )
  return found.map(diagnosisOf)
}

export interface Diagnosable {
  printerId: string
  agentId: string | null
  address: string | null
  /** what the audit trail calls it */
  name: string
  /** whether the agent has a credential to fetch work with */
  agentActive: boolean
}

/** A printer, and by whom it could be diagnosed; undefined when there is none. */
export function findDiagnosable(tx: Tx, scope: Scope, printerId: string): Promise<Diagnosable | undefined> {
  return firstRow(
    tx,
    sql<Diagnosable>`select p.id as "printerId", p.agent_id as "agentId", p.address, coalesce(p.serial_number, p.address, p.id::text) as name,
        coalesce(a.credential_hash is not null, false) as "agentActive"
      from printers p left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id
      where p.organization_id = ${scope.organizationId} and p.id = ${printerId} and p.registration <> 'unenrolled'`,
  )
}

export function findTransfer(tx: Tx, scope: Scope, printerId: string) {
  return firstRow(
    tx,
    sql<{ agentId: string; agent: string; requestedAt: string; requestedBy: string }>`
      select t.agent_id as "agentId", a.name as agent, t.requested_at as "requestedAt", t.requested_by as "requestedBy"
      from printer_transfers t join agents a on a.organization_id = t.organization_id and a.id = t.agent_id
      where t.organization_id = ${scope.organizationId} and t.printer_id = ${printerId}`,
  )
}
