import { formatNoun } from '../../platform/numbers.ts'

/**
 * How long a supply will last.
 *
 * Open in the specification is how the interval is made. We take what was reported since the cartridge was put in, up to the last change of its level, and of all
 * pairs of readings that lie a day or more apart the rates at which it fell: the interval runs from the fast fifth of them to the slow one. What
 * happened after the last change counts as nothing, because many devices stop counting down once they are low: the date that was forecast then stays.
 */

export interface LevelPoint {
  at: string
  /** left, in percent; for a receptacle, the room left */
  percent: number
}

export const NO_FORECAST = {
  coarse: 'The printer reports levels in steps that are too large for a forecast.',
  'too-little-known': 'There are too few readings since the supply was installed.',
} as const
export type NoForecast = keyof typeof NO_FORECAST

export type Forecast =
  | { kind: 'days'; from: number; to: number; since: string; percentPerDay: number }
  | { kind: 'none'; reason: NoForecast }

const DAY = 86_400_000
/** A shaken cartridge rises a little; what rises by more is another one. */
const REPLACED_PERCENT = 10
const COARSEST_PERCENT = 5
const SHORTEST_DAYS = 3
const LEAST_FALL_PERCENT = 3
/** Beyond, nobody plans by it. */
export const LONGEST_DAYS = 365
const MOST_POINTS = 60

/**
 * Days until nothing is left (of a receptacle: until it is full), as an interval with its basis.
 * @rule supplies/forecast-is-an-interval  A forecast is an interval of days with what it is based on; there is none where levels are coarse or readings are too few.
 * @rule supplies/forecast-outlives-low  After the level stops counting down, the last forecast date stays.
 */
export function forecastOf(points: readonly LevelPoint[], step: number | null, now: string): Forecast {
  if ((step ?? 0) > COARSEST_PERCENT) return { kind: 'none', reason: 'coarse' }
  const fall = untilLastChange(sinceReplacement(points))
  const [first, last] = [fall[0], fall.at(-1)]
  if (!first || !last || days(first, last) < SHORTEST_DAYS || first.percent - last.percent < Math.max(LEAST_FALL_PERCENT, 2 * (step ?? 0)))
    return { kind: 'none', reason: 'too-little-known' }
  const rates = ratesOf(thinned(fall))
  const left = (rate: number) => {
    const whole = (Date.parse(last.at) - Date.parse(now)) / DAY + last.percent / Math.max(rate, 1 / LONGEST_DAYS)
    return Math.min(LONGEST_DAYS, Math.max(0, Math.round(whole)))
  }
  const from = left(quantile(rates, 0.8))
  return { kind: 'days', from, to: Math.max(from, left(quantile(rates, 0.2))), since: first.at, percentPerDay: quantile(rates, 0.5) }
}

/** The forecast in words. */
export function forecastWords(forecast: Forecast): string {
  if (forecast.kind === 'none') return '-'
  const { from, to } = forecast
  if (from >= LONGEST_DAYS) return 'More than a year'
  if (to === 0) return 'Any day'
  if (to >= LONGEST_DAYS) return `${from} days or more`
  return from === to ? formatNoun(to, 'day') : `${from} to ${to} days`
}

const days = (a: LevelPoint, b: LevelPoint) => (Date.parse(b.at) - Date.parse(a.at)) / DAY

function sinceReplacement(points: readonly LevelPoint[]): readonly LevelPoint[] {
  let lowest = Number.POSITIVE_INFINITY
  let start = 0
  for (const [i, { percent }] of points.entries()) {
    if (percent - lowest > REPLACED_PERCENT) start = i
    lowest = start === i ? percent : Math.min(lowest, percent)
  }
  return points.slice(start)
}

function untilLastChange(points: readonly LevelPoint[]): readonly LevelPoint[] {
  const final = points.at(-1)?.percent
  const before = points.findLastIndex(({ percent }) => percent !== final)
  return points.slice(0, before + 2)
}

/** At most so many, evenly chosen, with the first and the last. */
function thinned(points: readonly LevelPoint[]): readonly LevelPoint[] {
  if (points.length <= MOST_POINTS) return points
  const distance = (points.length - 1) / (MOST_POINTS - 1)
  return Array.from({ length: MOST_POINTS }, (_, i) => points[Math.round(i * distance)]!)
}

/** Percent a day between each two readings that lie a day or more apart, ascending. */
function ratesOf(points: readonly LevelPoint[]): number[] {
  const rates = points.flatMap((a, i) =>
    points.slice(i + 1).flatMap((b) => (days(a, b) >= 1 ? [(a.percent - b.percent) / days(a, b)] : [])),
  )
  return rates.toSorted((a, b) => a - b)
}

const quantile = (sorted: readonly number[], q: number): number => sorted[Math.round((sorted.length - 1) * q)] ?? 0
