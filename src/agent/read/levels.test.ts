import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCapacity, readLevel, UNIT_PERCENT } from './levels.ts'

const IMPRESSIONS = 7

describe('levels of supplies', () => {
  it.each([
    // level, capacity, unit, what it means
    [5340, 6000, IMPRESSIONS, { state: 'level', level: 5340, percent: 89 }],
    [45, 100, UNIT_PERCENT, { state: 'level', level: 45, percent: 45 }],
    [39, -2, UNIT_PERCENT, { state: 'level', level: 39, percent: 39 }],
    [0, 100, UNIT_PERCENT, { state: 'level', level: 0, percent: 0 }],
    [200, 100, UNIT_PERCENT, { state: 'level', level: 200, percent: 100 }],
    [45_061, -2, IMPRESSIONS, { state: 'level', level: 45_061, percent: null }],
    [0, 0, undefined, { state: 'unknown', level: null, percent: null }],
    [0, -2, IMPRESSIONS, { state: 'level', level: 0, percent: null }],
    [450, 1000, UNIT_PERCENT, { state: 'level', level: 450, percent: 45 }],
    [45, 20_000, UNIT_PERCENT, { state: 'level', level: 45, percent: 45 }],
    [-3, 25_000, IMPRESSIONS, { state: 'some-left', level: null, percent: null }],
    [-3, -2, UNIT_PERCENT, { state: 'some-left', level: null, percent: null }],
    [-2, 100, UNIT_PERCENT, { state: 'unknown', level: null, percent: null }],
    [-1, 100, UNIT_PERCENT, { state: 'other', level: null, percent: null }],
    [-7, 100, UNIT_PERCENT, { state: 'unknown', level: null, percent: null }],
    [undefined, 100, UNIT_PERCENT, { state: 'unknown', level: null, percent: null }],
  ])('reads level %s of %s in unit %s', (level, capacity, unit, expected) => {
    expect(readLevel(level, capacity, unit)).toEqual(expected)
  })

  it('never makes a number of a special level [agents/special-levels-are-not-numbers]', () => {
    const any = fc.option(fc.oneof(fc.integer(), fc.integer({ min: -5, max: 120 })), { nil: undefined })
    fc.assert(
      fc.property(any, any, any, (level, capacity, unit) => {
        const read = readLevel(level, capacity, unit)
        if (level === undefined || level < 0) expect(read).toMatchObject({ level: null, percent: null })
        if (read.state !== 'level') expect(read).toMatchObject({ level: null, percent: null })
        if (read.percent !== null) expect(read.percent >= 0 && read.percent <= 100).toBe(true)
        expect(readCapacity(capacity) ?? 1).toBeGreaterThan(0)
      }),
    )
  })
})
