import { type Fleet, markOf, nominalUsage, usageOf, weekdaysBetween } from './fleet.ts'
import { addPace, addRatio, type FleetStatistics, HORIZONS, markIn, paceGroupOf, partOf } from './fleet-statistics.ts'
import { addTo } from './moments.ts'
import {
  bracketOf,
  countedOf,
  type Estimate,
  firstState,
  type Observation,
  PACE_HALF_LIFE_DAYS,
  paceOf,
  type SupplyFacts,
  type SupplyState,
  saysWords,
} from './supply-state.ts'
import { weekdayOf } from './working-days.ts'

/** Percent that fell count for half after so many more fell: three cartridges. */
const USAGE_HALF_LIFE_PERCENT = 300
/** A shaken cartridge rises by less. */
const SHAKEN_PERCENT = 12
/** Pages beyond a cartridge's capacity, in percent of it, that only another cartridge explains. */
const HIDDEN_PERCENT = 25
const MARK_ERROR = 3

/** What a reading meets. */
interface Context {
  facts: SupplyFacts
  seen: Observation
  fleet: Fleet
  lessons: FleetStatistics
  /** where the supply stood before its level was looked at */
  estimate: Estimate
  /** percent that were used since a level was read last */
  between: number
}

/**
 * The state after a reading, and whether another cartridge was seen. What the reading teaches about the fleet is added to `lessons`, for the caller to merge.
 * A reading that is not newer than the state changes nothing.
 */
export function observe(
  state: SupplyState | null,
  facts: SupplyFacts,
  seen: Observation,
  fleet: Fleet,
  lessons: FleetStatistics,
): { state: SupplyState; replaced: boolean } {
  if (!state) return { state: firstState(facts, seen), replaced: false }
  if (seen.day <= state.day) return { state, replaced: false }
  const next = { ...state }
  countPages(next, state, facts, seen, fleet, lessons)
  if (seen.percent === null && !seen.someLeft) return { state: next, replaced: false }
  const estimate = countedOf(next, facts, fleet)
  const between = Math.max(0, (next.pages - next.levelPages) * estimate.percentPerPage)
  const replaced = readLevel(next, { facts, seen, fleet, lessons, estimate, between })
  return { state: next, replaced }
}

function countPages(next: SupplyState, before: SupplyState, facts: SupplyFacts, seen: Observation, fleet: Fleet, lessons: FleetStatistics) {
  next.day = seen.day
  if (seen.pages === null || before.countsLevels) return
  const printed = seen.pages - before.pages
  next.pages = seen.pages
  if (printed >= 0) return addPages(next, before.day, seen.day, printed, facts, fleet, lessons)
  // A counter that was set back, or another controller: what was counted before says nothing about now.
  next.sure = { ...before.sure, pages: before.sure.pages + printed }
  next.levelPages += printed
  next.installed = before.installed && { ...before.installed, pages: before.installed.pages + printed }
  next.check = null
}

function addPages(
  next: SupplyState,
  from: number,
  to: number,
  printed: number,
  facts: SupplyFacts,
  fleet: Fleet,
  lessons: FleetStatistics,
) {
  const pace = next.weekdays > 10 ? next.printed / next.weekdays : 0
  if (to - from < 1.5 && pace > 0.2) {
    const weekday = weekdayOf((from + to) / 2)
    lessons.weekdays.printed[weekday]! += Math.min(8, printed / pace)
    lessons.weekdays.days[weekday]! += to - from
  }
  const fade = 0.5 ** ((to - from) / PACE_HALF_LIFE_DAYS)
  next.printed = next.printed * fade + printed
  next.weekdays = next.weekdays * fade + weekdaysBetween(fleet, from, to)
  compareForecast(next, facts, fleet, lessons)
}

/** Compares the open forecast of pages with what came, one horizon after the other, and opens the next one. */
function compareForecast(next: SupplyState, facts: SupplyFacts, fleet: Fleet, lessons: FleetStatistics) {
  const pace = paceOf(next, facts, fleet)
  const group = paceGroupOf(next.weekdays, pace)
  const opened = { day: next.day, pages: next.pages, pace, group, next: 0 }
  const { check } = next
  if (!check) {
    next.check = opened
    return
  }
  const horizon = HORIZONS[check.next]!
  const late = next.day - check.day - horizon
  if (late >= 0) {
    const expected = check.pace * weekdaysBetween(fleet, check.day, next.day)
    if (expected > 0 && late <= 0.5 + 0.2 * horizon) addRatio(lessons, check.group, check.next, (next.pages - check.pages) / expected)
    next.check = { ...check, next: check.next + 1 }
    if (next.check.next === HORIZONS.length) {
      addPace(lessons, facts.model, pace)
      next.check = opened
    }
  }
  const isKnownBetter = check.group < 2 && group > check.group
  if (isKnownBetter) next.check = opened
}

/** Follows the level; true when another cartridge was seen. */
function readLevel(next: SupplyState, context: Context): boolean {
  const { seen, facts } = context
  const isFirst = next.levelDay === null
  const replaced = !isFirst && isAnother(next, context)
  const fell = seen.percent !== null && seen.percent < (next.lowest ?? 101)
  const turnedLow = seen.low && !next.low
  if (replaced) putIn(next, context)
  else if (isFirst) next.sure = { day: seen.day, pages: next.pages, ...middleOf(context) }
  else {
    if (turnedLow) pass('low', next, context)
    if (fell && saysWords(facts)) pass(String(seen.percent), next, context)
    else if (fell) fall(next, context)
  }
  next.lowest = replaced || next.lowest === null ? seen.percent : Math.min(next.lowest, seen.percent ?? next.lowest)
  next.percent = seen.percent
  next.low = seen.low
  next.levelDay = seen.day
  next.levelPages = next.pages
  return replaced
}

