import { dayName, decisionSentence } from '../../supplies/explain.ts'
import type { Decision } from '../../supplies/replenishment.ts'
import { dayOfDate } from '../places.ts'
import type { RuleTerms } from '../rules/order-rules.ts'

/** A date as a person writes it: 4 March. */
export const dayWords = (date: string): string => dayName(dayOfDate(date))

/**
 * The sentence of a decision under a rule.
 * @rule orders/every-decision-has-its-reason  Each decision says in one sentence why a supply is ordered, goes along, waits, or is covered.
 */
export function decisionWords(decision: Decision, rule: Pick<RuleTerms, 'due'>): string {
  if (rule.due === 'never' && decision.reason.kind === 'not-due') return 'The rule orders nothing by itself: request it when it is needed.'
  const sentence = decisionSentence(decision)
  return decision.cartridge > 1 ? `${sentence} So much is printed that it needs cartridge ${decision.cartridge} too.` : sentence
}

/** How a decision shows: what becomes of the supply. */
export function verdictOf({ order, reason }: Decision): 'order' | 'along' | 'wait' | 'covered' | 'unknown' {
  if (reason.kind === 'never-read') return 'unknown'
  if (reason.kind === 'covered') return 'covered'
  if (reason.kind === 'along') return 'along'
  return order ? 'order' : 'wait'
}
