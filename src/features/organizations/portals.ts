/** The cards of the dashboard and the entries of the launcher, each a portal that a person may open. */
export const PORTALS = {
  'account-management': 'Account Management',
  'fleet-management': 'Fleet Management',
  operations: 'Operations',
} as const
export type Portal = keyof typeof PORTALS
export const PORTAL_NAMES = ['account-management', 'fleet-management', 'operations'] as const
