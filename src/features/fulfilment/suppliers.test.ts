import { describe, expect, it } from 'vitest'
import { pauseAfter } from './order-message.ts'
import { type Routing, supplierFor } from './suppliers.ts'

const supplier = (id: string, change: Partial<Routing> = {}): Routing => ({
  id,
  manufacturers: [],
  countries: [],
  priority: 100,
  offersExpress: false,
  ...change,
})
const line = (change: Partial<Parameters<typeof supplierFor>[0]> = {}) => ({
  manufacturer: 'Lexmark',
  country: 'DE',
  express: false,
  ...change,
})

describe('the supplier of a line [fulfilment/routing]', () => {
  it.each([
    ['the only one there is', line(), [supplier('a')], 'a'],
    ['none, where there is none', line(), [], undefined],
    ['the one with the lower priority', line(), [supplier('a'), supplier('b', { priority: 5 })], 'b'],
    [
      'one that serves the maker, in any case',
      line(),
      [supplier('a', { manufacturers: ['HP'] }), supplier('b', { manufacturers: ['lexmark '] })],
      'b',
    ],
    ['one that serves the country', line(), [supplier('a', { countries: ['US'] }), supplier('b', { countries: ['DE', 'AT'] })], 'b'],
    ['none, where nobody serves the maker', line({ manufacturer: null }), [supplier('a', { manufacturers: ['HP'] })], undefined],
    [
      'for an express line one that offers express',
      line({ express: true }),
      [supplier('a'), supplier('b', { priority: 500, offersExpress: true })],
      'b',
    ],
    ['for an express line the first, where nobody offers express', line({ express: true }), [supplier('a'), supplier('b')], 'a'],
  ])('is %s', (_, of, suppliers, expected) => {
    expect(supplierFor(of, suppliers)?.id).toBe(expected)
  })
})

it('a message is sent again after pauses that grow to six hours, without an end [fulfilment/until-it-arrives]', () => {
  const pauses = Array.from({ length: 60 }, (_, i) => pauseAfter(i + 1))
  expect(pauses.every((pause, i) => i === 0 || pause >= pauses[i - 1]!)).toBe(true)
  expect([pauses[0], pauses.at(-1)]).toEqual([30, 21_600])
})
