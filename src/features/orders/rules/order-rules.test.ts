import { describe, expect, it } from 'vitest'
import { DEFAULT_RULE } from '../../supplies/replenishment.ts'
import { asDecisionRule } from './decision-rule.ts'
import { BUILT_IN_RULE, type KeptRule, type RuleTarget, ruleFor, whyNotRule } from './order-rules.ts'

const everybody: RuleTarget = { organizationId: null, contactId: null, modelKey: null, kind: null, color: null }
const rule = (name: string, target: Partial<RuleTarget>): KeptRule => ({
  ...BUILT_IN_RULE,
  id: name,
  name,
  target: { ...everybody, ...target },
})

const subject = {
  organizationId: 'child',
  partnerId: 'partner',
  contactId: 'contact',
  modelKey: 'acme press',
  kind: 'toner',
  color: 'cyan',
}

describe('the rule that decides', () => {
  const ladder = [
    rule('everybody', {}),
    rule('partner', { organizationId: 'partner' }),
    rule('customer', { organizationId: 'child' }),
    rule('address', { organizationId: 'child', contactId: 'contact' }),
    rule('model', { modelKey: 'acme press' }),
    rule('kind', { kind: 'toner' }),
    rule('color', { kind: 'toner', color: 'cyan' }),
  ]

  it('is the most specific one, whatever order they stand in [orders/most-specific-rule]', () => {
    for (let n = 1; n <= ladder.length; n++) {
      expect(ruleFor(ladder.slice(0, n), subject).name).toBe(ladder[n - 1]!.name)
      expect(ruleFor(ladder.slice(0, n).toReversed(), subject).name).toBe(ladder[n - 1]!.name)
    }
  })

  it('is the built-in one where none is for the supply [orders/most-specific-rule]', () => {
    const others = [rule('other', { organizationId: 'other' }), rule('black', { color: 'black' }), rule('model', { modelKey: 'other' })]
    expect(ruleFor(others, subject)).toEqual(BUILT_IN_RULE)
    expect(BUILT_IN_RULE).toMatchObject({ due: 'risk', approval: 'nobody' })
    const limit = DEFAULT_RULE.due.kind === 'risk' ? DEFAULT_RULE.due.limit : 0
    expect(asDecisionRule(BUILT_IN_RULE)).toMatchObject({ ...DEFAULT_RULE, due: { kind: 'risk', limit: expect.closeTo(limit, 9) } })
  })
})

describe('a rule', () => {
  const target = { organizationId: null, contactId: null, manufacturer: null, model: null }
  const form = { due: 'risk' as const, riskPercent: 2, levelPercent: null, daysLeft: null, target }

  it.each([
    [{ due: 'level' as const }, ['riskPercent', 'levelPercent']],
    [{ due: 'level-and-days' as const, riskPercent: null, levelPercent: 20 }, ['daysLeft']],
    [{ target: { ...target, contactId: 'contact' } }, ['target']],
    [{ target: { ...target, model: 'Press' } }, ['target']],
    [{}, []],
  ])('with %j has faults in %j', (change, fields) => {
    expect(whyNotRule({ ...form, ...change }).map(({ field }) => field)).toEqual(fields)
  })

  it('that orders on request only never orders by itself and goes along with nothing', () => {
    expect(asDecisionRule({ ...BUILT_IN_RULE, due: 'never', riskPercent: null })).toEqual({
      due: { kind: 'risk', limit: 2 },
      alongWorkingDays: 0,
    })
  })
})
