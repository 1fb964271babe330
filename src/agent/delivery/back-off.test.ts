import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backOff, SERVER_AWAY } from './back-off.ts'

it('waits longer each time up to a limit, never all in the same second', () => {
  expect([1, 2, 3, 4, 7, 50].map((failures) => backOff(failures, SERVER_AWAY, 1))).toEqual([1000, 2000, 4000, 8000, 60_000, 60_000])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const wait = backOff(failures, SERVER_AWAY, random)
      expect(wait).toBeGreaterThanOrEqual(backOff(failures, SERVER_AWAY, 1) / 2)
      expect(wait).toBeLessThanOrEqual(SERVER_AWAY.mostMilliseconds)
    }),
  )
})
