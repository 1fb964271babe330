import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Forecast, forecastOf, forecastWords, type LevelPoint, LONGEST_DAYS } from './forecast.ts'

const NOW = '2026-06-30T00:00:00Z'
const at = (daysAgo: number) => new Date(Date.parse(NOW) - daysAgo * 86_400_000).toISOString()
/** Levels of the last days, the newest today. */
const daily = (...percents: number[]): LevelPoint[] => percents.map((percent, i) => ({ at: at(percents.length - 1 - i), percent }))

describe('the forecast of a supply', () => {
  it('is an interval of days with its basis [supplies/forecast-is-an-interval]', () => {
    expect(forecastOf(daily(60, 58, 56, 54, 52, 50), 1, NOW)).toEqual({ kind: 'days', from: 25, to: 25, since: at(5), percentPerDay: 2 })
    const uneven = forecastOf(daily(60, 59, 55, 54, 50, 49), 1, NOW) as Extract<Forecast, { kind: 'days' }>
    expect(uneven.from).toBeLessThan(uneven.to)
    expect([uneven.from > 15, uneven.to < 45]).toEqual([true, true])
  })

  it.each([
    ['coarse', daily(100, 75, 75, 50, 50, 25), 25],
    ['too-little-known', daily(60, 58), 1],
    ['too-little-known', daily(60, 60, 60, 59, 59), 1],
    ['too-little-known', [], null],
  ] as const)('there is none where it is %s [supplies/forecast-is-an-interval]', (reason, points, step) => {
    expect(forecastOf(points, step, NOW)).toEqual({ kind: 'none', reason })
  })

  it('stays on its date when the printer stops counting down [supplies/forecast-outlives-low]', () => {
    const low = daily(20, 18, 16, 14, 12, 10)
    expect(forecastOf(low, 1, NOW)).toMatchObject({ from: 5, to: 5 })
    const stopped = [
      ...low.map((point) => ({ ...point, at: new Date(Date.parse(point.at) - 3 * 86_400_000).toISOString() })),
      ...daily(10, 10, 10),
    ]
    expect(forecastOf(stopped, 1, NOW)).toMatchObject({ from: 2, to: 2 })
  })

  it('begins again with another cartridge, not with one that was shaken', () => {
    expect(forecastOf(daily(12, 10, 8, 100, 97, 94, 91), 1, NOW)).toMatchObject({ since: at(3), percentPerDay: 3 })
    expect(forecastOf(daily(30, 28, 26, 29, 26, 24, 22), 1, NOW)).toMatchObject({ since: at(6) })
  })

  it('never leaves 0 to a year, and its end never comes before its beginning', () => {
    const points = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 900 }).map((hours) => at(hours / 24)), percent: fc.integer({ min: 0, max: 100 }) }),
    )
    fc.assert(
      fc.property(points, fc.constantFrom(null, 1, 2, 5), (reported, step) => {
        const forecast = forecastOf(
          reported.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
          step,
          NOW,
        )
        if (forecast.kind === 'none') return
        expect(forecast.from).toBeGreaterThanOrEqual(0)
        expect(forecast.to).toBeGreaterThanOrEqual(forecast.from)
        expect(forecast.to).toBeLessThanOrEqual(LONGEST_DAYS)
      }),
    )
  })

  it.each([
    [{ from: 12, to: 16 }, '12 to 16 days'],
    [{ from: 1, to: 1 }, '1 day'],
    [{ from: 0, to: 0 }, 'Any day'],
    [{ from: 90, to: LONGEST_DAYS }, '90 days or more'],
    [{ from: LONGEST_DAYS, to: LONGEST_DAYS }, 'More than a year'],
  ])('%j is reported as “%s”', (interval, words) => {
    expect(forecastWords({ kind: 'days', since: NOW, percentPerDay: 1, ...interval })).toBe(words)
  })
})
