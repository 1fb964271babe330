import { type Fleet, knowsMark, markOf, modelPace, nominalUsage, usageOf } from './fleet.ts'
import { paceGroupOf } from './fleet-statistics.ts'
import { normalBelow } from './moments.ts'

/**
 * What is known of one supply, kept up to date with each reading, so that a forecast needs no history. To be stored as it is, one record a supply.
 *
 * The page counter is the best gauge: the level is sure only at the moment at which it changes, and from there on pages are counted. Printers without a page counter
 * get one from their levels: percent that fell, times nominal yield.
 */
export interface SupplyState {
  firstDay: number
  /** of the last reading, and of the last one that had a level */
  day: number
  levelDay: number | null
  /** as last read; null where the printer only says that some is left, or nothing yet */
  percent: number | null
  /** lowest since the cartridge was put in */
  lowest: number | null
  low: boolean
  /** page counter, and what it was when a level was read last */
  pages: number
  levelPages: number
  /** true where the printer gives no page counter and `pages` follows from levels */
  countsLevels: boolean
  /** the level at its last sure change, with its standard error in percent */
  sure: { day: number; pages: number; percent: number; error: number }
  /** when another cartridge was seen; hidden: only too many pages gave it away */
  installed: { day: number; pages: number; hidden: boolean } | null
  /** percent that fell between sure levels, and the pages of that time; old ones fade */
  fallen: number
  fallenPages: number
  /** pages and weekdays, fading by half in 60 days */
  printed: number
  weekdays: number
  /** an open forecast of pages: compared with what came at one horizon after the other */
  check: { day: number; pages: number; pace: number; group: number; next: number } | null
}

/** What does not change with a reading. */
export interface SupplyFacts {
  /** what cartridges of one kind have in common: the part number, else model and color */
  part: string
  model: string
  /** widest gap between two levels that the printer can report, in percent; null when fine-grained or not known */
  step: number | null
  /** nominal yield in pages (ISO/IEC 19752, 19798), where the catalogue knows it */
  yieldPages: number | null
}

/** One reading of one supply. */
export interface Observation {
  /** days since 1970-01-01 at the printer's place; see working-days.ts */
  day: number
  /** left, in percent; null when no number was read */
  percent: number | null
  /** the printer says that some is left, without a number */
  someLeft: boolean
  /** the printer says that the supply is low */
  low: boolean
  /** page counter that this supply follows: color pages for a color supply where the printer counts them, else all pages; null when not read */
  pages: number | null
}

export const PACE_HALF_LIFE_DAYS = 60
/** A supply's own usage counts for half against its part's once so much fell. */
const OWN_USAGE_PERCENT = 12
/** Cartridges of one part differ by so much, and documents change. */
const USAGE_FLOOR = 0.08
/** Of a usage that lies further from its part's something was misread. */
const MOST_USAGE_ERRORS = 3
/** A printer that should have said the next word long ago says it no more: many stop counting down. */
const MOST_FLOOR_ERRORS = 4
const PACE_PRIOR_WEEKDAYS = 1
/** Of a printer with wider steps a number is a word, such as 100, 10 and 0 for full, low and empty: what percent it stands for is learnt. */
const WORDS_STEP = 30
export const saysWords = ({ step }: SupplyFacts): boolean => (step ?? 1) > WORDS_STEP

/** What the state says of a moment. */
export interface Estimate {
  /** left at the last reading of the page counter, in percent of the gauge, with its standard error */
  percent: number
  error: number
  /** the day of that reading */
  day: number
  percentPerPage: number
  /** relative standard error of percent per page */
  usageError: number
  pagesPerWeekday: number
  group: number
}

