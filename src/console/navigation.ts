import type { SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import type { Portal } from '../features/organizations/portals.ts'
import { PAGES, pathTo } from '../features/paths.ts'

/** The portal that an address belongs to; undefined on the dashboard and the profile. */
export function portalOf(pathname: string): Portal | undefined {
  const [, first] = pathname.split('/')
  if (first === 'account') return 'account-management'
  if (first === 'fleet') return 'fleet-management'
  return first === 'operations' ? 'operations' : undefined
}

const link = (text: string, href: string): SideNavigationProps.Link => ({ type: 'link', text, href })

/** The side navigation of a portal, for the organization in the address if there is one. */
export function sideNavigation(pathname: string): SideNavigationProps.Item[] {
  const [, first, organizationId, page, childId] = pathname.split('/')
  if (first === 'operations') {
    return [
      link('Pending requests', PAGES.pendingRequests),
      link('Managed printers', PAGES.managedPrinters),
      link('Supply orders', PAGES.operationsOrders),
      link('Entitlements', PAGES.entitledOrganizations),
      link('Registration conflicts', PAGES.registrationConflicts),
      link('Offering', PAGES.offering),
      link('Audit', PAGES.providerAudit),
    ]
  }
  if (first === 'fleet') {
    if (!organizationId) return [link('Organizations', PAGES.chooseFleet)]
    if (page === 'all-printers' || page === 'all-supplies') {
      return [
        link('Organizations', PAGES.chooseFleet),
        link('All organizations', pathTo('allPrinters', { organizationId })),
        link('All supplies', pathTo('allSupplies', { organizationId })),
      ]
    }
    return [
      link('Printers', pathTo('printers', { organizationId })),
      link('Supplies', pathTo('supplies', { organizationId })),
      link('Contacts', pathTo('contacts', { organizationId })),
      link('Agents', pathTo('agents', { organizationId })),
      link('Tasks', pathTo('tasks', { organizationId })),
      { type: 'divider' },
      link('Organizations', PAGES.chooseFleet),
    ]
  }
  if (!organizationId) return [link('Organizations', PAGES.chooseParent)]
  return [
    link('Overview', pathTo('account', { organizationId })),
    ...(childId
      ? [
          link('Child organization', pathTo('child', { organizationId, childId })),
          link('Organization Entitlements', pathTo('entitlements', { organizationId, childId })),
        ]
      : []),
    { type: 'divider' },
    link('Organizations', PAGES.chooseParent),
  ]
}

/** The entry of the side navigation that the address is under: the longest that begins it. */
export function activeHref(pathname: string): string {
  const hrefs = sideNavigation(pathname).flatMap((item) => (item.type === 'link' ? [item.href] : []))
  const above = hrefs.filter((href) => pathname === href || pathname.startsWith(`${href}/`))
  return above.sort((a, b) => b.length - a.length)[0] ?? ''
}
