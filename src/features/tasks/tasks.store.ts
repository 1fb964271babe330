import { sql } from 'kysely'
import { type Db, firstRow, type Tx } from '../../platform/db/database.ts'
import type { Actor, Scope } from '../../platform/scope.ts'
import type { TaskKind } from '../task-kinds.ts'
import type { Outcome, TaskCounts, TaskStatus } from './tasks.ts'

export interface NewTask {
  kind: TaskKind
  details: string
  input: Record<string, unknown>
  selectionId: string
  printers: number
  /** the task whose printers this one retries */
  retryOf?: string
}

/** Makes a task and, in the same transaction, the job that works through it. */
export async function insertTask(tx: Tx, scope: Scope, task: NewTask): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ id: number }>`insert into tasks (organization_id, kind, details, input, selection_id, started_by, actor, printers, retry_of)
      values (${scope.organizationId}, ${task.kind}, ${task.details}, ${JSON.stringify(task.input)}, ${task.selectionId}, ${scope.actor.name},
        ${JSON.stringify(scope.actor)}, ${task.printers}, ${task.retryOf ?? null}::bigint)
      returning id`,
  )
  await addTaskJob(tx, scope.organizationId, row!.id)
  return String(row!.id)
}

export async function addTaskJob(tx: Tx, organizationId: string, taskId: number): Promise<void> {
  // One waiting job a task, however often it is taken up; the lock of a worker that died does not keep it from a living one.
  await sql`select graphile_worker.add_job('run-task', ${JSON.stringify({ organizationId, taskId })}::json, max_attempts := 100,
    job_key := ${`task ${organizationId} ${taskId}`})`.execute(tx)
}

export interface RunningTask {
  id: number
  kind: TaskKind
  input: Record<string, unknown>
  startedBy: string
  /** null for a task from before who acts was kept */
  actor: Actor | null
  /** who canceled it, so that nothing more is done */
  canceledBy: string | null
  /** which portion is next, and how often it has failed */
  nextBatch: number
  attempts: number
  printerIds: string[] | null
  last: boolean
}

/** Locks a running task with its next portion; undefined when the task has ended. */
export async function lockNextBatch(tx: Tx, scope: Scope, taskId: number): Promise<RunningTask | undefined> {
  const task = await firstRow(
    tx,
    sql<Omit<RunningTask, 'printerIds' | 'last'> & { selectionId: string }>`
      select id, kind, input, started_by as "startedBy", actor, cancel_requested_by as "canceledBy", selection_id as "selectionId", next_batch as "nextBatch", attempts
      from tasks where organization_id = ${scope.organizationId} and id = ${taskId} and status = 'running' for update`,
  )
  if (!task) return undefined
  const batch = await firstRow(
    tx,
    // As one text: taking apart an array of so many ids costs more than all the rest that is done with them here.
    sql<{ printerIds: string; last: boolean }>`select array_to_string(printer_ids, ' ') as "printerIds",
        not exists (select from selection_batches n where n.organization_id = b.organization_id and n.selection_id = b.selection_id and n.batch > b.batch) as last
      from selection_batches b where organization_id = ${scope.organizationId} and selection_id = ${task.selectionId} and batch = ${task.nextBatch}`,
  )
  return { ...task, printerIds: batch?.printerIds.split(' ') ?? null, last: batch?.last ?? true }
}

export interface PrinterOutcome {
  printerId: string
  outcome: Outcome
  reason?: string | null
  details?: string | null
  serialNumber: string | null
}

export async function insertOutcomes(tx: Tx, scope: Scope, taskId: number, outcomes: readonly PrinterOutcome[]): Promise<void> {
  // Ids and outcomes need no quotes inside an array; a column without any value needs no array: it is filled up with nulls.
  const plain = (values: string[]) => `{${values.join(',')}}`
  const texts = (values: (string | null | undefined)[]) => (values.some((value) => value != null) ? values : [])
  await sql`insert into task_outcomes (organization_id, task_id, printer_id, outcome, reason, details, serial_number)
    select ${scope.organizationId}, ${taskId}, * from unnest(${plain(outcomes.map((o) => o.printerId))}::uuid[], ${plain(outcomes.map((o) => o.outcome))}::text[],
      ${texts(outcomes.map((o) => o.reason))}::text[], ${texts(outcomes.map((o) => o.details))}::text[], ${texts(outcomes.map((o) => o.serialNumber))}::text[])`.execute(
    tx,
  )
}

