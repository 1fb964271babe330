import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { ForecastQuality } from './forecast-quality.api.ts'
import { AHEAD, COVERAGE_PERCENT } from './forecast-quality.ts'

/** How forecasts came true in the last months: of one organization, or of all that the transaction may see. */
export async function readForecastQuality(tx: Tx, months: number, organizationId: string | null): Promise<ForecastQuality> {
  const found = await rows(
    tx,
    sql<{ ahead: number; settled: number; sooner: number; later: number; days: number; absoluteDays: number }>`
      select ahead, sum(settled)::int as settled, sum(sooner)::int as sooner, sum(later)::int as later, sum(days)::float8 as days,
        sum(absolute_days)::float8 as "absoluteDays"
      from forecast_quality where month > current_date - make_interval(months => ${months})
        and (${organizationId}::uuid is null or organization_id = ${organizationId}) group by ahead`,
  )
  const byAhead = new Map(found.map((row) => [row.ahead, row]))
  return {
    coveragePercent: COVERAGE_PERCENT,
    rows: Object.keys(AHEAD).map((key) => {
      const daysAhead = Number(key)
      const { settled, sooner, later, days, absoluteDays } = byAhead.get(daysAhead) ?? {
        settled: 0,
        sooner: 0,
        later: 0,
        days: 0,
        absoluteDays: 0,
      }
      const mean = (sum: number) => (settled === 0 ? null : Math.round((10 * sum) / settled) / 10)
      return { daysAhead, settled, within: settled - sooner - later, sooner, later, errorDays: mean(absoluteDays), biasDays: mean(days) }
    }),
  }
}
