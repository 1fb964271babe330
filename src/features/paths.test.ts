import { describe, expect, it } from 'vitest'
import { pathTo, searchText } from './paths.ts'

describe('the address of a page', () => {
  it('has the parameters in their places', () => {
    expect(pathTo('printer', { organizationId: 'o1', printerId: 'p1' })).toBe('/fleet/o1/printers/p1')
    expect(pathTo('entitlements', { organizationId: 'o1', childId: 'o2' })).toBe('/account/o1/children/o2/entitlements')
  })

  it('keeps a parameter in its place whatever it contains', () => {
    expect(pathTo('invitation', { token: 'a/b?c#d' })).toBe('/invitation/a%2Fb%3Fc%23d')
  })

  it('carries what is set of the search, and no question mark where nothing is', () => {
    expect(pathTo('printers', { organizationId: 'o1' }, { agent: 'a1', management: undefined })).toBe('/fleet/o1/printers?agent=a1')
    expect(pathTo('managedPrinters', {}, { search: 'Smith & Co' })).toBe('/operations/managed?search=Smith+%26+Co')
    expect(searchText({ search: '', cursor: undefined })).toBe('')
  })
})
