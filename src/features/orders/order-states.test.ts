import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ACTOR_KIND_NAMES,
  type ActorKind,
  APPROVAL_NAMES,
  actOf,
  actsBy,
  leastAdvanced,
  ORDER_ACT_NAMES,
  ORDER_STATE_NAMES,
  ORDER_STATES,
  type OrderAct,
  type OrderState,
  stateAfter,
  whyNotAct,
} from './order-states.ts'

const state = fc.constantFrom(...ORDER_STATE_NAMES)
const act = fc.constantFrom(...ORDER_ACT_NAMES)
const actor = fc.constantFrom(...ACTOR_KIND_NAMES)
const approval = fc.constantFrom(...APPROVAL_NAMES)

describe('the states of an order line', () => {
  it('are exactly those of the product', () => {
    expect(Object.values(ORDER_STATES)).toEqual(['Proposed', 'Ordered', 'Shipped', 'Delivered', 'Installed', 'Canceled', 'Held', 'Lost'])
  })

  it('change by acts of the table alone, each by those who may, and each leads to a state [orders/state-machine]', () => {
    fc.assert(
      fc.property(state, act, actor, approval, (from, name, by, waits) => {
        const { from: allowed, by: actors } = actOf(name)
        const refused = whyNotAct(name, { state: from, approval: waits }, by)
        if (!allowed.includes(from) || !actors.includes(by)) expect(refused).toMatch(/\.$/)
        if (refused === undefined) expect(ORDER_STATE_NAMES).toContain(stateAfter(name, from))
      }),
    )
  })

  it('never lead back from Installed or Canceled to a state in which something is ordered [orders/state-machine]', () => {
    const reached = (from: OrderState) => {
      const found = new Set<OrderState>([from])
      for (const each of found) for (const name of ORDER_ACT_NAMES) if (actOf(name).from.includes(each)) found.add(stateAfter(name, each))
      return [...found]
    }
    expect(reached('canceled')).toEqual(['canceled'])
    expect(reached('installed').toSorted()).toEqual(['canceled', 'installed'])
    for (const from of ['proposed', 'held', 'ordered', 'shipped'] as const) expect(reached(from)).toContain('installed')
  })

  it('leave every open state by an act of a person, so that nothing is stuck [orders/state-machine]', () => {
    for (const from of ['proposed', 'held', 'ordered', 'shipped', 'delivered', 'lost'] as const)
      expect(
        actsBy('provider').filter((name) => actOf(name).from.includes(from) && stateAfter(name, from) !== from),
        from,
      ).not.toEqual([])
  })

  it.each([
    [['ordered', 'delivered', 'installed'], 'ordered'],
    [['held', 'proposed'], 'held'],
    [['installed', 'canceled'], 'installed'],
    [['lost', 'canceled'], 'lost'],
    [['canceled', 'canceled'], 'canceled'],
  ] as const)('of %j the order shows %s [orders/least-advanced-line]', (states, shown) => {
    expect(leastAdvanced(states)).toBe(shown)
  })
})

describe('who may', () => {
  const may = (name: OrderAct, from: OrderState, by: ActorKind, waits: 'nobody' | 'partner' | 'provider' = 'nobody') =>
    whyNotAct(name, { state: from, approval: waits }, by) === undefined

  it('approve: for the partner either, for the provider the provider alone [orders/approval]', () => {
    expect([may('approve', 'proposed', 'customer', 'partner'), may('approve', 'proposed', 'provider', 'partner')]).toEqual([true, true])
    expect([may('approve', 'proposed', 'customer', 'provider'), may('approve', 'proposed', 'provider', 'provider')]).toEqual([false, true])
  })

  it('cancel what was ordered: the provider, who asks the supplier', () => {
    expect([may('cancel', 'ordered', 'customer'), may('cancel', 'ordered', 'provider'), may('cancel', 'proposed', 'customer')]).toEqual([
      false,
      true,
      true,
    ])
  })

  it('confirm a receipt or report a parcel missing: a person with a link too, and nothing else', () => {
    expect(actsBy('link')).toEqual(['deliver', 'lose'])
  })
})
