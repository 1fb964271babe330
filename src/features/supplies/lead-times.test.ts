import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDelivery, arrivalBy, leadTimeOf, mergeLeadTimes, noLeadTimes } from './lead-times.ts'

const NO_HOLIDAYS = new Set<number>()
const MONDAY = 4

function timesOf(deliveries: readonly (readonly [string, number])[]) {
  const times = noLeadTimes()
  for (const [customer, workingDays] of deliveries) addDelivery(times, customer, workingDays)
  return times
}

const delivery = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 40 }))

describe('lead times', () => {
  it('of a customer with many deliveries are its own, of one with none the fleet’s', () => {
    const times = timesOf([
      ...Array.from({ length: 200 }, () => ['slow', 5] as const),
      ...Array.from({ length: 2000 }, () => ['quick', 1] as const),
    ])
    const mean = (customer: string) => leadTimeOf(times, customer).reduce((sum, { workingDays, share }) => sum + workingDays * share, 0)
    expect(mean('slow')).toBeGreaterThan(4.8)
    expect(mean('quick')).toBeLessThan(1.1)
    expect(mean('new')).toBeCloseTo((200 * 5 + 2000 * 1) / 2200, 1)
  })

  it('are shares of one whole, whatever was delivered', () => {
    fc.assert(
      fc.property(fc.array(delivery), fc.constantFrom('a', 'z'), (deliveries, customer) => {
        const total = leadTimeOf(timesOf(deliveries), customer).reduce((sum, { share }) => sum + share, 0)
        expect(total).toBeCloseTo(1, 9)
      }),
    )
  })

  it('are the same whether batches are merged or counted at once', () => {
    fc.assert(
      fc.property(fc.array(delivery), fc.array(delivery), (one, other) => {
        const merged = timesOf(one)
        mergeLeadTimes(merged, timesOf(other))
        expect(merged).toEqual(timesOf([...one, ...other]))
      }),
    )
  })

  it('count working days: what is ordered on a Friday and takes one day arrives on Monday', () => {
    const times = timesOf(Array.from({ length: 1000 }, () => ['a', 1] as const))
    expect(arrivalBy(leadTimeOf(times, 'a'), MONDAY + 4, 0.9, NO_HOLIDAYS)).toBe(MONDAY + 7)
    expect(arrivalBy(leadTimeOf(times, 'a'), MONDAY + 4, 0.9, new Set([MONDAY + 7]))).toBe(MONDAY + 8)
  })
})
