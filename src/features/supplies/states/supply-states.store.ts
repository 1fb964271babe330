import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { FollowedPrinter, SupplyChange } from './followed-supplies.ts'
import { pack } from './packed-states.ts'

// JSON has no line break of its own: lines need no quoting, as the elements of an array would.
const lines = (texts: string[]) => sql`string_to_array(${texts.join('\n')}, E'\n')`

/** Writes what is known of the supplies of printers; what seldom changes only where it did. */
export async function writeFollowed(
  tx: Tx,
  scope: Scope,
  list: { printerId: string; printer: FollowedPrinter; isSame: boolean }[],
): Promise<void> {
  const packed = list.map(({ printerId, printer, isSame }) => ({ printerId, isSame, ...pack(printer) }))
  const known = packed.filter(({ isSame }) => isSame)
  if (known.length > 0)
    await sql`update supply_states s set states = t.states
      from unnest(${known.map((one) => one.printerId)}::uuid[], ${lines(known.map((one) => one.states))}) as t (id, states)
      where s.organization_id = ${scope.organizationId} and s.printer_id = t.id`.execute(tx)
  const others = packed.filter(({ isSame }) => !isSame)
  if (others.length > 0)
    await sql`insert into supply_states (organization_id, printer_id, facts, states)
      select ${scope.organizationId}, t.* from unnest(${others.map((one) => one.printerId)}::uuid[], ${lines(others.map((one) => one.facts))},
        ${lines(others.map((one) => one.states))}) as t
      on conflict (organization_id, printer_id) do update set facts = excluded.facts, states = excluded.states`.execute(tx)
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

export async function insertReport(tx: Tx, scope: Scope, readings: string): Promise<void> {
  await sql`insert into supply_reports (organization_id, readings) values (${scope.organizationId}, ${readings})`.execute(tx)
}

/** Takes what waits of an organization, the oldest first, while nobody else does. */
export async function takeReports(tx: Tx, { organizationId }: Scope, most: number): Promise<string[]> {
  const any = await firstRow(tx, sql`select from supply_reports where organization_id = ${organizationId} limit 1`)
  if (!any) return []
  await sql`select pg_advisory_xact_lock(hashtextextended(${organizationId}, 20))`.execute(tx)
  const taken = await rows(
    tx,
    sql<{ id: number; readings: string }>`delete from supply_reports where organization_id = ${organizationId} and id in (
      select id from supply_reports where organization_id = ${organizationId} order by id limit ${most}) returning id, readings`,
  )
  return taken.toSorted((a, b) => a.id - b.id).map(({ readings }) => readings)
}
