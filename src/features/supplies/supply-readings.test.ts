import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fleetOf } from './fleet.ts'
import { type FleetStatistics, mergeStatistics, noStatistics } from './fleet-statistics.ts'
import { observe } from './supply-readings.ts'
import { estimateOf, type Observation, type SupplyFacts, type SupplyState } from './supply-state.ts'

const FACTS: SupplyFacts = { part: 'T1', model: 'M1', step: 1, yieldPages: 5000 }
const FIRST_DAY = 20_000

type Reading = Partial<Observation>

/** Reads a supply once a day; pages grow by 50 a day, one percent, unless a reading says otherwise. */
function read(readings: readonly Reading[], facts = FACTS, statistics = noStatistics()) {
  const fleet = fleetOf(statistics)
  const lessons = noStatistics()
  const replacedOn: number[] = []
  let state: SupplyState | null = null
  for (const [i, reading] of readings.entries()) {
    const seen = { day: FIRST_DAY + i, percent: null, someLeft: false, low: false, pages: 50 * i, ...reading }
    const after = observe(state, facts, seen, fleet, lessons)
    if (after.replaced) replacedOn.push(i)
    state = after.state
  }
  return { state: state!, lessons, replacedOn, estimate: estimateOf(state!, facts, fleet) }
}
const levels = (...percents: (number | null)[]): Reading[] => percents.map((percent) => ({ percent }))
const falling = (from: number, to: number): Reading[] => levels(...Array.from({ length: from - to + 1 }, (_, i) => from - i))

describe('the level between two readings', () => {
  it('goes on falling with the pages where the printer stops counting down', () => {
    const { estimate } = read([...falling(50, 20), ...levels(...Array.from({ length: 15 }, () => 20))])
    expect(Math.abs(estimate.percent - 5)).toBeLessThan(1.5)
  })

  it('is sure only when a step is passed', () => {
    const { state, estimate } = read(levels(60, 60, 40, 40, 40, 40, 40), { ...FACTS, step: 20 })
    expect(state.sure.day).toBe(FIRST_DAY + 2)
    expect(Math.abs(estimate.percent - 36)).toBeLessThan(1.5)
  })

  it('is learnt from what the supply itself used per page, not from nominal yield', () => {
    const { estimate } = read(falling(90, 30), { ...FACTS, yieldPages: 10_000 })
    expect(Math.abs(estimate.percentPerPage * 50 - 1)).toBeLessThan(0.25)
  })

  it('is followed where the printer gives no page counter', () => {
    const { state, estimate } = read(falling(90, 30).map((reading) => ({ ...reading, pages: null })))
    expect(state.countsLevels).toBe(true)
    expect(Math.abs(estimate.percent - 30)).toBeLessThan(1)
    expect(estimate.pagesPerWeekday).toBeGreaterThan(0)
  })

  it('stays where a page counter was set back', () => {
    const { estimate } = read([...falling(60, 40), { percent: 40, pages: 0 }, { percent: 40, pages: 10 }])
    expect(Math.abs(estimate.percent - 40)).toBeLessThan(1.5)
  })

  it('of a printer that says only some left begins with the meaning that low has across the fleet', () => {
    const facts = { ...FACTS, step: 100 }
    const some = (low: boolean, count: number) => Array.from({ length: count }, () => ({ someLeft: true, low }))
    const cycle = [...some(false, 84), ...some(true, 10)]
    const { lessons } = read([...cycle, ...cycle, ...cycle], facts)
    const { estimate } = read([...some(false, 60), ...some(true, 1)], facts, lessons)
    expect(Math.abs(estimate.percent - 16)).toBeLessThan(6)
  })
})

describe('another cartridge', () => {
  const some = { ...FACTS, step: 100 }
  it.each<[string, Reading[], SupplyFacts, number[]]>([
    ['is seen when the level rises to full', [...falling(30, 10), ...levels(100, 99)], FACTS, [21]],
    ['is seen after days without a reading', [...falling(30, 10), ...levels(null, null, null, 97)], FACTS, [24]],
    ['is not a cartridge that was shaken', [...falling(30, 5), ...levels(14, 13, 5, 4)], FACTS, []],
    ['is not a coarse gauge that was shaken', levels(75, 50, 25, 50, 25, 0), { ...FACTS, step: 25 }, []],
    ['is not what still is low', [...falling(30, 5), { percent: 100, low: true }].map((r) => ({ ...r, low: true })), FACTS, []],
    ['is seen when a printer that only says some left is low no more', [{ someLeft: true, low: true }, { someLeft: true }], some, [1]],
    ['is seen when a printer that only says some left was empty', [{ percent: 0 }, { someLeft: true }], some, [1]],
    [
      'is seen when far more was printed than a cartridge holds',
      [{ someLeft: true }, ...Array.from({ length: 120 }, () => ({ someLeft: true }))],
      some,
      [95],
    ],
  ])('%s', (_, readings, facts, replacedOn) => {
    expect(read(readings, facts).replacedOn).toEqual(replacedOn)
  })
})

describe('readings', () => {
  const reading = fc.record({
    percent: fc.option(fc.integer({ min: 0, max: 100 })),
    someLeft: fc.boolean(),
    low: fc.boolean(),
    pages: fc.option(fc.nat({ max: 100_000 })),
  })

  it('leave finite figures in the state, whatever they say', () => {
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 50 }), fc.constantFrom(null, 1, 10, 25, 90, 100), (readings, step) => {
        const { state, estimate } = read(readings, { ...FACTS, step })
        const figures = [...Object.values(state), ...Object.values(state.sure), ...Object.values(estimate)]
        for (const figure of figures) if (typeof figure === 'number') expect(figure).toSatisfy(Number.isFinite)
        expect(estimate.percentPerPage).toBeGreaterThan(0)
        expect(estimate.pagesPerWeekday).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('that are not newer change nothing', () => {
    const { state } = read(falling(60, 40))
    const late = { day: state.day, percent: 99, someLeft: false, low: false, pages: 1_000_000 }
    expect(observe(state, FACTS, late, fleetOf(noStatistics()), noStatistics())).toEqual({ state, replaced: false })
  })

  it('may be stored as JSON and taken up again', () => {
    const { state } = read(falling(60, 40))
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })

  it('teach the fleet the same in any order of batches', () => {
    const lessonsOf = (seed: number) => read(falling(90 - seed, 10), { ...FACTS, part: `T${seed % 2}` }).lessons
    const merged = (seeds: number[]): FleetStatistics => {
      const all = noStatistics()
      for (const seed of seeds) mergeStatistics(all, lessonsOf(seed))
      return all
    }
    const [one, other] = [merged([1, 2, 3]), merged([3, 1, 2])]
    expect(other.parts.T1!.usage.weight).toBeCloseTo(one.parts.T1!.usage.weight, 9)
    expect(other.usage.sum).toBeCloseTo(one.usage.sum, 9)
    expect(other.ratios).toEqual(one.ratios)
    expect(JSON.parse(JSON.stringify(one))).toEqual(one)
  })
})
