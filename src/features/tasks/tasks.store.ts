import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Outcome, TaskKind, TaskStatus } from './tasks.ts'

export interface NewTask {
  kind: TaskKind
  details: string
  input: Record<string, unknown>
  selectionId: string
  printers: number
}

/** Makes a task and, in the same transaction, the job that works through it. */
export async function insertTask(tx: Tx, scope: Scope, task: NewTask): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ id: number }>`insert into tasks (organization_id, kind, details, input, selection_id, started_by, printers)
      values (${scope.organizationId}, ${task.kind}, ${task.details}, ${JSON.stringify(task.input)}, ${task.selectionId}, ${scope.actor.name}, ${task.printers})
      returning id`,
  )
  await addTaskJob(tx, scope.organizationId, row!.id)
  return String(row!.id)
}

export async function addTaskJob(tx: Tx, organizationId: string, taskId: number): Promise<void> {
  await sql`select graphile_worker.add_job('run-task', ${JSON.stringify({ organizationId, taskId })}::json, max_attempts := 100)`.execute(
    tx,
  )
}

export interface RunningTask {
  id: number
  kind: TaskKind
  input: Record<string, unknown>
  startedBy: string
  printerIds: string[] | null
  last: boolean
}

/** Locks a running task with its next portion; undefined when the task has ended. */
export async function lockNextBatch(tx: Tx, scope: Scope, taskId: number): Promise<RunningTask | undefined> {
  const task = await firstRow(
    tx,
    sql<Omit<RunningTask, 'printerIds' | 'last'> & { selectionId: string; nextBatch: number }>`
      select id, kind, input, started_by as "startedBy", selection_id as "selectionId", next_batch as "nextBatch"
      from tasks where organization_id = ${scope.organizationId} and id = ${taskId} and status = 'running' for update`,
  )
  if (!task) return undefined
  const batch = await firstRow(
    tx,
    sql<{ printerIds: string[]; last: boolean }>`select printer_ids as "printerIds",
        not exists (select from selection_batches n where n.organization_id = b.organization_id and n.selection_id = b.selection_id and n.batch > b.batch) as last
      from selection_batches b where organization_id = ${scope.organizationId} and selection_id = ${task.selectionId} and batch = ${task.nextBatch}`,
  )
  return { ...task, printerIds: batch?.printerIds ?? null, last: batch?.last ?? true }
}

export interface PrinterOutcome {
  printerId: string
  outcome: Outcome
  reason?: string | null
  details?: string | null
  serialNumber: string | null
}

export async function insertOutcomes(tx: Tx, scope: Scope, taskId: number, outcomes: readonly PrinterOutcome[]): Promise<void> {
  await sql`insert into task_outcomes (organization_id, task_id, printer_id, outcome, reason, details, serial_number)
    select ${scope.organizationId}, ${taskId}, * from unnest(${outcomes.map((o) => o.printerId)}::uuid[], ${outcomes.map((o) => o.outcome)}::text[],
      ${outcomes.map((o) => o.reason ?? null)}::text[], ${outcomes.map((o) => o.details ?? null)}::text[], ${outcomes.map((o) => o.serialNumber)}::text[])`.execute(
    tx,
  )
}

/** Counts a treated portion, and ends the task with the last. */
export async function advanceTask(
  tx: Tx,
  scope: Scope,
  taskId: number,
  counts: { done: number; refused: number; failed: number },
): Promise<{ done: number; refused: number; failed: number }> {
  const row = await firstRow(
    tx,
    sql<{
      done: number
      refused: number
      failed: number
    }>`update tasks set done = done + ${counts.done}, refused = refused + ${counts.refused}, failed = failed + ${counts.failed},
        next_batch = next_batch + 1, status_reason = null, progressed_at = now()
      where organization_id = ${scope.organizationId} and id = ${taskId} returning done, refused, failed`,
  )
  return row!
}

export async function endTask(tx: Tx, scope: Scope, taskId: number, status: TaskStatus): Promise<void> {
  await sql`update tasks set status = ${status}, status_reason = null, ended_at = now() where organization_id = ${scope.organizationId} and id = ${taskId}`.execute(
    tx,
  )
}

export async function noteTaskTrouble(tx: Tx, scope: Scope, taskId: number, reason: string): Promise<void> {
  await sql`update tasks set status_reason = ${reason} where organization_id = ${scope.organizationId} and id = ${taskId} and status = 'running'`.execute(
    tx,
  )
}
