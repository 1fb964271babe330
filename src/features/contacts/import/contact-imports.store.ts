import { sql } from 'kysely'
import { firstRow, type Tx } from '../../../platform/db/database.ts'
import type { Actor, Scope } from '../../../platform/scope.ts'
import { type CheckedRow, contactCells } from './contact-import-rows.ts'

const importOf = (scope: Scope, id: string) => sql`organization_id = ${scope.organizationId} and id = ${id}`
const rowsOf = (scope: Scope, importId: string) => sql`organization_id = ${scope.organizationId} and import_id = ${importId}`

// Rows of arrays cannot be sent as one parameter; each goes as PostgreSQL writes an array, and is cast there.
const arrayText = (cells: readonly (string | null)[]) =>
  `{${cells.map((cell) => (cell === null ? 'NULL' : `"${cell.replace(/(["\\])/g, '\\$1')}"`)).join(',')}}`

const isSound = ({ faults }: CheckedRow) => faults.length === 0
const column = {
  contact: (list: readonly CheckedRow[]) => list.map((row) => (isSound(row) ? arrayText(contactCells(row.contact!)) : null)),
  serialNumbers: (list: readonly CheckedRow[]) => list.map((row) => arrayText(isSound(row) ? row.serialNumbers : [])),
  outcome: (list: readonly CheckedRow[]) => list.map((row) => (isSound(row) ? 'waiting' : 'rejected')),
}

/** Makes an import with all its rows: those without faults wait for their turn, the others are rejected. */
export async function insertImport(tx: Tx, scope: Scope, fileName: string, list: readonly CheckedRow[]): Promise<string> {
  const rejected = list.filter((row) => !isSound(row)).length
  const made = await firstRow(
    tx,
    sql<{ id: string }>`insert into contact_imports (organization_id, file_name, started_by, actor, row_count, rejected)
      values (${scope.organizationId}, ${fileName}, ${scope.actor.name}, ${JSON.stringify(scope.actor)}, ${list.length}, ${rejected}) returning id`,
  )
  const id = made!.id
  await sql`insert into contact_import_rows (organization_id, import_id, row_number, line, cells, contact, serial_numbers, outcome, faults)
    select ${scope.organizationId}, ${id}, n, line, cells::text[], contact::text[], serials::text[], outcome, faults
    from unnest(${list.map(({ row }) => row)}::int[], ${list.map(({ line }) => line)}::int[], ${list.map(({ values }) => arrayText(values))}::text[],
      ${column.contact(list)}::text[], ${column.serialNumbers(list)}::text[], ${column.outcome(list)}::text[],
      ${list.map(({ faults }) => JSON.stringify(faults))}::jsonb[]) as t (n, line, cells, contact, serials, outcome, faults)`.execute(tx)
  return id
}

/** Makes the job that works through an import, or takes it up again: one waiting job an import, however often it is asked for. */
export async function addImportJob(tx: Tx, organizationId: string, importId: string): Promise<void> {
  await sql`select graphile_worker.add_job('import-contacts', ${JSON.stringify({ organizationId, importId })}::json, max_attempts := 100,
    job_key := ${`import ${importId}`})`.execute(tx)
}

export interface RunningImport {
  fileName: string
  startedBy: string
  /** null for an import from before who acts was kept */
  actor: Actor | null
  rows: number
  imported: number
  existing: number
  rejected: number
  notImported: number
  status: 'running' | 'completed' | 'canceled'
}

/** Locks an import until the transaction ends; undefined when there is none in this organization. */
export function lockImport(tx: Tx, scope: Scope, id: string): Promise<RunningImport | undefined> {
  return firstRow(
    tx,
    sql<RunningImport>`select file_name as "fileName", started_by as "startedBy", actor, status, row_count as rows, imported, existing, rejected,
      not_imported as "notImported" from contact_imports where ${importOf(scope, id)} for update`,
  )
}

// Locks of this kind are given in the order asked for, which those of rows are not: whoever cancels comes before the next row.
const turn = (importId: string) => sql`hashtextextended(${importId}, 2)`

