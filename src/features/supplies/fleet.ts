import { type FleetStatistics, HORIZONS, PACE_GROUPS, ratioKey, ratioOfBin } from './fleet-statistics.ts'
import { normalBelow, type Spread, shrunkTo } from './moments.ts'
import { weekdayOf } from './working-days.ts'

/** The fleet's statistics made ready for forecasts: made once for a batch (`fleetOf`), never stored. */
export interface Fleet {
  statistics: FleetStatistics
  /** how much is printed on each weekday from Monday; an ordinary working day is 1 */
  weekdays: readonly number[]
  week: number
  /** the same summed from Monday up to each weekday */
  before: Float64Array
  /** what was worked out of the statistics already: ratios by group and days ahead, usage and level when empty by part */
  ratios: Float64Array[][]
  usage: Map<string, Spread>
  empty: Map<string, Spread>
}

/** A ratio stands for a stratum of all that may come; the high ones, on which run-outs depend, are looked at more closely. */
const EDGES = [0, 0.03, 0.07, 0.13, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.87, 0.93, 0.96, 0.98, 0.99, 0.996, 1]
export const STRATA: readonly number[] = EDGES.slice(1).map((edge, i) => edge - EDGES[i]!)
/** Before the fleet has taught any better: ln ratios spread so much, by horizon. */
const GUESSED_SPREAD = [0.9, 0.65, 0.5, 0.42, 0.38, 0.4, 0.45]
const GUESSED_NEW_SPREAD = 1
const GUESS_WEIGHT = 30
const GUESSED_WEEKDAYS = [1, 1, 1, 1, 0.9, 0.1, 0.08]
const GUESSED_WEEKDAYS_WEIGHT = 50
/** Of nominal yield and 5 % coverage: printers differ by their documents. */
const GUESSED_USAGE: Spread = { mean: 0, sd: 0.35 }
const USAGE_WEIGHT = 300 // percent: three cartridges
const GUESSED_EMPTY: Spread = { mean: -2, sd: 5 }
const GUESSED_LOW: Spread = { mean: 18, sd: 8 }
const GUESSED_PACE: Spread = { mean: Math.log(25), sd: 1.2 }
const UNKNOWN_YIELD = 5000

export function fleetOf(statistics: FleetStatistics): Fleet {
  const raw = statistics.weekdays.printed.map(
    (printed, i) => (printed + GUESSED_WEEKDAYS_WEIGHT * GUESSED_WEEKDAYS[i]!) / (statistics.weekdays.days[i]! + GUESSED_WEEKDAYS_WEIGHT),
  )
  const workday = raw.slice(0, 5).reduce((sum, value) => sum + value, 0) / 5
  const weekdays = raw.map((value) => value / workday)
  const week = weekdays.reduce((sum, value) => sum + value, 0)
  const before = Float64Array.from(weekdays, (_, i) => weekdays.slice(0, i).reduce((sum, value) => sum + value, 0))
  return { statistics, weekdays, week, before, ratios: PACE_GROUPS.map(() => []), usage: new Map(), empty: new Map() }
}

/** Weighted weekdays between two moments. */
export function weekdaysBetween(fleet: Fleet, from: number, to: number): number {
  return to <= from ? 0 : weekdaysUpTo(fleet, to) - weekdaysUpTo(fleet, from)
}

function weekdaysUpTo(fleet: Fleet, day: number): number {
  const whole = Math.floor(day)
  const weekday = weekdayOf(day)
  return ((whole - weekday) / 7) * fleet.week + fleet.before[weekday]! + (day - whole) * fleet.weekdays[weekday]!
}

function kept(found: Map<string, Spread>, part: string, workOut: () => Spread): Spread {
  let spread = found.get(part)
  if (!spread) {
    spread = workOut()
    found.set(part, spread)
  }
  return spread
}

/** Percent per page that nominal yield gives. */
export const nominalUsage = (yieldPages: number | null): number => 100 / (yieldPages ?? UNKNOWN_YIELD)

