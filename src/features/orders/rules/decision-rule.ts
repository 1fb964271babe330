import type { Due, Rule } from '../../supplies/replenishment.ts'
import type { RuleTerms } from './order-rules.ts'

/** A rule as the decision takes it. */
export const asDecisionRule = (rule: RuleTerms): Rule => ({
  due: dueOf(rule),
  alongWorkingDays: rule.due === 'never' ? 0 : rule.alongWorkingDays,
})

function dueOf({ due, riskPercent, levelPercent, daysLeft }: RuleTerms): Due {
  const [percent, days] = [levelPercent ?? 0, daysLeft ?? 0]
  if (due === 'risk') return { kind: 'risk', limit: (riskPercent ?? 2) / 100 }
  if (due === 'level') return { kind: 'level', percent }
  if (due === 'days') return { kind: 'days', days }
  // More than certain never comes.
  return due === 'never' ? { kind: 'risk', limit: 2 } : { kind: due, percent, days }
}
