import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { FollowedPrinter, SupplyChange } from './followed-supplies.ts'

/** Writes what is known of the supplies of printers. */
export async function writeFollowed(tx: Tx, scope: Scope, list: { printerId: string; printer: FollowedPrinter }[]): Promise<void> {
  if (list.length === 0) return
  // JSON has no line break of its own: lines need no quoting, as the elements of an array would.
  const texts = list.map(({ printer }) => JSON.stringify(printer)).join('\n')
  await sql`insert into supply_states (organization_id, printer_id, supplies)
    select ${scope.organizationId}, t.id, t.supplies from unnest(${list.map((one) => one.printerId)}::uuid[], string_to_array(${texts}, E'\n')) as t (id, supplies)
    on conflict (organization_id, printer_id) do update set supplies = excluded.supplies`.execute(tx)
}

/** Keeps what happened to supplies. */
export async function insertChanges(tx: Tx, scope: Scope, list: (SupplyChange & { printerId: string })[]): Promise<void> {
  if (list.length === 0) return
  const of = <K extends keyof (typeof list)[number]>(key: K) => list.map((one) => one[key])
  await sql`insert into supply_changes (organization_id, printer_id, at, supply, kind, remarks, before, after, part, serial_number, pages)
    select ${scope.organizationId}, t.printer_id, t.at, t.supply, t.kind, coalesce(string_to_array(nullif(t.remarks, ''), ','), '{}'), t.before, t.after, t.part, t.serial, t.pages
    from unnest(${of('printerId')}::uuid[], ${of('at')}::timestamptz[], ${of('supply')}::text[], ${of('kind')}::text[], ${list.map((one) => one.remarks.join(','))}::text[],
      ${of('before')}::text[], ${of('after')}::text[], ${of('part')}::text[], ${of('serial')}::text[], ${of('pages')}::bigint[])
    as t (printer_id, at, supply, kind, remarks, before, after, part, serial, pages)`.execute(tx)
}

/** Keeps what a report has taught about the fleet, until it is merged. */
export async function insertLessons(tx: Tx, lessons: string): Promise<void> {
  await sql`insert into fleet_lessons (lessons) values (${lessons})`.execute(tx)
}

/** Takes lessons that are not merged yet, the oldest first, with the statistics under lock. */
export async function takeLessons(tx: Tx, most: number): Promise<{ statistics: string | null; lessons: string[] }> {
  const row = await firstRow(tx, sql<{ statistics: string | null }>`select statistics from fleet_statistics for update`)
  const taken = await rows(
    tx,
    sql<{
      lessons: string
    }>`delete from fleet_lessons where id in (select id from fleet_lessons order by id limit ${most}) returning lessons`,
  )
  return { statistics: row!.statistics, lessons: taken.map(({ lessons }) => lessons) }
}

export async function writeStatistics(tx: Tx, statistics: string): Promise<void> {
  await sql`update fleet_statistics set statistics = ${statistics}, updated_at = clock_timestamp()`.execute(tx)
}