/** Keeps the workers of an import from the next row, until the transaction ends; waits for the row that one is adding. */
export async function stopBeforeNextRow(tx: Tx, importId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turn(importId)})`.execute(tx)
}

/**
 * Imports the next row of a running import, contact, pending serial numbers, outcome and position together; or gives it up. Gives
 * whether there was
 * one: no row may wait, or the import not run.
 */
export async function treatNextRow(tx: Tx, scope: Scope, importId: string, giveUp: boolean): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql<{ processed: boolean }>`with turn as materialized (select pg_advisory_xact_lock_shared(${turn(importId)}))
      select treat_next_row(${scope.organizationId}, ${importId}, ${giveUp}) as processed from turn`,
  )
  return row!.processed
}

/** Takes the rows that still wait out of an import that is locked. */
export async function cancelWaitingRows(tx: Tx, scope: Scope, importId: string): Promise<void> {
  await sql`
    with canceled as (
      update contact_import_rows set outcome = 'not-imported', reason = 'Import canceled'
      where ${rowsOf(scope, importId)} and outcome = 'waiting' returning 1
    )
    update contact_imports set not_imported = not_imported + (select count(*) from canceled), progressed_at = now() where ${importOf(scope, importId)}`.execute(
    tx,
  )
}

/** Writes rejected rows as they were corrected: those without faults wait for their turn, the others stay rejected. The import runs on. */
export async function correctRows(tx: Tx, scope: Scope, importId: string, list: readonly CheckedRow[]): Promise<void> {
  const sound = list.filter(isSound)
  await sql`
    update contact_import_rows r set cells = t.cells::text[], contact = t.contact::text[], serial_numbers = t.serials::text[], outcome = t.outcome, faults = t.faults
    from unnest(${list.map(({ row }) => row)}::int[], ${list.map(({ values }) => arrayText(values))}::text[], ${column.contact(list)}::text[],
      ${column.serialNumbers(list)}::text[], ${column.outcome(list)}::text[], ${list.map(({ faults }) => JSON.stringify(faults))}::jsonb[])
      as t (n, cells, contact, serials, outcome, faults)
    where ${rowsOf(scope, importId)} and r.row_number = t.n`.execute(tx)
  if (sound.length === 0) return
  const first = Math.min(...sound.map(({ row }) => row))
  await sql`update contact_imports set status = 'running', ended_at = null, rejected = rejected - ${sound.length}, position = least(position, ${first - 1}),
    progressed_at = now() where ${importOf(scope, importId)}`.execute(tx)
}

export interface ImportEnd {
  status: 'completed' | 'canceled'
  taskId: string | undefined
}

/** Ends an import; gives a digest of its outcomes: what it did, in one line that no row can leave unnoticed. */
export async function endImport(tx: Tx, scope: Scope, importId: string, { status, taskId }: ImportEnd): Promise<string> {
  await sql`update contact_imports set status = ${status}, ended_at = now(), task_id = coalesce(${taskId ?? null}::bigint, task_id)
    where ${importOf(scope, importId)}`.execute(tx)
  const row = await firstRow(
    tx,
    sql<{
      digest: string
    }>`select sha256_of(coalesce(string_agg(concat_ws(' ', row_number, outcome, contact_id, reason), E'\n' order by row_number), '')) as digest
      from contact_import_rows where ${rowsOf(scope, importId)}`,
  )
  return row!.digest
}

/** Leaves the pending serial numbers of these printers to a task. */
export async function leaveToTask(tx: Tx, scope: Scope, importId: string, taskId: string, printerIds: string[]): Promise<void> {
  await sql`update contact_pending_serials s set task_id = ${taskId}::bigint from printers p
    where s.organization_id = ${scope.organizationId} and s.import_id = ${importId}
      and p.organization_id = s.organization_id and p.id = any (${printerIds}::uuid[]) and p.serial_key = s.serial_key`.execute(tx)
}

/**
 * Has the rows that were left out when an import was canceled wait again; the import, which is locked, runs on. Gives whether there were
 * any.
 */
export async function awaitCanceledRows(tx: Tx, scope: Scope, importId: string): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql<{ rows: number }>`
      with waiting as (
        update contact_import_rows set outcome = 'waiting', reason = null
        where ${rowsOf(scope, importId)} and outcome = 'not-imported' and reason = 'Import canceled'
        returning row_number
      ), counted as (select count(*)::int as rows, min(row_number) as first from waiting)
      update contact_imports i
      set status = 'running', ended_at = null, progressed_at = now(), not_imported = i.not_imported - counted.rows,
        position = least(i.position, counted.first - 1)
      from counted
      where i.organization_id = ${scope.organizationId} and i.id = ${importId} and counted.rows > 0
      returning counted.rows`,
  )
  return row !== undefined
}

/**
 * Deletes contacts that an import made, which are locked, with the serial numbers that wait for them; their rows are not imported any
 * more.
 */
export async function undoRows(tx: Tx, scope: Scope, importId: string, contactIds: string[]): Promise<void> {
  await sql`
    delete from contact_pending_serials
    where organization_id = ${scope.organizationId} and contact_id = any (${contactIds}::uuid[])`.execute(tx)
  await sql`
    with undone as (
      update contact_import_rows set outcome = 'not-imported', reason = 'Import undone', contact_id = null
      where ${rowsOf(scope, importId)} and outcome = 'imported' and contact_id = any (${contactIds}::uuid[])
      returning 1
    ), counted as (select count(*)::int as rows from undone)
    update contact_imports i set imported = i.imported - counted.rows, not_imported = i.not_imported + counted.rows
    from counted
    where i.organization_id = ${scope.organizationId} and i.id = ${importId}`.execute(tx)
}
