import type pg from 'pg'
import type { PrinterReading } from '../../src/features/agent-protocol/agent-protocol.api.ts'

/**
 * Writes the readings of known printers with one statement from `unnest`, in one transaction: the newest values and a row of history each, without
 * looking whose a reading is, what changed, or what went down.
 */
export async function insertReadings(
  client: pg.ClientBase,
  organizationId: string,
  at: string,
  readings: { id: string; reading: PrinterReading }[],
) {
  const of = <T>(pick: (reading: PrinterReading) => T) => readings.map(({ reading }) => pick(reading))
  await client.query('begin')
  await client.query({
    name: 'readings',
    text: `with reported as (
        select * from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::real[], $8::jsonb[], $9::jsonb[], $10::jsonb[])
          as t (id, lpc, mono, device_status, printer_status, lowest, supplies, levels, alerts)
      ), live as (
        insert into printer_readings as r (organization_id, printer_id, last_read_at, lifetime_page_count, lifetime_page_count_read_at, mono_page_count, device_status,
          printer_status, lowest_supply_percent, levels)
        select $1, id, $11, lpc, $11, mono, device_status, printer_status, lowest, levels from reported
        on conflict (organization_id, printer_id) do update set last_read_at = excluded.last_read_at, lifetime_page_count = excluded.lifetime_page_count,
          lifetime_page_count_read_at = excluded.lifetime_page_count_read_at, mono_page_count = excluded.mono_page_count, device_status = excluded.device_status,
          printer_status = excluded.printer_status, lowest_supply_percent = excluded.lowest_supply_percent, levels = excluded.levels
      ), wide as (
        insert into printer_supplies (organization_id, printer_id, supplies, alerts) select $1, id, supplies, alerts from reported
        on conflict (organization_id, printer_id) do update set supplies = excluded.supplies, alerts = excluded.alerts
      )
      insert into reading_history (organization_id, printer_id, at, lifetime_page_count, mono_page_count, levels) select $1, id, $11, lpc, mono, levels from reported`,
    values: [
      organizationId,
      readings.map(({ id }) => id),
      of((r) => r.lifetimePageCount),
      of((r) => r.monoPageCount),
      of((r) => r.deviceStatus),
      of((r) => r.printerStatus),
      of((r) => Math.min(...r.supplies.map(({ percent }) => percent ?? 100))),
      of((r) => JSON.stringify(r.supplies)),
      of((r) => JSON.stringify(Object.fromEntries(r.supplies.map(({ index, percent }) => [index, percent])))),
      of((r) => JSON.stringify(r.alerts)),
      at,
    ],
  })
  await client.query('commit')
}
