import { PAGES, pathTo } from '../paths.ts'
/** The cards of the dashboard and the entries of the launcher, each a portal that a person may open. */
export const PORTALS = {
  'account-management': 'Account Management',
  'fleet-management': 'Fleet Management',
  operations: 'Operations',
} as const
export type Portal = keyof typeof PORTALS
export const PORTAL_NAMES = ['account-management', 'fleet-management', 'operations'] as const

/** What each portal is for, on its card. */
export const PORTAL_PURPOSES: Record<Portal, string> = {
  'account-management': 'Organizations, their entitlements, users and groups.',
  'fleet-management': 'Printers, agents and contacts; adding printers to MPS Express.',
  operations: 'Requests and managed printers of all customers; the offering.',
}

/** Where each portal begins in the console. */
export const PORTAL_HREFS: Record<Portal, string> = {
  'account-management': PAGES.chooseParent,
  'fleet-management': PAGES.chooseFleet,
  operations: PAGES.pendingRequests,
}

/** The page that shows what a figure of a card counts; undefined where none does. */
export function figureHref(portal: Portal, label: string, { id, kind }: { id: string; kind: string }): string | undefined {
  const page = kind === 'partner' ? 'allPrinters' : 'printers'
  const printers = (management?: string) => (kind === 'provider' ? undefined : pathTo(page, { organizationId: id }, { management }))
  const pages: Record<Portal, Record<string, string | undefined>> = {
    'account-management': { 'Child organizations': kind === 'partner' ? pathTo('account', { organizationId: id }) : undefined },
    'fleet-management': {
      Printers: printers(),
      Managed: printers('managed'),
      Pending: printers('pending'),
      'Tasks running': kind === 'child' ? pathTo('tasks', { organizationId: id }) : undefined,
    },
    operations: {
      'Pending requests': PAGES.pendingRequests,
      Managed: PAGES.managedPrinters,
      'Entitled organizations': PAGES.entitledOrganizations,
    },
  }
  return pages[portal][label]
}
