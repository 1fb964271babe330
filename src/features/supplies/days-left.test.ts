import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DaysLeft, daysLeftOf, LONGEST_DAYS, quantilesOf } from './days-left.ts'
import { basisSentence, daysLeftWords } from './explain.ts'
import { type Fleet, fleetOf } from './fleet.ts'
import { type FleetStatistics, noStatistics } from './fleet-statistics.ts'
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

/** One printer until its cartridge is empty, as random numbers have it: forecasts on the way, and what came. */
function livesOf(seed: number, fleet: Fleet, lessons: FleetStatistics): { left: DaysLeft; came: number }[] {
  let random = seed
  const next = () => {
    random = (random * 48_271) % 2_147_483_647
    return random / 2_147_483_647
  }
  for (let i = 0; i < 10; i++) next()
  const pace = 40 + 160 * next()
  const capacity = 90 + 10 * (next() + next())
  let [state, used, pages]: [SupplyState | null, number, number] = [null, 0, 0]
  let [week, coverage] = [1, 1]
  const forecasts: { day: number; left: DaysLeft }[] = []
  for (let day = 20_000; day < 20_400; day++) {
    if (day % 7 === 0) coverage = 0.75 + 0.5 * next()
    if (day % 7 === 0) week = 0.2 + 0.95 * week * Math.exp(1.4 * (next() + next() - 1)) - 0.15 * week
    const printed = Math.round(pace * week * (0.2 + 1.6 * next()))
    pages += printed
    used += (printed * coverage) / 50
    if (used >= capacity) return forecasts.map((one) => ({ left: one.left, came: day + 0.5 - one.day }))
    const seen = { day: day + 1, percent: Math.max(0, Math.round(100 - used)), someLeft: false, low: false, pages }
    state = observe(state, FACTS, seen, fleet, lessons).state
    if (day % 7 === 3 && day > 20_014) forecasts.push({ day: day + 1, left: daysLeftOf(state, FACTS, fleet, day + 1)! })
  }
  return []
}

describe('days left', () => {
  it('are an interval around what level and pages say, with their basis [supplies/forecast-is-an-interval]', () => {
    const state = stateOf(Array.from({ length: 31 }, (_, i) => ({ percent: 90 - 2 * i })))
    const left = daysLeftOf(state, FACTS, FLEET, state.day)!
    expect(left.from).toBeLessThan(left.middle)
    expect(left.middle).toBeLessThan(left.to)
    expect([left.middle > 13, left.middle < 19]).toEqual([true, true])
    expect(left.basis).toMatchObject({ usage: 'this supply', pages: 'counted' })
  })

  it('are counted from the day that is asked about, and stay on their date while nothing is read [supplies/forecast-outlives-low]', () => {
    const state = stateOf(Array.from({ length: 31 }, (_, i) => ({ percent: 90 - 2 * i })))
    const [now, later] = [daysLeftOf(state, FACTS, FLEET, state.day)!, daysLeftOf(state, FACTS, FLEET, state.day + 3)!]
    expect(later.middle).toBeCloseTo(now.middle - 3, 6)
  })

  it('hold as often as they say for printers that print at random [supplies/days-left-hold-as-often-as-they-say]', () => {
    const statistics = noStatistics()
    for (let seed = 1; seed <= 60; seed++) livesOf(seed, fleetOf(noStatistics()), statistics)
    const fleet = fleetOf(statistics)
    const cases = Array.from({ length: 60 }, (_, i) => livesOf(1000 + i, fleet, noStatistics())).flat()
    const share = (holds: (one: { left: DaysLeft; came: number }) => boolean) => cases.filter(holds).length / cases.length
    expect(cases.length).toBeGreaterThan(200)
    expect(Math.abs(share(({ left, came }) => left.from <= came && came <= left.to) - 0.8)).toBeLessThan(0.1)
  })

  it.each([
    [{ from: 11.6, to: 15.2 }, '11 to 16 days'],
    [{ from: 1, to: 1 }, '1 day'],
    [{ from: 0, to: 0 }, 'Any day'],
    [{ from: 90.4, to: LONGEST_DAYS }, '90 days or more'],
    [{ from: LONGEST_DAYS, to: LONGEST_DAYS }, 'More than a year'],
  ])('%j are written as “%s”', (interval, words) => {
    const basis = { percent: 40, since: 20_514, pagesPerWeekday: 46, usage: 'this supply', pages: 'counted' } as const
    expect(daysLeftWords({ middle: 1, basis, ...interval })).toBe(words)
    expect(basisSentence(basis)).toBe(
      'About 40 % left by pages since the last sure level on 2 March; 46 pages a working day; percent per page from this supply.',
    )
  })

  it('are none while no level was ever read [supplies/forecast-is-an-interval]', () => {
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
