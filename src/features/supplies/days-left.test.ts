import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysLeftOf, LONGEST_DAYS, quantilesOf } from './days-left.ts'
import { fleetOf } from './fleet.ts'
import { noStatistics } from './fleet-statistics.ts'
import { observe } from './supply-readings.ts'
import type { Observation, SupplyFacts, SupplyState } from './supply-state.ts'

const FACTS: SupplyFacts = { part: 'T1', model: 'M1', step: 1, yieldPages: 5000 }
const FLEET = fleetOf(noStatistics())

/** The state after readings, one a day. */
function stateOf(readings: readonly Partial<Observation>[], facts = FACTS): SupplyState {
  let state: SupplyState | null = null
  for (const [i, reading] of readings.entries()) {
    const seen = { day: 20_000 + i, percent: null, someLeft: false, low: false, pages: 100 * i, ...reading }
    state = observe(state, facts, seen, FLEET, noStatistics()).state
  }
  return state!
}

describe('days left', () => {
  it('are an interval around what level and pages say, with their basis', () => {
    const state = stateOf(Array.from({ length: 31 }, (_, i) => ({ percent: 90 - 2 * i })))
    const left = daysLeftOf(state, FACTS, FLEET, state.day)!
    expect(left.from).toBeLessThan(left.middle)
    expect(left.middle).toBeLessThan(left.to)
    expect([left.middle > 13, left.middle < 19]).toEqual([true, true])
    expect(left.basis).toMatchObject({ usage: 'this supply', pages: 'counted' })
  })

  it('are none while no level was ever read', () => {
    expect(daysLeftOf(stateOf([{}, {}]), FACTS, FLEET, 20_001)).toBeNull()
  })

  it('are five rising numbers from 0 to a year, whatever was read', () => {
    const reading = fc.record({
      percent: fc.option(fc.integer({ min: 0, max: 100 })),
      someLeft: fc.boolean(),
      low: fc.boolean(),
      pages: fc.option(fc.integer({ min: 0, max: 100_000 })),
    })
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 40 }), fc.constantFrom(null, 1, 5, 25, 90, 100), (readings, step) => {
        const facts = { ...FACTS, step }
        const state = stateOf(readings, facts)
        const quantiles = quantilesOf(state, facts, FLEET, state.day)
        expect(quantiles).toEqual(quantiles.toSorted((one, other) => one - other))
        for (const days of quantiles) expect(days >= 0 && days <= LONGEST_DAYS).toBe(true)
      }),
    )
  })
})
