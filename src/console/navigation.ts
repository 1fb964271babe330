import type { SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import type { Portal } from '../features/organizations/portals.ts'

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
      link('Pending requests', '/operations/pending'),
      link('Managed printers', '/operations/managed'),
      link('Supply orders', '/operations/supplies'),
      link('Entitlements', '/operations/entitlements'),
      link('Offering', '/operations/offering'),
      link('Audit', '/operations/audit'),
    ]
  }
  if (first === 'fleet') {
    if (!organizationId) return [link('Organizations', '/fleet')]
    const fleet = `/fleet/${organizationId}`
    if (page === 'all-printers' || page === 'all-supplies') {
      return [
        link('Organizations', '/fleet'),
        link('All organizations', `${fleet}/all-printers`),
        link('All supplies', `${fleet}/all-supplies`),
      ]
    }
    return [
      link('Printers', `${fleet}/printers`),
      link('Supplies', `${fleet}/supplies`),
      link('Contacts', `${fleet}/contacts`),
      link('Agents', `${fleet}/agents`),
      link('Tasks', `${fleet}/tasks`),
      { type: 'divider' },
      link('Organizations', '/fleet'),
    ]
  }
  if (!organizationId) return [link('Organizations', '/account')]
  const account = `/account/${organizationId}`
  const child = `${account}/children/${childId}`
  return [
    link('Overview', account),
    ...(childId ? [link('Child organization', child), link('Organization Entitlements', `${child}/entitlements`)] : []),
    { type: 'divider' },
    link('Organizations', '/account'),
  ]
}

/** The entry of the side navigation that the address is under: the longest that begins it. */
export function activeHref(pathname: string): string {
  const hrefs = sideNavigation(pathname).flatMap((item) => (item.type === 'link' ? [item.href] : []))
  const above = hrefs.filter((href) => pathname === href || pathname.startsWith(`${href}/`))
  return above.sort((a, b) => b.length - a.length)[0] ?? ''
}
