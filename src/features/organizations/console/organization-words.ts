import type { OrganizationKind } from '../../accounts/roles.ts'

/** What a kind of organization is called on the page. */
export const KIND_LABELS: Record<OrganizationKind, string> = {
  provider: 'Provider organization',
  partner: 'Parent organization',
  child: 'Child organization',
}

/** The words for the organizations below one of this kind. */
export const BELOW = {
  provider: { tab: 'Partners', one: 'partner', many: 'partners', Title: 'Partners' },
  partner: { tab: 'Child Organizations', one: 'child organization', many: 'child organizations', Title: 'Child Organizations' },
} as const
export type ParentKind = keyof typeof BELOW
