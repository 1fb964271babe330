/**
 * Days as the supplies' functions count them: days since 1970-01-01 at the printer's own place, with fractions for the time of day. Whoever calls them turns instants
 * into such days with the time zone of the address, so that a working day begins in the morning there.
 */

/** Days on which nothing is delivered besides Saturdays and Sundays; empty where a country's holidays are not known. */
export type Holidays = ReadonlySet<number>

const THURSDAY = 3 // 1970-01-01 was one

/** Monday is 0. */
export const weekdayOf = (day: number): number => (((Math.floor(day) + THURSDAY) % 7) + 7) % 7

export const isWorkingDay = (day: number, holidays: Holidays): boolean => weekdayOf(day) < 5 && !holidays.has(Math.floor(day))

/** The n-th working day after a day; the day itself for 0. */
export function workingDayAfter(day: number, n: number, holidays: Holidays): number {
  let found = Math.floor(day)
  for (let left = n; left > 0; ) if (isWorkingDay(++found, holidays)) left--
  return found
}

/** Working days after one day up to another. */
export function workingDaysBetween(from: number, to: number, holidays: Holidays): number {
  let count = 0
  for (let day = Math.floor(from) + 1; day <= to; day++) if (isWorkingDay(day, holidays)) count++
  return count
}
