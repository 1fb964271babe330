import type Rules from 'date-holidays'
import { loadWhenNeeded } from '../../platform/load-when-needed.ts'
import type { Holidays } from '../supplies/working-days.ts'

const DAY = 86_400_000

const years = new Map<string, Holidays>()
const rulesOf = new Map<string, Rules>()

/**
 * The public holidays of a country, and of its state where its rules are known, in a year, as days since 1970-01-01; none where a country's are not known.
 * The rules of all countries are loaded with the first question: a server that makes no orders does without them.
 */
export function holidaysIn(country: string, state: string | null, year: number): Holidays {
  const place = `${country} ${state ?? ''}`
  const key = `${place} ${year}`
  const known = years.get(key)
  if (known) return known
  let rules = rulesOf.get(place)
  if (!rules) {
    const HolidayRules = loadWhenNeeded('date-holidays') as typeof Rules
    rules = state === null ? new HolidayRules(country) : new HolidayRules(country, state)
    rulesOf.set(place, rules)
  }
  // Without rules the library gives none, or nothing at all.
  const found = new Set((rules.getHolidays(year) || []).filter(({ type }) => type === 'public').flatMap(daysOf))
  years.set(key, found)
  return found
}

/** The days whose noon lies in a holiday: an eve that begins in the afternoon is none. */
function daysOf({ date, start, end }: { date: string; start: Date; end: Date }): number[] {
  const [, day = '', hours = '0', minutes = '0'] = /^(\S+) (\d+):(\d+)/.exec(date) ?? []
  const from = Date.parse(`${day}T00:00:00Z`) / DAY + (Number(hours) + Number(minutes) / 60) / 24
  const to = from + (end.getTime() - start.getTime()) / DAY
  const first = Math.ceil(from - 0.5)
  return Array.from({ length: Math.max(0, Math.ceil(to - 0.5) - first) }, (_, i) => first + i)
}
