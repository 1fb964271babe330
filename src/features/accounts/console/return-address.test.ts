import { describe, expect, it } from 'vitest'
import { returnAddress } from './return-address.ts'

describe('the address to return to after signing in', () => {
  it.each([
    ['/fleet/1/printers?search=a', '/fleet/1/printers?search=a'],
    [undefined, '/'],
    ['', '/'],
    ['https://elsewhere.example', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('of %s is %s', (asked, expected) => {
    expect(returnAddress(asked)).toBe(expected)
  })
})
