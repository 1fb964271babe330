import type { Decision, Due, Figures, Reason } from '../../supplies/replenishment.ts'

/** Why a supply is ordered or waits, in one sentence. */

const DAY = 86_400_000
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A day as a person writes it: 4 March. */
export function dayWords(day: number): string {
  const date = new Date(Math.floor(day) * DAY)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
}

const percentWords = (share: number): string => (share > 0 && share < 0.01 ? 'less than 1%' : `${Math.round(share * 100)}%`)

function standing({ percent, pagesPerWeekday }: Figures): string {
  const pages = pagesPerWeekday < 10 ? pagesPerWeekday.toFixed(1) : String(Math.round(pagesPerWeekday))
  return `About ${Math.round(percent)}% left, ${pages} pages a working day`
}

function limitWords(due: Due, daysLeft: number | undefined, risk: number): string {
  if (due.kind === 'risk')
    return due.limit > 1
      ? 'it is ordered on request only'
      : `waiting until tomorrow risks ${percentWords(risk)}, the limit is ${Number((due.limit * 100).toFixed(2))}%`
  const level = 'percent' in due ? `the level to order at is ${due.percent}%` : ''
  const days = 'days' in due ? `about ${Math.round(daysLeft ?? 0)} days left, the limit is ${due.days}` : ''
  return [level, days].filter((part) => part !== '').join(due.kind === 'level-and-days' ? ' and ' : ', or ')
}

/**
 * The sentence of a decision.
 * @rule orders/every-decision-has-its-reason  Each decision says in one sentence why a supply is ordered, goes along, waits, or is covered.
 */
export function decisionWords(decision: Pick<Decision, 'name' | 'reason' | 'cartridge'>): string {
  const sentence = reasonWords(decision)
  return decision.cartridge > 1 ? `${sentence} It needs ${decision.cartridge} cartridges: so much is printed.` : sentence
}

function reasonWords({ name, reason }: Pick<Decision, 'name' | 'reason'>): string {
  if (reason.kind === 'never-read') return 'The printer has never reported a level of this supply.'
  if (reason.kind === 'covered')
    return `${standing(reason)}: a cartridge for it is ${reason.by === 'shelf' ? 'on the shelf' : 'on its way'}.`
  if (reason.kind === 'along') return `${standing(reason)}. ${name}, due by ${dayWords(reason.dueBy)}, goes along.`
  return `${standing(reason)}: ${limitWords(reason.due, reason.daysLeft, reason.risk)}.`
}

/** How a decision shows: what becomes of the supply. */
export function verdictOf({ order, reason }: { order: boolean; reason: Reason }): 'order' | 'along' | 'wait' | 'covered' | 'unknown' {
  if (reason.kind === 'never-read') return 'unknown'
  if (reason.kind === 'covered') return 'covered'
  if (reason.kind === 'along') return 'along'
  return order ? 'order' : 'wait'
}
