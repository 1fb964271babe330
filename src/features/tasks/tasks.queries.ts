import { type RawBuilder, sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorCount, cursorId, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import { TASK_LABELS, type TaskKind } from '../task-kinds.ts'
import type { Task, TaskOutcome } from './tasks.api.ts'
import type { Outcome, TaskStatus } from './tasks.ts'

// A worker takes a waiting task within a second, and processes a portion in less.
const WAITS_AFTER = sql`interval '5 seconds'`

/** @rule tasks/never-without-a-reason  A running task shows when it waits, is retried or is being canceled. */
const STATUS_REASON = sql`coalesce(t.status_reason, case
  when t.status <> 'running' then null
  when t.cancel_requested_by is not null then t.cancel_requested_by || ' canceled it. The printers that are being processed now are finished first.'
  when t.progressed_at < now() - ${WAITS_AFTER} and t.next_batch = 0 then 'It waits for its turn: the server works on other tasks.'
  when t.progressed_at < now() - ${WAITS_AFTER} then 'It waits for its turn to go on: the server works on other tasks.'
end)`

const TASK = sql`select t.id::text, t.kind, t.details, t.started_by as "startedBy", t.status, ${STATUS_REASON} as "statusReason", t.printers,
  t.done, t.refused, t.failed, t.canceled, t.started_at as "startedAt", t.ended_at as "endedAt", t.cancel_requested_by as "cancelRequestedBy",
  t.retry_of::text as "retryOf", t.outcomes_removed_at as "outcomesRemovedAt",
  (select max(n.id)::text from tasks n where n.organization_id = t.organization_id and n.retry_of = t.id) as "retriedBy"
  from tasks t`

const labelled = (row: Omit<Task, 'label'>): Task => ({ ...row, label: TASK_LABELS[row.kind] })

interface TaskQuery {
  status?: TaskStatus
  kind?: TaskKind
  startedBy?: string
  search?: string
  cursor?: string
  limit: number
}

/** Tasks of the organization, newest first. */
export async function listTasks(tx: Tx, scope: Scope, query: TaskQuery) {
  const [before] = readCursor(query.cursor, [cursorCount]) ?? [null]
  const conditions = [sql`t.organization_id = ${scope.organizationId}`]
  if (query.status) conditions.push(sql`t.status = ${query.status}`)
  if (query.kind) conditions.push(sql`t.kind = ${query.kind}`)
  if (query.startedBy?.trim()) conditions.push(sql`search_key(t.started_by) like search_pattern(${query.startedBy})`)
  if (query.search?.trim())
    conditions.push(sql`(t.id::text like search_pattern(${query.search}) or search_key(t.details) like search_pattern(${query.search}))`)
  if (before !== null) conditions.push(sql`t.id < ${before}::bigint`)
  const found = await rows(
    tx,
    sql<Omit<Task, 'label'>>`${TASK} where ${sql.join(conditions, sql` and `)} order by t.id desc limit ${query.limit + 1}`,
  )
  return cutPage(found.map(labelled), query.limit, (row) => [row.id])
}

export async function findTask(tx: Tx, scope: Scope, id: string): Promise<Task | undefined> {
  const row = await firstRow(
    tx,
    sql<Omit<Task, 'label'>>`${TASK} where t.organization_id = ${scope.organizationId} and t.id = ${id}::bigint`,
  )
  return row && labelled(row)
}

/** What a task was started with: to start it again. */
export async function findTaskInput(tx: Tx, scope: Scope, id: string): Promise<Record<string, unknown> | undefined> {
  const row = await firstRow(
    tx,
    sql<{ input: Record<string, unknown> }>`select input from tasks where organization_id = ${scope.organizationId} and id = ${id}::bigint`,
  )
  return row?.input
}

/** The printers of a task that had one of these outcomes: as a query, for freezing them. */
export const choosingOutcomes = (scope: Scope, taskId: string, outcomes: readonly Outcome[]): RawBuilder<unknown> =>
  sql`select printer_id as id from task_outcomes
    where organization_id = ${scope.organizationId} and task_id = ${taskId}::bigint and outcome = any (${outcomes}::text[])`

interface OutcomeQuery {
  taskId: string
  outcome?: Outcome
  search?: string
  cursor?: string
  limit: number
}

/** One outcome per printer, with what the printer is now. */
export async function listOutcomes(tx: Tx, scope: Scope, query: OutcomeQuery) {
  const [after] = readCursor(query.cursor, [cursorId]) ?? [null]
  const conditions = [sql`t.organization_id = ${scope.organizationId}`, sql`t.task_id = ${query.taskId}::bigint`]
  if (query.outcome) conditions.push(sql`t.outcome = ${query.outcome}`)
  if (after !== null) conditions.push(sql`t.printer_id > ${after}::uuid`)
  if (query.search?.trim())
    conditions.push(sql`strpos(lower(coalesce(t.serial_number, p.serial_number)), lower(${query.search.trim()})) > 0`)
  const found = await rows(
    tx,
    sql<TaskOutcome>`select t.printer_id as "printerId", coalesce(t.serial_number, p.serial_number) as "serialNumber", p.model,
        coalesce(host(p.ip_address), p.address) as "ipAddress", t.outcome, t.reason, t.details, t.at
      from task_outcomes t left join printers p on p.organization_id = t.organization_id and p.id = t.printer_id
      where ${sql.join(conditions, sql` and `)} order by t.printer_id limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (row) => [row.printerId])
}

/** Running tasks of all organizations that made no progress for a while: what a server that died left behind. */
export function listStalledTasks(db: Db, seconds: number) {
  return rows(
    db,
    sql<{
      organizationId: string
      taskId: number
    }>`select organization_id as "organizationId", task_id as "taskId" from stalled_tasks(${seconds})`,
  )
}
