import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCapacity, readLevel, stepOf, UNIT_PERCENT } from './levels.ts'

const IMPRESSIONS = 7
const SHEETS = 8
const HOURS = 11
const TENTHS_OF_GRAMS = 13
const TENTHS_OF_MILLILITERS = 15
const ITEMS = 18

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
    [0, -2, 2, { state: 'unknown', level: null, percent: null }],
    [0, undefined, undefined, { state: 'unknown', level: null, percent: null }],
    [0, -2, IMPRESSIONS, { state: 'level', level: 0, percent: null }],
    [12_000, -2, SHEETS, { state: 'level', level: 12_000, percent: null }],
    [4_500, -2, HOURS, { state: 'level', level: 4_500, percent: null }],
    [150, -2, TENTHS_OF_GRAMS, { state: 'level', level: 150, percent: null }],
    [1500, 6000, TENTHS_OF_GRAMS, { state: 'level', level: 1500, percent: 25 }],
    [333, 1000, TENTHS_OF_MILLILITERS, { state: 'level', level: 333, percent: 33.3 }],
    [3, 5, ITEMS, { state: 'level', level: 3, percent: 60 }],
    [150, -2, UNIT_PERCENT, { state: 'level', level: 150, percent: null }],
    [Number.MAX_SAFE_INTEGER, 1, IMPRESSIONS, { state: 'level', level: Number.MAX_SAFE_INTEGER, percent: 100 }],
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

  const TENS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
  const MARKS = [
    [0, 100],
    [0, 1, 10, 100],
  ]
  it.each([
    ['tens', [40, 100, 20], [TENS], 10],
    ['tens but for one', [40, 99, 20], [TENS], null],
    ['a new printer, in which all are full', [100, 100, 100, 100], [TENS], null],
    ['no toner at all', [], [TENS], null],
    ['full and empty', [0, 100, 100, 100], MARKS, 100],
    ['full, low and nearly empty', [100, 10, 1, 100], MARKS, 90],
    ['a maker of whom nothing is known', [50, 50], [], null],
  ])('are coarse where they stand on a scale of their maker: %s [agents/coarse-levels-carry-their-step]', (_, percents, scales, step) => {
    expect(stepOf(percents, scales)).toBe(step)
  })
})
