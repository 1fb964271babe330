import { emptyAt, type Fleet, ratiosAhead, STRATA, weekdaysBetween } from './fleet.ts'
import { normalBelow } from './moments.ts'
import { type Estimate, estimateOf, type SupplyFacts, type SupplyState } from './supply-state.ts'

/** How long a supply lasts: one forecast for lists, pages, API and orders. */

/** Beyond, nobody plans by it. */
export const LONGEST_DAYS = 365
/** Of an interval that holds in 80 of 100 cases: its ends, and what lies between. */
export const QUANTILES = [0.1, 0.2, 0.5, 0.8, 0.9] as const
export type Quantiles = readonly [number, number, number, number, number]

export interface DaysLeft {
  /** calendar days from now; earlier than `from` and later than `to` each come true once in ten */
  from: number
  middle: number
  to: number
  basis: Basis
}

/** What a forecast rests on. */
export interface Basis {
  /** left now, in percent, as estimated from pages since the last sure level */
  percent: number
  /** day of the last sure level */
  since: number
  pagesPerWeekday: number
  /** where percent per page comes from */
  usage: 'this supply' | 'others of its part' | 'nominal yield'
  pages: 'counted' | 'from levels'
}

const GRID = [1, 2, 3, 4, 6, 8, 11, 15, 20, 26, 33, 41, 51, 64, 80, 100, 125, 160, 220, 290, LONGEST_DAYS]
const LEAST_SPREAD = 0.3
/** Standard errors beyond which a chance is nothing. */
const NOTHING = 5

/** The chance that the supply is empty by a day, given that it was not at the last reading. */
export function chanceEmptyBy(estimate: Estimate, facts: SupplyFacts, fleet: Fleet, day: number, spares = 0): number {
  return chancesOf(estimate, facts, fleet, spares)(day)
}

/** The same for one day after the other: what they have in common is worked out once. */
export function chancesOf(estimate: Estimate, facts: SupplyFacts, fleet: Fleet, spares = 0): (day: number) => number {
  const empty = emptyAt(fleet, facts.part)
  const spread = Math.max(LEAST_SPREAD, Math.hypot(estimate.error, empty.sd))
  const left = Math.max(estimate.percent - empty.mean, -2.5 * spread) + 100 * spares
  const already = normalBelow(-left / spread)
  return (day) => {
    const days = day - estimate.day
    if (days <= 0) return 0
    const expected = estimate.pagesPerWeekday * weekdaysBetween(fleet, estimate.day, day) * estimate.percentPerPage
    const ratios = ratiosAhead(fleet, estimate.group, days)
    let chance = 0
    for (let i = ratios.length - 1; i >= 0; i--) {
      const used = ratios[i]! * expected
      const usageError = used * estimate.usageError
      const z = (used - left) / Math.sqrt(spread * spread + usageError * usageError)
      if (z < -NOTHING) break // and so are all that follow: they are smaller
      chance += STRATA[i]! * Math.max(0, normalBelow(z) - already)
    }
    return Math.min(1, chance / (1 - already))
  }
}

/** Days left from a day on, at five quantiles. */
export function quantilesOf(state: SupplyState, facts: SupplyFacts, fleet: Fleet, now: number): Quantiles {
  return quantilesFrom(estimateOf(state, facts, fleet), facts, fleet, now)
}

function quantilesFrom(estimate: Estimate, facts: SupplyFacts, fleet: Fleet, now: number): Quantiles {
  const chances = gridOf(chancesOf(estimate, facts, fleet), estimate.day)
  const found: number[] = []
  const first = firstLikely(chances)
  let [before, chanceBefore] = first === 0 ? [0, 0] : [GRID[first - 1]!, chances(first - 1)]
  for (let i = first; i < GRID.length; i++) {
    const days = GRID[i]!
    const chance = Math.max(chanceBefore, chances(i))
    while (found.length < QUANTILES.length && chance >= QUANTILES[found.length]!) {
      const t = (QUANTILES[found.length]! - chanceBefore) / Math.max(1e-9, chance - chanceBefore)
      found.push(before + t * (days - before))
    }
    if (found.length === QUANTILES.length) break
    before = days
    chanceBefore = chance
  }
  while (found.length < QUANTILES.length) found.push(LONGEST_DAYS)
  const since = now - estimate.day
  for (let i = 0; i < found.length; i++) found[i] = Math.min(LONGEST_DAYS, Math.max(0, found[i]! - since))
  return found as unknown as Quantiles
}

/** Chances at the days of the grid, each worked out when it is first asked for. */
function gridOf(chanceOn: (day: number) => number, from: number): (i: number) => number {
  const known: (number | undefined)[] = []
  return (i) => (known[i] ??= chanceOn(from + GRID[i]!))
}

/** Where in the grid the chance reaches the first quantile. */
function firstLikely(chances: (i: number) => number): number {
  let [from, to] = [0, GRID.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (chances(middle) >= QUANTILES[0]) to = middle
    else from = middle + 1
  }
  return from
}

/**
 * Days left from a day on, as an interval with its basis; null while no level was ever read.
 * @rule supplies/forecast-is-an-interval  A forecast is an interval of days with what it is based on; there is none while no level was ever read.
 * @rule supplies/forecast-outlives-low  While nothing new is read, a forecast stays on its date.
 * @rule supplies/days-left-hold-as-often-as-they-say  Eight of ten supplies are empty within the interval of days left, one before and one after it.
 */
export function daysLeftOf(state: SupplyState, facts: SupplyFacts, fleet: Fleet, now: number): DaysLeft | null {
  if (state.levelDay === null) return null
  const estimate = estimateOf(state, facts, fleet)
  const [from, , middle, , to] = quantilesFrom(estimate, facts, fleet, now)
  const part = fleet.statistics.parts[facts.part]
  return {
    from,
    middle,
    to,
    basis: {
      percent: Math.min(100, Math.max(0, estimate.percent)),
      since: state.sure.day,
      pagesPerWeekday: estimate.pagesPerWeekday,
      usage: state.fallen >= 12 ? 'this supply' : (part?.usage.weight ?? 0) >= 100 ? 'others of its part' : 'nominal yield',
      pages: state.countsLevels ? 'from levels' : 'counted',
    },
  }
}
