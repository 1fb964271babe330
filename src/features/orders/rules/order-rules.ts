import { DEFAULT_RULE } from '../../supplies/replenishment.ts'
import type { Approval } from '../order-states.ts'

/** Rules of ordering: whom each is for, and which one decides. */

export const DUES = {
  risk: 'Risk of running out',
  level: 'Level',
  days: 'Days left',
  'level-or-days': 'Level or days left, whichever comes first',
  'level-and-days': 'Level and days left, both',
  never: 'Never by rule: on request only',
} as const
export type DueName = keyof typeof DUES
export const DUE_NAMES = Object.keys(DUES) as [DueName, ...DueName[]]

/** What a rule decides by. */
export interface RuleTerms {
  name: string
  due: DueName
  riskPercent: number | null
  levelPercent: number | null
  daysLeft: number | null
  alongWorkingDays: number
  approval: Approval
  monthCartridges: number | null
  monthCostCents: number | null
}

/** Whom a rule is for; null: all. */
export interface RuleTarget {
  organizationId: string | null
  contactId: string | null
  modelKey: string | null
  kind: string | null
  color: string | null
}

export type KeptRule = RuleTerms & { id: string; target: RuleTarget }

/** Holds where no other rule does. */
export const BUILT_IN_RULE: RuleTerms = {
  name: 'Default',
  due: 'risk',
  riskPercent: DEFAULT_RULE.due.kind === 'risk' ? Number((DEFAULT_RULE.due.limit * 100).toFixed(4)) : null,
  levelPercent: null,
  daysLeft: null,
  alongWorkingDays: DEFAULT_RULE.alongWorkingDays,
  approval: 'nobody',
  monthCartridges: null,
  monthCostCents: null,
}

const NEEDS = {
  riskPercent: ['risk'],
  levelPercent: ['level', 'level-or-days', 'level-and-days'],
  daysLeft: ['days', 'level-or-days', 'level-and-days'],
} as const satisfies Record<string, readonly DueName[]>

/** What is wrong with a rule, by field. */
export function whyNotRule(
  rule: Pick<RuleTerms, 'due' | 'riskPercent' | 'levelPercent' | 'daysLeft'> & {
    target: { organizationId: string | null; contactId: string | null; manufacturer: string | null; model: string | null }
  },
): { field: string; message: string }[] {
  const faults: { field: string; message: string }[] = (Object.keys(NEEDS) as (keyof typeof NEEDS)[]).flatMap((field) => {
    const needed = (NEEDS[field] as readonly DueName[]).includes(rule.due)
    if (needed === (rule[field] !== null)) return []
    return [
      {
        field,
        message: needed ? `State it: the rule decides by ${DUES[rule.due].toLowerCase()}.` : 'Leave it empty: the rule does not use it.',
      },
    ]
  })
  const { organizationId, contactId, manufacturer, model } = rule.target
  if (contactId !== null && organizationId === null) faults.push({ field: 'target', message: 'An address needs its customer.' })
  if ((manufacturer === null) !== (model === null)) faults.push({ field: 'target', message: 'State maker and model, or neither.' })
  return faults
}

/** One supply that a rule is looked up for. */
export interface RuleSubject {
  organizationId: string
  partnerId: string | null
  contactId: string
  modelKey: string
  kind: string
  color: string | null
}

// Powers of two: what is named further down the list never outweighs what stands above it.
const WEIGHTS = { color: 16, kind: 8, modelKey: 4, contactId: 2, organizationId: 1 } as const

/**
 * The rule that decides about a supply.
 * @rule orders/most-specific-rule  Of the rules that are for a supply the most specific decides: its color and kind before the model, the model before the address, the address before the customer, the customer before its partner, the partner before everybody.
 */
export function ruleFor(rules: readonly KeptRule[], subject: RuleSubject): RuleTerms {
  let best: RuleTerms = BUILT_IN_RULE
  let most = -1
  for (const rule of rules) {
    const weight = weightFor(rule.target, subject)
    if (weight > most) [best, most] = [rule, weight]
  }
  return best
}

/** How specific a rule is for a supply; -1 when it is not for it. */
function weightFor(target: RuleTarget, subject: RuleSubject): number {
  let weight = 0
  for (const key of ['color', 'kind', 'modelKey', 'contactId'] as const) {
    if (target[key] === null) continue
    if (target[key] !== subject[key]) return -1
    weight += WEIGHTS[key]
  }
  if (target.organizationId === null) return weight
  if (target.organizationId === subject.organizationId) return weight + WEIGHTS.organizationId
  return target.organizationId === subject.partnerId ? weight + WEIGHTS.organizationId / 2 : -1
}
