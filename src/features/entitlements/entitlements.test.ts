import { describe, expect, it } from 'vitest'
import { whyNotRemoveEntitlement } from './entitlements.ts'

describe('removing an entitlement', () => {
  it('is free where no printer is held [entitlements/held-printers-keep-the-entitlement]', () => {
    expect(whyNotRemoveEntitlement({ managed: 0, pending: 0 })).toBeUndefined()
  })

  it.each([
    [{ managed: 1, pending: 0 }, /has 1\.$/],
    [{ managed: 0, pending: 2 }, /has 2\.$/],
    [{ managed: 1200, pending: 34 }, /has 1,234\.$/],
  ])('is refused with %o, and says how many [entitlements/held-printers-keep-the-entitlement]', (held, reason) => {
    expect(whyNotRemoveEntitlement(held)).toMatch(reason)
  })
})
