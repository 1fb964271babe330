import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADDRESS_FACETS, isNarrowed, printerFilterOf, printerListAddress, readPrinterListAddress } from './printer-list-address.ts'
import { PRINTER_SORTS } from './printers.ts'

const value = fc.string({ minLength: 1, maxLength: 20 })
const state = fc.record({
  search: fc.string(),
  facets: fc.dictionary(fc.constantFrom(...ADDRESS_FACETS), fc.array(value, { minLength: 1, maxLength: 4 }), { noNullPrototype: true }),
  sort: fc.constantFrom(...PRINTER_SORTS),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
  cursors: fc.array(value, { maxLength: 3 }),
})

describe('the address of the printer list', () => {
  it('brings back every state of the list', () => {
    fc.assert(
      fc.property(state, (s) => {
        expect(readPrinterListAddress(printerListAddress(s))).toEqual(s)
      }),
    )
  })

  it('is plain for the plain list', () => {
    expect(printerListAddress(readPrinterListAddress({}))).toEqual({})
    expect(isNarrowed(readPrinterListAddress({}))).toBe(false)
  })

  it('falls back to the default where it is not understood', () => {
    expect(readPrinterListAddress({ sort: 'shoeSize', direction: 'sideways' })).toMatchObject({ sort: 'ipAddress', direction: 'asc' })
  })

  it('takes a serial number of digits alone as text', () => {
    expect(readPrinterListAddress({ search: 7017 }).search).toBe('7017')
    expect(readPrinterListAddress({ model: 4600 }).facets.model).toEqual(['4600'])
  })

  it('gives the same filter to list and selection, with the search in it', () => {
    const s = readPrinterListAddress({ search: 'floor 3', model: ['A', 'B'], sort: 'model', cursors: ['x'] })
    expect(printerFilterOf(s)).toEqual({ search: 'floor 3', model: ['A', 'B'] })
    expect(isNarrowed(s)).toBe(true)
  })
})
