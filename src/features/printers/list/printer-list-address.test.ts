import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALL_PRINTERS_COLUMN_NAMES } from './printer-columns.ts'
import {
  ADDRESS_FACETS,
  addressOf,
  contentOfView,
  isNarrowed,
  isSameContent,
  joinValues,
  printerFilterOf,
  readPrinterListAddress,
} from './printer-list-address.ts'
import { SYSTEM_VIEWS } from './system-views.ts'

const values = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 })
const column = fc.constantFrom(...ALL_PRINTERS_COLUMN_NAMES)
const content = fc.record({
  search: fc.string({ maxLength: 10 }),
  facets: fc.dictionary(fc.constantFrom(...ADDRESS_FACETS), values),
  sort: column,
  direction: fc.constantFrom('asc' as const, 'desc' as const),
  columns: fc.uniqueArray(column, { minLength: 1 }),
})

describe('the address of the printer list', () => {
  it('brings back every value of a filter, also one that holds commas and percent signs', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ADDRESS_FACETS), values, (facet, picked) => {
        expect(readPrinterListAddress({ [facet]: joinValues(picked) }).facets).toEqual({ [facet]: picked })
      }),
    )
  })

  it('holds the whole list: whoever opens a link is shown the same', () => {
    fc.assert(
      fc.property(content, (list) => {
        expect(isSameContent(readPrinterListAddress(addressOf(list)), list)).toBe(true)
      }),
    )
  })

  it('of the plain list is plain', () => {
    const plain = readPrinterListAddress({})
    expect(isNarrowed(plain)).toBe(false)
    expect(printerFilterOf(plain)).toEqual({})
    expect(plain).toMatchObject({ view: 'standard', sort: 'ipAddress', direction: 'asc', from: 1, rows: undefined })
    expect(Object.values(addressOf(plain)).every((value) => !value)).toBe(true)
  })

  it('falls back to the default where it is not understood', () => {
    const state = readPrinterListAddress({ sort: 'shoeSize', direction: 'sideways', rows: '7', columns: 'hat', cursor: 'x', from: 'y' })
    expect(state).toMatchObject({ sort: 'ipAddress', direction: 'asc', rows: undefined, from: undefined })
    expect(state.columns).toEqual(SYSTEM_VIEWS[0]?.columns)
  })

  it('gives the same filter to list and selection, with the search in it', () => {
    const state = readPrinterListAddress({ search: 'floor 3', model: 'A,B', sort: 'model', cursor: 'x', columns: 'model' })
    expect(printerFilterOf(state)).toEqual({ search: 'floor 3', model: ['A', 'B'] })
    expect(isNarrowed(state)).toBe(true)
  })

  it('reports whether a list is still what its view shows [printers/system-views]', () => {
    for (const view of SYSTEM_VIEWS) {
      const shown = readPrinterListAddress(addressOf(contentOfView(view)))
      expect(isSameContent(shown, contentOfView(view))).toBe(true)
      expect(isSameContent({ ...shown, search: 'x' }, contentOfView(view))).toBe(false)
    }
  })
})
