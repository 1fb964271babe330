import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADDRESS_FACETS, isNarrowed, joinValues, printerFilterOf, readPrinterListAddress } from './printer-list-address.ts'

const values = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 })

describe('the address of the printer list', () => {
  it('brings back every value of a filter, also one that holds commas and percent signs', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ADDRESS_FACETS), values, (facet, picked) => {
        expect(readPrinterListAddress({ [facet]: joinValues(picked) }).facets).toEqual({ [facet]: picked })
      }),
    )
  })

  it('of the plain list is plain', () => {
    const plain = readPrinterListAddress({})
    expect(isNarrowed(plain)).toBe(false)
    expect(printerFilterOf(plain)).toEqual({})
    expect(plain).toMatchObject({ sort: 'ipAddress', direction: 'asc', columns: undefined, rows: undefined })
  })

  it('falls back to the default where it is not understood', () => {
    const state = readPrinterListAddress({ sort: 'shoeSize', direction: 'sideways', rows: '7' })
    expect(state).toMatchObject({ sort: 'ipAddress', direction: 'asc', rows: undefined })
  })

  it('gives the same filter to list and selection, with the search in it', () => {
    const state = readPrinterListAddress({ search: 'floor 3', model: 'A,B', sort: 'model', cursor: 'x', columns: 'model' })
    expect(printerFilterOf(state)).toEqual({ search: 'floor 3', model: ['A', 'B'] })
    expect(isNarrowed(state)).toBe(true)
  })
})
