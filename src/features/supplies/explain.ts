import { type Basis, type DaysLeft, LONGEST_DAYS } from './days-left.ts'
import { type Decision, type Due, dueName, type Figures } from './replenishment.ts'

/** Decisions and forecasts in words: one sentence says why a cartridge is ordered, goes along, waits or needs none, and what days left rest on. */

/**
 * Why, in one sentence; a second one for what goes along in the same parcel.
 * @rule supplies/every-decision-says-why  Every order and every wait has its reason in one sentence, with the figures it was decided by.
 */
export function decisionSentence({ name, reason }: Decision, along: readonly Decision[] = []): string {
  switch (reason.kind) {
    case 'never-read':
      return 'No level was read yet.'
    case 'covered':
      return `${standing(reason)}: ${reason.by === 'shelf' ? 'a spare is on the shelf' : 'one is on its way'}.`
    case 'along':
      return `${standing(reason)}: ${name}, due by ${dayName(reason.dueBy)}, goes along.`
    case 'due':
    case 'not-due':
      return [`${standing(reason)}: ${why(reason.due, reason)}.`, ...along.flatMap(alongSentence)].join(' ')
  }
}

function alongSentence({ name, reason }: Decision): string[] {
  return reason.kind === 'along' ? [`${name}, due by ${dayName(reason.dueBy)}, goes along.`] : []
}

const standing = ({ percent, pagesPerWeekday }: Figures) => `About ${Math.round(percent)} % left, ${pages(pagesPerWeekday)} a working day`

function why(due: Due, { risk, daysLeft }: Figures & { daysLeft?: number }): string {
  if (due.kind === 'risk') return `waiting until the next working day risks ${share(risk)}, the limit is ${share(due.limit)}`
  const expected = daysLeft === undefined ? '' : `it lasts about ${days(daysLeft)}, `
  return `${expected}the rule orders at ${dueName(due)}`
}

const pages = (count: number) => (count < 1 ? 'less than 1 page' : count < 1.5 ? '1 page' : `${Math.round(count)} pages`)
const days = (count: number) => (Math.round(count) === 1 ? '1 day' : `${Math.round(count)} days`)

/** A chance as people read it: whole percents, more exactly where it is small. */
function share(chance: number): string {
  const percent = 100 * chance
  if (percent < 0.1) return 'less than 0.1 %'
  return percent < 2 ? `${Number(percent.toFixed(1))} %` : `${Math.round(percent)} %`
}

const DAY = 86_400_000
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
/** A day as a person writes it: 4 March. By hand, since every forecast has one: to format a date by locale takes longer than all the rest. */
export function dayName(day: number): string {
  const date = new Date(day * DAY)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
}

/** Days left in words, as lists show them. */
export function daysLeftWords(left: DaysLeft | null): string {
  if (left === null) return '-'
  const [from, to] = [Math.floor(left.from), Math.ceil(left.to)]
  if (from >= LONGEST_DAYS) return 'More than a year'
  if (to === 0) return 'Any day'
  if (to >= LONGEST_DAYS) return `${from} days or more`
  return from === to ? days(to) : `${from} to ${to} days`
}

/** What days left rest on, in one sentence. */
export function basisSentence({ percent, since, pagesPerWeekday, usage, pages: counted }: Basis): string {
  const source = counted === 'counted' ? `pages since the last sure level on ${dayName(since)}` : `levels up to ${dayName(since)}`
  return `About ${Math.round(percent)} % left by ${source}; ${pages(pagesPerWeekday)} a working day; percent per page from ${usage}.`
}