/** ln of percent per page against nominal yield: of the part, drawn towards the fleet's. */
export function usageOf(fleet: Fleet, part: string): Spread {
  return kept(fleet.usage, part, () =>
    shrunkTo(shrunkTo(GUESSED_USAGE, USAGE_WEIGHT, fleet.statistics.usage), USAGE_WEIGHT, fleet.statistics.parts[part]?.usage),
  )
}

/** The level at which the part is empty. */
export function emptyAt(fleet: Fleet, part: string): Spread {
  return kept(fleet.empty, part, () =>
    shrunkTo(shrunkTo(GUESSED_EMPTY, 20, fleet.statistics.emptyAt), 10, fleet.statistics.parts[part]?.emptyAt),
  )
}

/** The level at which a printer begins to say a word, with the standard error of what the fleet knows of it. */
export function markOf(fleet: Fleet, part: string, word: string): { mean: number; error: number } {
  const guess = word === 'low' ? GUESSED_LOW : { mean: Number(word), sd: GUESSED_LOW.sd }
  const weight = 1 / guess.sd ** 2
  const found = fleet.statistics.parts[part]?.marks[word]
  return { mean: shrunkTo(guess, weight, found).mean, error: 1 / Math.sqrt(weight + (found?.weight ?? 0)) }
}

/** Whether the fleet ever heard this word of the part. */
export const knowsMark = (fleet: Fleet, part: string, word: string): boolean => (fleet.statistics.parts[part]?.marks[word]?.weight ?? 0) > 0

/** Pages a weekday of a new printer: its model's middle. */
export function modelPace(fleet: Fleet, model: string): number {
  const { mean } = shrunkTo(GUESSED_PACE, 2, fleet.statistics.models[model]?.pace)
  return Math.exp(mean)
}

/** Ratios of what comes over what is forecast so many days ahead, one for each stratum, ascending. */
export function ratiosAhead(fleet: Fleet, group: number, days: number): Float64Array {
  const day = Math.min(HORIZONS.at(-1)!, Math.max(1, Math.round(days)))
  const cached = fleet.ratios[group]![day]
  if (cached) return cached
  const upper = HORIZONS.findIndex((horizon) => horizon >= day)
  const above = ratiosAt(fleet, group, upper)
  let found = above
  if (HORIZONS[upper] !== day) {
    const below = ratiosAt(fleet, group, upper - 1)
    const t = Math.log(day / HORIZONS[upper - 1]!) / Math.log(HORIZONS[upper]! / HORIZONS[upper - 1]!)
    found = above.map((ratio, i) => below[i]! + t * (ratio - below[i]!))
  }
  fleet.ratios[group]![day] = found
  return found
}

function ratiosAt(fleet: Fleet, group: number, horizon: number): Float64Array {
  const counts = fleet.statistics.ratios[ratioKey(group, horizon)] ?? []
  const sd = Math.hypot(GUESSED_SPREAD[horizon]!, group === 0 ? GUESSED_NEW_SPREAD : group === 1 ? GUESSED_NEW_SPREAD / 2 : 0)
  const bins = Math.max(counts.length, 53)
  const weights = Array.from({ length: bins }, (_, bin) => (counts[bin] ?? 0) + GUESS_WEIGHT * guessedShare(bin, sd))
  return strataOf(weights)
}

function guessedShare(bin: number, sd: number): number {
  if (bin === 0) return 0.01
  const middle = Math.log(ratioOfBin(bin))
  return normalBelow((middle + 0.0625) / sd) - normalBelow((middle - 0.0625) / sd)
}

/** The mean ratio of each stratum. */
function strataOf(weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const means = new Float64Array(STRATA.length)
  let bin = 0
  let left = weights[0]! / total
  for (let i = 0; i < STRATA.length; i++) {
    let missing = STRATA[i]!
    while (missing > 1e-12 && bin < weights.length) {
      const taken = Math.min(missing, left)
      means[i]! += (taken * ratioOfBin(bin)) / STRATA[i]!
      missing -= taken
      left -= taken
      if (left <= 1e-12) left = (weights[++bin] ?? 0) / total
    }
  }
  return means
}