/** Percent per page: learnt on this supply, else its part across the fleet, else nominal yield; with its relative standard error. */
export function percentPerPage(state: SupplyState, facts: SupplyFacts, fleet: Fleet): { value: number; error: number } {
  const nominal = nominalUsage(facts.yieldPages)
  if (state.countsLevels) return { value: nominal, error: USAGE_FLOOR }
  const part = usageOf(fleet, facts.part)
  const prior = nominal * Math.exp(part.mean)
  const share = OWN_USAGE_PERCENT / (OWN_USAGE_PERCENT + state.fallen)
  const own = state.fallen > 0 && state.fallenPages > 0 ? Math.log(state.fallen / state.fallenPages / prior) : 0
  const most = MOST_USAGE_ERRORS * part.sd
  const value = prior * Math.exp((1 - share) * Math.min(most, Math.max(-most, own)))
  return { value, error: Math.hypot(USAGE_FLOOR, part.sd * Math.sqrt(share)) }
}

/** Pages a weekday: its own, drawn towards its model's while little was seen. */
export function paceOf(state: SupplyState, facts: SupplyFacts, fleet: Fleet): number {
  const model = state.weekdays < 20 ? modelPace(fleet, facts.model) : 0
  const prior = state.weekdays < 20 ? PACE_PRIOR_WEEKDAYS : 0
  return (state.printed + prior * model) / (state.weekdays + prior)
}

/** Where the supply stands by its pages since the last sure level. */
export function countedOf(state: SupplyState, facts: SupplyFacts, fleet: Fleet): Estimate {
  const usage = percentPerPage(state, facts, fleet)
  const used = (state.pages - state.sure.pages) * usage.value
  const pagesPerWeekday = paceOf(state, facts, fleet)
  return {
    percent: state.sure.percent - used,
    error: Math.hypot(state.sure.error, used * usage.error),
    day: state.countsLevels ? state.sure.day : state.day,
    percentPerPage: usage.value,
    usageError: usage.error,
    pagesPerWeekday,
    group: paceGroupOf(state.weekdays, pagesPerWeekday),
  }
}

/** Where the supply stands: by its pages, and not below what the printer would have said by now: the next step, or low. */
export function estimateOf(state: SupplyState, facts: SupplyFacts, fleet: Fleet): Estimate {
  const counted = countedOf(state, facts, fleet)
  const floor = floorOf(state, facts, fleet)
  if (floor === null) return counted
  const a = (floor - counted.percent) / counted.error
  if (a < -3 || a > MOST_FLOOR_ERRORS) return counted
  const hazard = Math.exp(-(a ** 2) / 2) / Math.sqrt(2 * Math.PI) / (1 - normalBelow(a))
  const error = counted.error * Math.sqrt(Math.max(0.01, 1 + a * hazard - hazard ** 2))
  return { ...counted, percent: counted.percent + counted.error * hazard, error }
}

function floorOf(state: SupplyState, facts: SupplyFacts, fleet: Fleet): number | null {
  if (saysWords(facts)) return !state.low && knowsMark(fleet, facts.part, 'low') ? markOf(fleet, facts.part, 'low').mean : null
  const step = facts.step ?? 1
  return step > 1 && state.lowest !== null && state.lowest > step ? state.lowest - step : null
}

/** The state after the first reading. */
export function firstState(facts: SupplyFacts, seen: Observation): SupplyState {
  const { percent, error } = bracketOf(seen.percent, facts)
  return {
    firstDay: seen.day,
    day: seen.day,
    levelDay: seen.percent === null && !seen.someLeft ? null : seen.day,
    percent: seen.percent,
    lowest: seen.percent,
    low: seen.low,
    pages: seen.pages ?? 0,
    levelPages: seen.pages ?? 0,
    countsLevels: seen.pages === null,
    sure: { day: seen.day, pages: seen.pages ?? 0, percent, error },
    installed: null,
    fallen: 0,
    fallenPages: 0,
    printed: 0,
    weekdays: 0,
    check: null,
  }
}

/** What a level may be between: its middle, and the standard error of that. */
export function bracketOf(percent: number | null, facts: SupplyFacts): { percent: number; error: number; from: number; to: number } {
  if (percent === null || (saysWords(facts) && percent > 0)) return { percent: 50, error: 29, from: 0, to: 100 }
  const to = Math.min(100, percent + 0.5)
  const from = Math.max(0, percent - (facts.step ?? 1) + 0.5)
  return { percent: (from + to) / 2, error: (to - from) / 3.46, from, to }
}
