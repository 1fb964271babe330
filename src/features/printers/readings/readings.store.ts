import { isIPv4, isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { PrinterReading, SupplyReading } from '../../agent-protocol/agent-protocol.api.ts'
import { levelsOf } from '../history/printer-history.ts'
import type { PrinterRow } from './printer-row.ts'

const column = <K extends keyof PrinterRow>(list: PrinterRow[], name: K) => list.map((row) => row[name])
const ipAddress = ({ address }: PrinterRow) => (isIPv4(address) || (isIPv6(address) && !address.includes('%')) ? address : null)

/** Makes or changes printers; a printer in which nothing changed is not written. Gives the id of each identity. */
export async function upsertPrinters(tx: Tx, scope: Scope, agentId: string, list: PrinterRow[]): Promise<Map<string, string>> {
  if (list.length === 0) return new Map()
  const written = await rows(
    tx,
    sql<{ id: string; identity: string }>`
    with seen as (
      select * from unnest(
        ${column(list, 'id')}::uuid[], ${column(list, 'identity')}::text[], ${column(list, 'registration')}::text[], ${column(list, 'failure')}::text[],
        ${column(list, 'address')}::text[], ${list.map(ipAddress)}::inet[],
        ${column(list, 'manufacturer')}::text[], ${column(list, 'model')}::text[], ${column(list, 'serialNumber')}::text[], ${column(list, 'macAddress')}::text[],
        ${column(list, 'hostName')}::text[], ${column(list, 'location')}::text[], ${column(list, 'firmware')}::text[], ${column(list, 'description')}::text[])
      as t (id, identity, registration, failure, address, ip_address, manufacturer, model, serial_number, mac_address, host_name, location, firmware, description)
    ), changed as (
      update printers p set identity = s.identity, registration = s.registration, registration_failure = s.failure, address = s.address, ip_address = s.ip_address,
        manufacturer = coalesce(s.manufacturer, p.manufacturer), model = coalesce(s.model, p.model), serial_number = coalesce(s.serial_number, p.serial_number),
        mac_address = coalesce(s.mac_address, p.mac_address), host_name = coalesce(s.host_name, p.host_name), location = coalesce(s.location, p.location),
        firmware = coalesce(s.firmware, p.firmware), description = coalesce(s.description, p.description), agent_id = ${agentId},
        enrolled_at = case when s.registration = 'enrolled' and p.registration <> 'enrolled' then now() else p.enrolled_at end,
        unenrolled_at = case when s.registration = 'unenrolled' then p.unenrolled_at end
      from seen s
      where p.organization_id = ${scope.organizationId} and p.id = s.id
        and (p.identity, p.registration, p.registration_failure, p.address, p.manufacturer, p.model, p.serial_number, p.mac_address, p.host_name, p.location, p.firmware, p.description, p.agent_id)
          is distinct from (s.identity, s.registration, s.failure, s.address, coalesce(s.manufacturer, p.manufacturer), coalesce(s.model, p.model), coalesce(s.serial_number, p.serial_number),
            coalesce(s.mac_address, p.mac_address), coalesce(s.host_name, p.host_name), coalesce(s.location, p.location), coalesce(s.firmware, p.firmware), coalesce(s.description, p.description), ${agentId}::uuid)
    ), made as (
      insert into printers (organization_id, identity, registration, registration_failure, address, ip_address, manufacturer, model, serial_number,
        mac_address, host_name, location, firmware, description, agent_id, enrolled_at)
      select ${scope.organizationId}, identity, registration, failure, address, ip_address, manufacturer, model, serial_number,
        mac_address, host_name, location, firmware, description, ${agentId}, case when registration = 'enrolled' then now() end
      from seen where id is null
      returning id, identity
    )
    select id, identity from made union all select id, identity from seen where id is not null`,
  )
  return new Map(written.map((row) => [row.identity, row.id]))
}

/** A reading of a printer, with those of it that went before. */
interface Reported {
  printerId: string
  at: string
  countedAt: string | null
  reading: PrinterReading
  earlier: { at: string; reading: PrinterReading }[]
}

/**
 * The newest values of printers, their history, and page counts that went down: in one statement. A page count that a printer did not report this time
 * keeps what it said last, with its age.
 * @rule printers/counts-that-go-down  A page count that goes down is recorded as an event and never counts as negative pages.
 */
export async function upsertReadings(tx: Tx, scope: Scope, list: Reported[]): Promise<void> {
  await sql`
    with reported as materialized (
      select t.*, b.last_read_at as before_at, b.levels as before_levels, b.lifetime_page_count as before_lpc, b.lifetime_page_count_source as before_source,
        b.mono_page_count as before_mono, b.color_page_count as before_color, ${scope.organizationId}::uuid as organization_id,
        case when t.keeps then keep_good_levels(t.told_supplies::jsonb, s.supplies, b.last_read_at) else t.told_supplies::jsonb end as supplies,
        t.told_levels::jsonb as levels, t.told_alerts::jsonb as alerts
      from (${reportedRows(list)}) t
      left join printer_readings b on b.organization_id = ${scope.organizationId} and b.printer_id = t.printer_id
      left join printer_supplies s on t.keeps and s.organization_id = ${scope.organizationId} and s.printer_id = t.printer_id
    ), wide as (
      insert into printer_supplies as s (organization_id, printer_id, supplies, alerts, sources)
      select t.organization_id, t.printer_id, t.supplies, t.alerts, t.reported_sources::jsonb from reported t where t.before_at is null or t.before_at <= t.at
      on conflict (organization_id, printer_id) do update set supplies = excluded.supplies, alerts = excluded.alerts, sources = s.sources || excluded.sources
      where (s.supplies, s.alerts, s.sources) is distinct from (excluded.supplies, excluded.alerts, s.sources || excluded.sources)
    ), live as (
      insert into printer_readings as r (organization_id, printer_id, last_read_at, device_status, printer_status, worst_alert, lifetime_page_count,
        lifetime_page_count_unit, lifetime_page_count_source, lifetime_page_count_read_at, mono_page_count, color_page_count, lowest_supply_percent,
        levels, error_state, status_text)
      select t.organization_id, t.printer_id, t.at, t.device_status, t.printer_status, t.worst_alert, t.lpc, t.unit, t.source, t.counted_at,
        t.mono, t.color, coalesce(case when t.keeps then lowest_level(t.supplies) end, t.lowest), t.levels,
        coalesce(string_to_array(nullif(t.errors, ''), ','), '{}'), t.status_text
      from reported t
      on conflict (organization_id, printer_id) do update set
        last_read_at = excluded.last_read_at, device_status = excluded.device_status, printer_status = excluded.printer_status, worst_alert = excluded.worst_alert,
        lifetime_page_count = coalesce(excluded.lifetime_page_count, r.lifetime_page_count),
        lifetime_page_count_unit = case when excluded.lifetime_page_count is null then r.lifetime_page_count_unit else excluded.lifetime_page_count_unit end,
        lifetime_page_count_source = case when excluded.lifetime_page_count is null then r.lifetime_page_count_source else excluded.lifetime_page_count_source end,
        lifetime_page_count_read_at = coalesce(excluded.lifetime_page_count_read_at, r.lifetime_page_count_read_at),
        mono_page_count = coalesce(excluded.mono_page_count, r.mono_page_count), color_page_count = coalesce(excluded.color_page_count, r.color_page_count),
        lowest_supply_percent = excluded.lowest_supply_percent, levels = excluded.levels,
        error_state = excluded.error_state, status_text = excluded.status_text, silence_reason = null, silent_since = null
      where r.last_read_at is null or r.last_read_at <= excluded.last_read_at
    ), ${historyOf(scope, list)}
    insert into printer_events (organization_id, printer_id, at, kind, before, after)
    select t.organization_id, t.printer_id, t.at, 'page-count-went-down', t.before_lpc, t.lpc from reported t
    where t.lpc < t.before_lpc and t.at >= t.before_at and t.source is not distinct from t.before_source`.execute(tx)
}

// JSON has no line break of its own: lines need no quoting, as the elements of an array would.
const lines = (values: unknown[]) => sql`string_to_array(${values.map((value) => JSON.stringify(value)).join('\n')}, E'\n')`

function reportedRows(list: Reported[]) {
  const of = <T>(pick: (reading: PrinterReading) => T) => list.map(({ reading }) => pick(reading))
  return sql`select * from unnest(
      ${list.map((item) => item.printerId)}::uuid[], ${list.map((item) => item.at)}::timestamptz[], ${of((r) => r.deviceStatus)}::text[],
      ${of((r) => r.printerStatus)}::text[], ${of(worstAlert)}::text[], ${of((r) => r.lifetimePageCount)}::bigint[], ${of((r) => r.lifetimePageCountUnit)}::text[],
      ${of((r) => r.lifetimePageCountSource)}::text[], ${of((r) => r.monoPageCount)}::bigint[], ${of((r) => r.colorPageCount)}::bigint[],
      ${of(lowestSupply)}::real[], ${lines(of((r) => r.supplies.map(withoutFalseNumbers)))}, ${lines(of((r) => levelsOf(r.supplies)))},
      ${of(keepsLastGood)}::boolean[], ${lines(of((r) => r.alerts))}, ${lines(of((r) => r.sources ?? {}))},
      ${of((r) => r.errorState.join(','))}::text[], ${of((r) => r.statusText)}::text[], ${list.map((item) => item.countedAt)}::timestamptz[])
    as t (printer_id, at, device_status, printer_status, worst_alert, lpc, unit, source, mono, color, lowest, told_supplies, told_levels, keeps, told_alerts, reported_sources, errors, status_text, counted_at)`
}

// What the history takes of the readings: those that say something new, and one an hour; all of an earlier time that were delivered together.
function historyOf(scope: Scope, list: Reported[]) {
  const earlier = list.flatMap(({ printerId, earlier: before }) => before.map((one) => ({ printerId, ...one })))
  const of = <T>(pick: (reading: PrinterReading) => T) => earlier.map(({ reading }) => pick(reading))
  const all = sql`
    select t.printer_id, t.at, t.lpc, t.mono, t.color, t.levels from reported t
    where t.before_at is null or date_trunc('hour', t.before_at) <> date_trunc('hour', t.at) or t.levels <> t.before_levels
      or coalesce(t.lpc, t.before_lpc) is distinct from t.before_lpc
      or coalesce(t.mono, t.before_mono) is distinct from t.before_mono or coalesce(t.color, t.before_color) is distinct from t.before_color`
  const before = sql`select * from unnest(${earlier.map((one) => one.printerId)}::uuid[], ${earlier.map((one) => one.at)}::timestamptz[],
    ${of((r) => r.lifetimePageCount)}::bigint[], ${of((r) => r.monoPageCount)}::bigint[], ${of((r) => r.colorPageCount)}::bigint[],
    ${of((r) => JSON.stringify(levelsOf(r.supplies)))}::jsonb[]) as e`
  return sql`
    news as materialized (${earlier.length > 0 ? sql`${all} union all ${before}` : all}),
    spans as (select min(since) filter (where kept = 'reading_history') as since, min(until) filter (where kept = 'reading_history') as until,
      min(since) filter (where kept = 'reading_hours') as hours_since from history_spans),
    kept as (
      insert into reading_history (organization_id, printer_id, at, lifetime_page_count, mono_page_count, color_page_count, levels)
      select ${scope.organizationId}, n.* from news n cross join spans s where n.at >= s.since and n.at < s.until on conflict do nothing
    ), dues as (
      insert into history_dues select distinct 'reading_hours', date_trunc('hour', n.at) from news n cross join spans s where n.at >= s.since
      on conflict do nothing
    ), ${
      list.some(isLate)
        ? sql`late as (${lateHours(scope)}), late_dues as (
      insert into history_dues select distinct 'reading_days', date_trunc('day', n.at) from news n cross join spans s where n.at < s.since
      on conflict do nothing),`
        : sql``
    } nothing as (select 1)`
}

const LATE_MILLISECONDS = 24 * 3600 * 1000
const isLate = ({ at, earlier }: Reported) => Date.now() - Date.parse(earlier[0]?.at ?? at) > LATE_MILLISECONDS

// What was reported later than readings are kept as they were: the last of each hour.
const lateHours = (scope: Scope) => sql`
  insert into reading_hours as h (organization_id, printer_id, at, lifetime_page_count, mono_page_count, color_page_count, levels)
  select distinct on (n.printer_id, date_trunc('hour', n.at)) ${scope.organizationId}, n.printer_id, date_trunc('hour', n.at), n.lpc, n.mono, n.color, n.levels
  from news n cross join spans s where n.at < s.since and n.at >= s.hours_since order by n.printer_id, date_trunc('hour', n.at), n.at desc
  on conflict (organization_id, printer_id, at) do update set lifetime_page_count = excluded.lifetime_page_count,
    mono_page_count = excluded.mono_page_count, color_page_count = excluded.color_page_count, levels = excluded.levels`

const keepsLastGood = ({ supplies }: PrinterReading) => supplies.length === 0 || supplies.some(({ state }) => state !== 'level')

// -3, -2 and -1 are words, not numbers, whatever stands beside them.
const withoutFalseNumbers = (supply: SupplyReading): SupplyReading =>
  supply.state === 'level' ? supply : { ...supply, level: null, percent: null }

// A receptacle counts too: a full waste container stops a printer as an empty toner does.
function lowestSupply({ supplies }: PrinterReading): number | null {
  const levels = supplies.flatMap((supply) => (supply.state === 'level' && supply.percent !== null ? [supply.percent] : []))
  return levels.length > 0 ? Math.min(...levels) : null
}

function worstAlert({ alerts }: PrinterReading): string | null {
  const worst = alerts.find((alert) => alert.severity === 'critical') ?? alerts.find((alert) => alert.severity === 'warning')
  return worst ? worst.text || `${worst.severity === 'critical' ? 'Critical alert' : 'Warning'} without a text` : null
}

/**
 * An address that another printer answers at now.
 * @rule printers/address-reused  When another printer answers at an address, the former printer is unchanged and shows the mismatch.
 */
export async function markTakenAddresses(
  tx: Tx,
  scope: Scope,
  agentId: string,
  list: { address: string; printerId: string; at: string }[],
): Promise<void> {
  if (list.length === 0) return
  await sql`
    update printer_readings r set silence_reason = 'another-printer', silent_since = coalesce(r.silent_since, t.at)
    from unnest(${list.map((item) => item.address)}::text[], ${list.map((item) => item.printerId)}::uuid[], ${list.map((item) => item.at)}::timestamptz[])
      as t (address, printer_id, at)
    join printers p on p.organization_id = ${scope.organizationId} and p.agent_id = ${agentId} and p.address = t.address and p.id <> t.printer_id
    where r.organization_id = ${scope.organizationId} and r.printer_id = p.id and r.silence_reason is distinct from 'another-printer'`.execute(
    tx,
  )
}

/** Notes why the printers of an agent at these addresses were not read, last at `at`, and since when. */
export async function markSilent(
  tx: Tx,
  scope: Scope,
  agentId: string,
  list: { address: string; reason: string; since: string; at: string }[],
): Promise<void> {
  await sql`
    update printer_readings r set silence_reason = t.reason, silent_since = coalesce(r.silent_since, t.since)
    from unnest(${list.map((item) => item.address)}::text[], ${list.map((item) => item.reason)}::text[], ${list.map((item) => item.since)}::timestamptz[],
      ${list.map((item) => item.at)}::timestamptz[]) as t (address, reason, since, at)
    join printers p on p.organization_id = ${scope.organizationId} and p.agent_id = ${agentId} and p.address = t.address
    where r.organization_id = ${scope.organizationId} and r.printer_id = p.id and r.silence_reason is distinct from t.reason
      and (r.last_read_at is null or r.last_read_at <= t.at)
      and r.silence_reason is distinct from 'another-printer'`.execute(tx)
}
