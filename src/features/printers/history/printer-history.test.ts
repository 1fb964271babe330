import { describe, expect, it } from 'vitest'
import { unbroken } from './printer-history.ts'

const points = (...hours: number[]) => hours.map((hour) => ({ at: new Date(Date.UTC(2026, 2, 1, hour)).toISOString(), hour }))
const stretches = (...hours: number[]) => unbroken(points(...hours)).map((stretch) => stretch.map(({ hour }) => hour))

describe('a line of the history', () => {
  it('ends where nothing was read for long, and begins again', () => {
    expect(stretches(0, 8, 16, 24, 72, 80, 88)).toEqual([
      [0, 8, 16, 24],
      [72, 80, 88],
    ])
  })

  it('goes on over a reading or two that are missing', () => {
    expect(stretches(0, 1, 2, 5, 6, 7)).toEqual([[0, 1, 2, 5, 6, 7]])
  })

  it('may be a single reading, or none', () => {
    expect(stretches(0, 1, 2, 30, 60, 61)).toEqual([[0, 1, 2], [30], [60, 61]])
    expect(stretches(4)).toEqual([[4]])
    expect(stretches()).toEqual([])
  })
})
