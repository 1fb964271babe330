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
