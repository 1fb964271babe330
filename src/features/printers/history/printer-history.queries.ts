import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import { cursorCount, cutPage, readCursor } from '../../../platform/page.ts'
import type { Scope } from '../../../platform/scope.ts'
import { TASK_LABELS } from '../../task-kinds.ts'
import type { PrinterDetails } from '../printers.api.ts'
import { REGISTRATIONS } from '../printers.ts'
import type { PrinterEvent, PrinterHistory, PrinterTask } from './printer-history.api.ts'
import { type HistoryRange, RANGE_SECONDS, type SupplyLevels, seriesOf } from './printer-history.ts'

interface PointRow {
  at: string
  lifetimePageCount: number | null
  monoPageCount: number | null
  colorPageCount: number | null
  levels: SupplyLevels
}

/** The supplies of a printer as it reported them last; undefined when there is no such printer on the list. */
export async function findSupplies(tx: Tx, scope: Scope, printerId: string): Promise<PrinterDetails['supplies'] | undefined> {
  const row = await firstRow(
    tx,
    sql<{ supplies: PrinterDetails['supplies'] | null }>`select r.supplies from printers p
      left join printer_supplies r on r.organization_id = p.organization_id and r.printer_id = p.id
      where p.organization_id = ${scope.organizationId} and p.id = ${printerId} and p.registration <> 'unenrolled'`,
  )
  return row && (row.supplies ?? [])
}

// From which tables a range is read: the coarser as far as it is rolled up, the finer for what is newer.
const KEPT: Record<HistoryRange, { table: string; newerThanDays: number | null }[]> = {
  day: [{ table: 'reading_history', newerThanDays: null }],
  month: [
    { table: 'reading_hours', newerThanDays: null },
    { table: 'reading_history', newerThanDays: 2 },
  ],
  year: [
    { table: 'reading_days', newerThanDays: null },
    { table: 'reading_hours', newerThanDays: 3 },
    { table: 'reading_history', newerThanDays: 2 },
  ],
}

/** Page counts and levels over a range of time that ends at an instant: of each step the last reading. */
export async function readHistory(
  tx: Tx,
  scope: Scope,
  printerId: string,
  supplies: PrinterDetails['supplies'],
  { range, to }: { range: HistoryRange; to: string },
): Promise<PrinterHistory> {
  const { span, step } = RANGE_SECONDS[range]
  const from = new Date(Date.parse(to) - span * 1000).toISOString()
  const points = KEPT[range].map(
    ({ table, newerThanDays }) => sql`select at, lifetime_page_count, mono_page_count, color_page_count, levels from ${sql.table(table)}
      where organization_id = ${scope.organizationId} and printer_id = ${printerId} and at > ${from}::timestamptz and at <= ${to}::timestamptz
        ${newerThanDays === null ? sql`` : sql`and at > now() - make_interval(days => ${newerThanDays})`}`,
  )
  const found = await rows(
    tx,
    sql<PointRow>`select distinct on (step) at, lifetime_page_count as "lifetimePageCount", mono_page_count as "monoPageCount",
        color_page_count as "colorPageCount", levels
      from (select *, date_bin(make_interval(secs => ${step}), at, ${from}::timestamptz) as step from (${sql.join(points, sql` union all `)}) u) p
      order by step, at desc`,
  )
  const counters = found
    .filter((row) => (row.lifetimePageCount ?? row.monoPageCount ?? row.colorPageCount) !== null)
    .map(({ levels: _, ...point }) => point)
  return { range, from, to, stepSeconds: step, counters, supplies: seriesOf(found, supplies) }
}

const REGISTRATION_WORDS: Record<string, string> = { ...REGISTRATIONS, unenrolled: 'Unenrolled' }

/** What changed about a printer, newest first. */
export async function listEvents(tx: Tx, scope: Scope, query: { printerId: string; cursor?: string; limit: number }) {
  const [before] = readCursor(query.cursor, [cursorCount]) ?? [null]
  const found = await rows(
    tx,
    sql<PrinterEvent>`select id::text, at, kind, before, after from printer_events
      where organization_id = ${scope.organizationId} and printer_id = ${query.printerId} and (${before}::bigint is null or id < ${before})
      order by printer_events.id desc limit ${query.limit + 1}`,
  )
  const inWords = (value: string | null) => (value === null ? null : (REGISTRATION_WORDS[value] ?? value))
  return cutPage(
    found.map((event) =>
      event.kind === 'registration' ? { ...event, before: inWords(event.before), after: inWords(event.after) } : event,
    ),
    query.limit,
    (row) => [row.id],
  )
}

/** The tasks that included a printer, newest first, with its outcome in each. */
export async function listPrinterTasks(tx: Tx, scope: Scope, query: { printerId: string; cursor?: string; limit: number }) {
  const [before] = readCursor(query.cursor, [cursorCount]) ?? [null]
  const found = await rows(
    tx,
    sql<
      Omit<PrinterTask, 'label'>
    >`select o.task_id::text as "taskId", t.kind, t.status, t.started_by as "startedBy", t.started_at as "startedAt",
        o.outcome, o.reason, o.details, o.at
      from task_outcomes o join tasks t on t.organization_id = o.organization_id and t.id = o.task_id
      where o.organization_id = ${scope.organizationId} and o.printer_id = ${query.printerId} and (${before}::bigint is null or o.task_id < ${before})
      order by o.task_id desc limit ${query.limit + 1}`,
  )
  return cutPage(
    found.map((row) => ({ ...row, label: TASK_LABELS[row.kind] })),
    query.limit,
    (row) => [row.taskId],
  )
}
