import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/database.ts'
import type { PrinterOutlook } from './outlook.ts'

/** Keeps what was decided about the supplies of printers. */
export async function writeOutlooks(tx: Tx, list: PrinterOutlook[]): Promise<void> {
  if (list.length === 0) return
  const texts = list.map(({ supplies }) => JSON.stringify(supplies)).join('\n')
  await sql`insert into supply_outlooks (organization_id, printer_id, decided_at, ends_from, ends_to, outlook)
    select t.organization_id, t.printer_id, now(), t.ends_from, t.ends_to, t.outlook
    from unnest(${list.map((one) => one.organizationId)}::uuid[], ${list.map((one) => one.printerId)}::uuid[], ${list.map((one) => one.endsFrom)}::date[],
      ${list.map((one) => one.endsTo)}::date[], string_to_array(${texts}, E'\n')) as t (organization_id, printer_id, ends_from, ends_to, outlook)
    on conflict (organization_id, printer_id) do update set decided_at = excluded.decided_at, ends_from = excluded.ends_from, ends_to = excluded.ends_to,
      outlook = excluded.outlook`.execute(tx)
}

/** Keeps the forecasts of this week of supplies that have none of it yet. */
export async function keepSamples(tx: Tx, list: PrinterOutlook[], today: string): Promise<void> {
  const samples = list.flatMap(({ organizationId, printerId, supplies }) =>
    supplies.flatMap(({ supply, forecast }) => (forecast ? [{ organizationId, printerId, supply, ...forecast }] : [])),
  )
  if (samples.length === 0) return
  const of = <K extends keyof (typeof samples)[number]>(key: K) => samples.map((one) => one[key])
  await sql`insert into forecast_samples (organization_id, printer_id, supply, week, made_on, ends_from, ends_middle, ends_to)
    select t.organization_id, t.printer_id, t.supply, date_trunc('week', ${today}::date)::date, ${today}::date, t.ends_from, t.ends_middle, t.ends_to
    from unnest(${of('organizationId')}::uuid[], ${of('printerId')}::uuid[], ${of('supply')}::text[], ${of('endsFrom')}::date[], ${of('endsMiddle')}::date[],
      ${of('endsTo')}::date[]) as t (organization_id, printer_id, supply, ends_from, ends_middle, ends_to)
    on conflict do nothing`.execute(tx)
}

/** Forgets forecasts whose cartridge was never replaced, and sums that are older than readings by day are kept. */
export async function forgetForecasts(tx: Tx): Promise<void> {
  await sql`delete from forecast_samples where week < current_date - 400`.execute(tx)
  await sql`delete from forecast_quality where month < current_date - (select day_retention_days from settings)`.execute(tx)
}
