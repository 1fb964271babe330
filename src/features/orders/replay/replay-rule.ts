import { dueName } from '../../supplies/replenishment.ts'
import { asDecisionRule } from '../rules/decision-rule.ts'
import { BUILT_IN_RULE, type DueName, type RuleTerms } from '../rules/order-rules.ts'

/** A rule as it is written on the command line: `risk=2`, `level=20,along=0`, `level=25,days=30,both`. */

export const RULE_WORDS = 'risk=PERCENT, level=PERCENT, days=DAYS or level=PERCENT,days=DAYS[,both]; each with ,along=WORKINGDAYS'

const BOUNDS = { risk: [0.001, 99.999], level: [0, 100], days: [0, 365], along: [0, 120] } as const
type Word = keyof typeof BOUNDS

/** The rule, or what is wrong with its words. */
export function parseRule(text: string): RuleTerms | { wrong: string } {
  const found: Partial<Record<Word, number>> = {}
  const words = text.split(',').map((word) => word.trim())
  const both = words.includes('both')
  for (const word of words.filter((one) => one !== 'both')) {
    const [name = '', value = ''] = word.split('=', 2)
    if (!(name in BOUNDS)) return { wrong: `"${word}" is not part of a rule. Write ${RULE_WORDS}.` }
    const [least, most] = BOUNDS[name as Word]
    const number = Number(value)
    if (value.trim() === '' || !(number >= least && number <= most))
      return { wrong: `${name} is a number from ${least} to ${most}, not "${value}".` }
    found[name as Word] = number
  }
  const { risk = null, level = null, days = null, along = BUILT_IN_RULE.alongWorkingDays } = found
  if (risk !== null && (level !== null || days !== null)) return { wrong: 'A rule decides by risk, or by level and days left: not by all.' }
  if (risk === null && level === null && days === null) return { wrong: `State what the rule decides by: ${RULE_WORDS}.` }
  if (both && (level === null || days === null)) return { wrong: '"both" needs a level and days.' }
  const due: DueName =
    risk !== null ? 'risk' : days === null ? 'level' : level === null ? 'days' : both ? 'level-and-days' : 'level-or-days'
  return { ...BUILT_IN_RULE, name: text, due, riskPercent: risk, levelPercent: level, daysLeft: days, alongWorkingDays: along }
}

/** The rule in a few words. */
export function ruleWords(rule: RuleTerms): string {
  const { due, alongWorkingDays } = asDecisionRule(rule)
  return `${dueName(due)}, ${alongWorkingDays === 0 ? 'nothing taken along' : `taking along what is due within ${alongWorkingDays} working days`}`
}
