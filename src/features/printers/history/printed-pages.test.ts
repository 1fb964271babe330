import { describe, expect, it } from 'vitest'
import { allSteps, printedPages } from './printed-pages.ts'

const at = (day: number, hour: number, lifetimePageCount: number | null) => ({
  at: new Date(2026, 2, day, hour, 30).toISOString(),
  lifetimePageCount,
})

describe('printed pages', () => {
  it('are what the counter went on by, from the last reading before to the last reading in a day', () => {
    const days = printedPages([at(1, 8, 100), at(1, 17, 130), at(2, 9, 150), at(2, 18, 190), at(4, 9, 200)], 'month')
    expect(days.map(({ start, count, pages, since }) => [start.getDate(), count, pages, since?.getDate()])).toEqual([
      [1, 130, null, undefined],
      [2, 190, 60, undefined],
      [4, 200, 10, 2],
    ])
    expect(allSteps(days, 'month').map((start) => start.getDate())).toEqual([1, 2, 3, 4])
    expect(allSteps([], 'month')).toEqual([])
  })

  it('are not known where the counter went down, and go on from there', () => {
    const hours = printedPages([at(1, 8, 1000), at(1, 9, 5), at(1, 10, null), at(1, 11, 25)], 'day')
    expect(hours.map(({ start, pages, wentDown }) => [start.getHours(), pages, wentDown])).toEqual([
      [8, null, false],
      [9, null, true],
      [11, 20, false],
    ])
    expect(allSteps(hours, 'day').map((start) => start.getHours())).toEqual([8, 9, 10, 11])
  })

  it('of a year are counted by month', () => {
    const points = [1, 40, 75].map((day, i) => ({ at: new Date(2026, 0, day, 12).toISOString(), lifetimePageCount: i * 50 }))
    expect(printedPages(points, 'year').map(({ start, pages }) => [start.getMonth(), pages])).toEqual([
      [0, null],
      [1, 50],
      [2, 50],
    ])
    expect(allSteps(printedPages(points, 'year'), 'year').map((start) => start.getMonth())).toEqual([0, 1, 2])
  })
})
