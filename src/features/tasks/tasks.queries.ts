import { sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorCount, cursorId, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Task, TaskOutcome } from './tasks.api.ts'
import { type Outcome, TASK_KINDS, type TaskStatus } from './tasks.ts'

const task = sql`select id::text, kind, details, started_by as "startedBy", status, status_reason as "statusReason", printers, done, refused, failed,
  started_at as "startedAt", ended_at as "endedAt" from tasks`
const labelled = (row: Omit<Task, 'label'>): Task => ({ ...row, label: TASK_KINDS[row.kind] })

/** Tasks of the organization, newest first. */
export async function listTasks(tx: Tx, scope: Scope, query: { status?: TaskStatus; cursor?: string; limit: number }) {
  const [before] = readCursor(query.cursor, [cursorCount]) ?? [null]
  const found = await rows(
    tx,
    sql<Omit<Task, 'label'>>`${task} where organization_id = ${scope.organizationId}
      and (${query.status ?? null}::text is null or status = ${query.status ?? null}) and (${before}::bigint is null or id < ${before})
      order by id desc limit ${query.limit + 1}`,
  )
  return cutPage(found.map(labelled), query.limit, (row) => [row.id])
}

export async function findTask(tx: Tx, scope: Scope, id: string): Promise<Task | undefined> {
  const row = await firstRow(tx, sql<Omit<Task, 'label'>>`${task} where organization_id = ${scope.organizationId} and id = ${id}::bigint`)
  return row && labelled(row)
}

/** One outcome per printer, with what the printer is now. */
export async function listOutcomes(tx: Tx, scope: Scope, query: { taskId: string; outcome?: Outcome; cursor?: string; limit: number }) {
  const [after] = readCursor(query.cursor, [cursorId]) ?? [null]
  const found = await rows(
    tx,
    sql<TaskOutcome>`select t.printer_id as "printerId", coalesce(t.serial_number, p.serial_number) as "serialNumber", p.model,
        coalesce(host(p.ip_address), p.address) as "ipAddress", t.outcome, t.reason, t.details, t.at
      from task_outcomes t left join printers p on p.organization_id = t.organization_id and p.id = t.printer_id
      where t.organization_id = ${scope.organizationId} and t.task_id = ${query.taskId}::bigint
        and (${query.outcome ?? null}::text is null or t.outcome = ${query.outcome ?? null})
        and (${after}::uuid is null or t.printer_id > ${after})
      order by t.printer_id limit ${query.limit + 1}`,
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
