import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressesOf, covers, formatAddress, parseAddress, parseEntry, without } from './addresses.ts'

const range = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40 }))
  .map(([first, length]) => ({ first, last: first + length }))
const written = (entry: string) => {
  const parsed = parseEntry(entry)
  return parsed && `${formatAddress(parsed.first)}-${formatAddress(parsed.last)}`
}

describe('addresses', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7-10.0.0.7'],
    ['10.0.0.1-10.0.0.99', '10.0.0.1-10.0.0.99'],
    ['10.0.0.99 - 10.0.0.1', '10.0.0.1-10.0.0.99'],
    ['10.0.0.0/24', '10.0.0.1-10.0.0.254'],
    ['10.0.0.77/24', '10.0.0.1-10.0.0.254'],
    ['10.0.0.8/31', '10.0.0.8-10.0.0.9'],
    ['10.0.0.8/32', '10.0.0.8-10.0.0.8'],
    ['255.255.255.0/24', '255.255.255.1-255.255.255.254'],
  ])('reads %s', (entry, expected) => {
    expect(written(entry)).toBe(expected)
  })

  it.each(['printer.example.com', '10.0.0', '10.0.0.256', '10.0.0.0/33', '10.0.0.0/', 'a-b', '10.0.0.1-b', ''])(
    'takes "%s" for a name',
    (entry) => {
      expect(parseEntry(entry)).toBeUndefined()
    },
  )

  it('come back from numbers as they went in', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => formatAddress(parseAddress(address)!) === address))
  })

  it('are those included and not excluded, each once', () => {
    fc.assert(
      fc.property(fc.array(range), fc.array(range), (included, excluded) => {
        const left = [...addressesOf(without(included, excluded))]
        const expected = Array.from({ length: 400 }, (_, address) => address).filter(
          (address) => covers(included, address) && !covers(excluded, address),
        )
        expect(left).toEqual(expected)
      }),
    )
  })
})
