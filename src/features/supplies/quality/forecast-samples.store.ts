import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

/** Takes the samples of supplies whose cartridge was replaced, and adds up how they came true. */
export async function settleSamples(
  tx: Tx,
  { organizationId }: Scope,
  installs: { printerId: string; supply: string; at: string; counts: boolean }[],
): Promise<void> {
  await sql`
    with ended as (
      select t.printer_id, t.supply, min(t.at::date) as day, bool_and(t.counts) as counts
      from unnest(${installs.map((one) => one.printerId)}::uuid[], ${installs.map((one) => one.supply)}::text[],
        ${installs.map((one) => one.at)}::timestamptz[], ${installs.map((one) => one.counts)}::boolean[]) as t (printer_id, supply, at, counts)
      group by 1, 2
    ), taken as (
      delete from forecast_samples s using ended e
      where s.organization_id = ${organizationId} and s.printer_id = e.printer_id and s.supply = e.supply and s.made_on <= e.day
      returning e.day, e.counts, s.made_on, s.ends_from, s.ends_middle, s.ends_to
    )
    insert into forecast_quality (organization_id, month, ahead, settled, sooner, later, days, absolute_days)
    select ${organizationId}, date_trunc('month', day)::date,
      case when ends_middle - made_on <= 7 then 7 when ends_middle - made_on <= 14 then 14 when ends_middle - made_on <= 28 then 28
        when ends_middle - made_on <= 56 then 56 else 365 end,
      count(*), count(*) filter (where day < ends_from), count(*) filter (where day > ends_to), sum(day - ends_middle), sum(abs(day - ends_middle))
    from taken where counts group by 2, 3
    on conflict (organization_id, month, ahead) do update set settled = forecast_quality.settled + excluded.settled,
      sooner = forecast_quality.sooner + excluded.sooner, later = forecast_quality.later + excluded.later, days = forecast_quality.days + excluded.days,
      absolute_days = forecast_quality.absolute_days + excluded.absolute_days`.execute(tx)
}