/** Counts a processed portion, and ends the task with the last. */
export async function advanceTask(tx: Tx, scope: Scope, taskId: number, counts: TaskCounts): Promise<TaskCounts> {
  const row = await firstRow(
    tx,
    sql<TaskCounts>`update tasks set done = done + ${counts.done}, refused = refused + ${counts.refused}, failed = failed + ${counts.failed},
        canceled = canceled + ${counts.canceled}, next_batch = next_batch + 1, attempts = 0, status_reason = null, progressed_at = now()
      where organization_id = ${scope.organizationId} and id = ${taskId} returning done, refused, failed, canceled`,
  )
  return row!
}

export async function endTask(tx: Tx, scope: Scope, taskId: number, status: TaskStatus): Promise<void> {
  await sql`update tasks set status = ${status}, status_reason = null, ended_at = now() where organization_id = ${scope.organizationId} and id = ${taskId}`.execute(
    tx,
  )
}

export async function noteTaskTrouble(tx: Tx, scope: Scope, taskId: number, attempts: number, reason: string): Promise<void> {
  await sql`update tasks set status_reason = ${reason}, attempts = ${attempts}, progressed_at = now()
    where organization_id = ${scope.organizationId} and id = ${taskId}`.execute(tx)
}

/** Asks a running task to stop before its next portion; false when it has ended or was asked before. */
export async function requestCancel(tx: Tx, scope: Scope, taskId: string): Promise<boolean> {
  const asked = await firstRow(
    tx,
    sql`update tasks set cancel_requested_by = ${scope.actor.name}
      where organization_id = ${scope.organizationId} and id = ${taskId}::bigint and status = 'running' and cancel_requested_by is null returning id`,
  )
  return asked !== undefined
}

/** Removes, in all organizations, what has been kept as long as is set: at most so many rows of each kind. Gives how many it removed. */
export async function expireBulkWork(db: Db, most: number): Promise<number> {
  const row = await firstRow(db, sql<{ removed: number }>`select expire_bulk_work(${most}) + expire_reports(${most}) as removed`)
  return row!.removed
}

/** What a task did, in one line that no outcome can leave unnoticed: for the audit trail. */
export async function digestOutcomes(tx: Tx, scope: Scope, taskId: number): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{
      digest: string
    }>`select sha256_of(coalesce(string_agg(concat_ws(' ', printer_id, outcome, reason), E'\n' order by printer_id), '')) as digest
      from task_outcomes where organization_id = ${scope.organizationId} and task_id = ${taskId}`,
  )
  return row!.digest
}

/** The answer that was given under an Idempotency-Key of this person; the key is locked until the transaction ends. */
export async function lockAnswer<Answer>(tx: Tx, scope: Scope, key: string): Promise<{ hash: string; answer: Answer } | undefined> {
  const mine = [scope.organizationId, scope.actor.id, key]
  await sql`select pg_advisory_xact_lock(hashtextextended(${mine.join(' ')}, 1))`.execute(tx)
  return firstRow(
    tx,
    sql<{ hash: string; answer: Answer }>`select request_hash as hash, answer from idempotency_keys
      where organization_id = ${scope.organizationId} and person_id = ${scope.actor.id} and key = ${key}`,
  )
}

export async function insertAnswer(tx: Tx, scope: Scope, key: string, hash: string, answer: unknown): Promise<void> {
  await sql`insert into idempotency_keys (organization_id, person_id, key, request_hash, answer)
    values (${scope.organizationId}, ${scope.actor.id}, ${key}, ${hash}, ${JSON.stringify(answer)})`.execute(tx)
}
