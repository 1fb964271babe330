import { formatNumber } from '../numbers.ts'

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** An instant (RFC 3339) in the reader's time zone; a dash where there is none. */
export function formatInstant(instant: string | null | undefined): string {
  return instant ? moment.format(new Date(instant)) : '-'
}

const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })

/** A day of the calendar (2026-11-01): "Nov 1, 2026"; a dash where there is none. */
export const formatDate = (calendarDay: string | null | undefined): string => (calendarDay ? date.format(new Date(calendarDay)) : '-')

/** A whole number with thousands separated; a dash where it is unknown. */
export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined ? '-' : formatNumber(count)
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** How long ago an instant (RFC 3339) was, in its largest unit: "5 minutes ago"; a dash where there is none. */
export function formatAge(instant: string | null | undefined, now = Date.now()): string {
  if (!instant) return '-'
  const seconds = (now - Date.parse(instant)) / 1000
  const step = STEPS.find(([, length]) => seconds >= length)
  return step ? relative.format(-Math.floor(seconds / step[1]), step[0]) : 'just now'
}
