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
  'account-management': '/account',
  'fleet-management': '/fleet',
  operations: '/operations/pending',
}

/** The page that shows what a figure of a card counts; undefined where none does. */
export function figureHref(portal: Portal, label: string, { id, kind }: { id: string; kind: string }): string | undefined {
  const printers = { partner: `/fleet/${id}/all-printers`, child: `/fleet/${id}/printers` }[kind]
  const pages: Record<Portal, Record<string, string | undefined>> = {
    'account-management': { 'Child organizations': kind === 'partner' ? `/account/${id}` : undefined },
    'fleet-management': {
      Printers: printers,
      Managed: printers && `${printers}?management=managed`,
      Pending: printers && `${printers}?management=pending`,
      'Tasks running': kind === 'child' ? `/fleet/${id}/tasks` : undefined,
    },
    operations: {
      'Pending requests': '/operations/pending',
      Managed: '/operations/managed',
      'Entitled organizations': '/operations/entitlements',
    },
  }
  return pages[portal][label]
}
