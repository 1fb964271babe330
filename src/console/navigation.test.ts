import { describe, expect, it } from 'vitest'
import { activeHref, portalOf, sideNavigation } from './navigation.ts'

describe('the navigation beside a page', () => {
  it.each([
    ['/', undefined],
    ['/profile', undefined],
    ['/account/1/children/2/entitlements', 'account-management'],
    ['/fleet/1/printers', 'fleet-management'],
    ['/operations/managed', 'operations'],
  ])('of %s belongs to %s', (pathname, portal) => {
    expect(portalOf(pathname)).toBe(portal)
  })

  it.each([
    ['/fleet', '/fleet'],
    ['/fleet/1/printers', '/fleet/1/printers'],
    ['/fleet/1/printers/9', '/fleet/1/printers'],
    ['/fleet/1/all-printers', '/fleet/1/all-printers'],
    ['/fleet/1/all-supplies', '/fleet/1/all-supplies'],
    ['/fleet/1/supplies/orders/9', '/fleet/1/supplies'],
    ['/account/1', '/account/1'],
    ['/account/1/children/2', '/account/1/children/2'],
    ['/account/1/children/2/entitlements', '/account/1/children/2/entitlements'],
    ['/operations/offering', '/operations/offering'],
  ])('at %s marks %s', (pathname, active) => {
    expect(activeHref(pathname)).toBe(active)
  })

  it('leads nowhere inside an organization before one is chosen', () => {
    const hrefs = (pathname: string) => sideNavigation(pathname).flatMap((item) => (item.type === 'link' ? [item.href] : []))
    expect(hrefs('/fleet')).toEqual(['/fleet'])
    expect(hrefs('/account')).toEqual(['/account'])
    expect(hrefs('/fleet/1/tasks').join()).not.toContain('undefined')
    expect(hrefs('/account/1').join()).not.toContain('undefined')
  })
})