function middleOf({ seen, facts }: Context): { percent: number; error: number } {
  const { percent, error } = bracketOf(seen.percent, facts)
  return { percent, error }
}

/**
 * Another cartridge: the level rose by more than shaking explains and nearly to what a full one would show, or by far; or the printer was empty or low and is no more;
 * or more was printed than a cartridge holds. While the printer says low as before, it is the same one.
 */
function isAnother(state: SupplyState, { facts, seen, estimate, between }: Context): boolean {
  if (seen.low && state.low) return false
  const saysPlenty = seen.someLeft || (saysWords(facts) && seen.percent === 100)
  if (saysPlenty && !seen.low && isBeyond(estimate)) return true
  if (seen.someLeft) return state.percent === 0 || (state.low && !seen.low)
  if (seen.percent === null || state.lowest === null) return false
  const rise = seen.percent - state.lowest
  if (rise <= SHAKEN_PERCENT && !(state.low && rise > 5)) return false
  const step = facts.step ?? 1
  const full = 100 - 1.5 * between - Math.max(10, saysWords(facts) ? 0 : step / 2)
  return seen.percent >= full || rise > 20 + step
}

/** More was printed than the cartridge holds. */
const isBeyond = ({ percent, error }: Estimate): boolean => percent < -Math.max(HIDDEN_PERCENT, error)

function putIn(next: SupplyState, context: Context) {
  const { facts, seen, estimate, between } = context
  const step = facts.step ?? 1
  if (step <= 2 && next.percent !== null && next.percent <= 5 && Math.abs(estimate.percent + between - next.percent) < 15) {
    const at = estimate.percent + between / 2
    addTo(context.lessons.emptyAt, at)
    addTo(partOf(context.lessons, facts.part).emptyAt, at)
  }
  const bracket = bracketOf(seen.percent, facts)
  const isHidden = isBeyond(estimate) && !next.low && next.percent !== 0 && (seen.someLeft || saysWords(facts))
  const since = isHidden ? Math.max(20, 100 + estimate.percent) : Math.max(bracket.from, 100 - between / 2)
  const percent = step <= 2 ? bracket.percent : Math.min(bracket.to, since)
  next.sure = { day: seen.day, pages: next.pages, percent, error: isHidden ? 20 : Math.max(0.3, between / 3.46) }
  next.installed = { day: seen.day, pages: next.pages, hidden: isHidden }
}

/** The level fell to another number: it is sure now. */
function fall(next: SupplyState, context: Context) {
  const { facts, seen, between, fleet, lessons } = context
  const { from, to } = bracketOf(seen.percent, facts)
  const percent = Math.max(from, to - between / 2)
  const error = Math.max(0.3, (to - Math.max(from, to - between)) / 3.46)
  const fallen = Math.max(0, next.sure.percent - percent)
  if (next.countsLevels) {
    const printed = fallen / nominalUsage(facts.yieldPages)
    next.pages += printed
    addPages(next, next.sure.day, seen.day, printed, facts, fleet, lessons)
  } else if (next.sure.error < 4 && percent > 0.5) {
    learnUsage(next, fallen, next.pages - next.sure.pages)
    if (next.fallen >= 10 && next.fallenPages > 0) {
      const log = Math.log(next.fallen / next.fallenPages / nominalUsage(facts.yieldPages))
      addTo(lessons.usage, log, fallen)
      addTo(partOf(lessons, facts.part).usage, log, fallen)
    }
  }
  next.sure = { day: seen.day, pages: next.pages, percent, error }
}

function learnUsage(next: SupplyState, fallen: number, pages: number) {
  const fade = 0.5 ** (fallen / USAGE_HALF_LIFE_PERCENT)
  next.fallen = next.fallen * fade + fallen
  next.fallenPages = next.fallenPages * fade + pages
}

/** The printer says another word than before (low, 10 of 100, empty): a level too, as sure as the fleet knows what the word means. */
function pass(word: string, next: SupplyState, context: Context) {
  const { facts, seen, estimate, between, fleet, lessons } = context
  const mark = markOf(fleet, facts.part, word)
  const lesson = markIn(partOf(lessons, facts.part), word)
  if (!saysWords(facts)) addTo(lesson, estimate.percent + between / 2, 1 / (estimate.error + MARK_ERROR) ** 2)
  else if (next.installed && !next.installed.hidden) {
    // learnt with the part's usage: with its own, which follows from the marks, it would only repeat itself
    const usage = usageOf(fleet, facts.part)
    const pages = next.pages - next.installed.pages
    const used = pages * nominalUsage(facts.yieldPages) * Math.exp(usage.mean)
    addTo(lesson, Math.max(-HIDDEN_PERCENT, 100 - used), 1 / (used * usage.sd + MARK_ERROR) ** 2)
    if (pages > 0 && next.sure.day === next.installed.day) learnUsage(next, 100 - mark.mean, pages)
  }
  const error = Math.hypot(mark.error, MARK_ERROR, between / 3.46)
  if (error < estimate.error) next.sure = { day: seen.day, pages: next.pages, percent: mark.mean - between / 2, error }
}
