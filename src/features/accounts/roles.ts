/**
 * The seven roles and what they allow, as sentences: the server's access check and the console's menus read the same table.
 * @rule accounts/roles  The server refuses every action that no role allows, in one place.
 */

export const ORGANIZATION_KINDS = ['provider', 'partner', 'child'] as const
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number]

/** Where a role may be given: directly or by an ordinary group in these kinds of organization, and whether by an access group. */
export const ROLES = {
  'partner-administrator': { label: 'Partner Administrator', kinds: [], byAccessGroup: true },
  'organization-administrator': { label: 'Organization Administrator', kinds: ['provider', 'partner', 'child'], byAccessGroup: true },
  'user-administrator': { label: 'User Administrator', kinds: ['provider', 'partner', 'child'], byAccessGroup: true },
  'fleet-management-administrator': { label: 'Fleet Management Administrator', kinds: ['child'], byAccessGroup: true },
  'fleet-management-viewer': { label: 'Fleet Management Viewer', kinds: ['child'], byAccessGroup: true },
  'customer-operations-specialist': { label: 'Customer Operations Specialist', kinds: ['provider'], byAccessGroup: false },
  'mps-offer-manager': { label: 'MPS Offer Manager', kinds: ['provider'], byAccessGroup: false },
} as const satisfies Record<string, { label: string; kinds: readonly OrganizationKind[]; byAccessGroup: boolean }>

export type Role = keyof typeof ROLES
export const ROLE_NAMES = Object.keys(ROLES) as [Role, ...Role[]]

const FLEET_EDITORS = ['fleet-management-administrator'] as const
const FLEET_READERS = [...FLEET_EDITORS, 'fleet-management-viewer'] as const
const ACCOUNT_READERS = ['partner-administrator', 'organization-administrator', 'user-administrator'] as const
const OPERATORS = ['customer-operations-specialist', 'mps-offer-manager'] as const

/** What one may do, who may do it, and in which kinds of organization the act makes sense. */
export const PERMISSIONS = {
  'read the organization': { roles: [...ACCOUNT_READERS, ...FLEET_READERS, ...OPERATORS], in: ['provider', 'partner', 'child'] },
  'read accounts': { roles: [...ACCOUNT_READERS], in: ['provider', 'partner', 'child'] },
  'change the organization': { roles: ['partner-administrator', 'organization-administrator'], in: ['provider', 'partner', 'child'] },
  'manage people': { roles: [...ACCOUNT_READERS], in: ['provider', 'partner', 'child'] },
  'change the settings': { roles: ['organization-administrator'], in: ['provider'] },
  'manage partners': { roles: ['organization-administrator'], in: ['provider'] },
  'manage child organizations': { roles: ['partner-administrator'], in: ['partner'] },
  'entitle the organization': { roles: ['partner-administrator'], in: ['child'] },
  'read entitlements': { roles: [...ACCOUNT_READERS, ...FLEET_READERS], in: ['child'] },
  'read the fleet': { roles: [...FLEET_READERS], in: ['child'] },
  'manage the fleet': { roles: [...FLEET_EDITORS], in: ['child'] },
  'read the fleets of all children': { roles: [...FLEET_READERS], in: ['partner'] },
  'keep views of printers': { roles: [...FLEET_READERS], in: ['child', 'partner'] },
  'operate the program': { roles: [...OPERATORS], in: ['provider'] },
  'manage the offering': { roles: ['mps-offer-manager'], in: ['provider'] },
  'read the audit trail': { roles: [...ACCOUNT_READERS, ...OPERATORS], in: ['provider', 'partner', 'child'] },
} as const satisfies Record<string, { roles: readonly Role[]; in: readonly OrganizationKind[] }>

export type Permission = keyof typeof PERMISSIONS

/** Whether somebody who has these roles in an organization of this kind may do it. */
export function may(roles: Iterable<Role>, permission: Permission, kind: OrganizationKind): boolean {
  const { roles: allowed, in: kinds }: { roles: readonly Role[]; in: readonly OrganizationKind[] } = PERMISSIONS[permission]
  return kinds.includes(kind) && [...roles].some((role) => allowed.includes(role))
}

/** Why a role cannot be given to a person or an ordinary group of an organization of this kind; undefined when it can. */
export function whyNotGrant(role: Role, kind: OrganizationKind, accessGroup: boolean): string | undefined {
  const { label, kinds, byAccessGroup }: { label: string; kinds: readonly OrganizationKind[]; byAccessGroup: boolean } = ROLES[role]
  if (accessGroup) {
    if (kind !== 'partner') return 'Child Organization Access Groups exist in partner organizations only.'
    return byAccessGroup ? undefined : `${label} cannot be given by a Child Organization Access Group.`
  }
  if (kinds.includes(kind)) return undefined
  return byAccessGroup && kinds.length === 0
    ? `${label} is given only by a Child Organization Access Group of the partner.`
    : `${label} cannot be given in a ${kind} organization.`
}

/**
 * Who may give, reset and take which role: a row for each role that somebody has, with the roles that it holds. A User Administrator who
 * shall
 * look after people of the fleet gets a fleet role too.
 * @rule accounts/nobody-gives-what-they-do-not-hold  Only a person who holds a role can give it, remove it, or reset the password of
 * somebody who has it.
 */
export const HOLDS = {
  'partner-administrator': [
    'partner-administrator',
    'organization-administrator',
    'user-administrator',
    'fleet-management-administrator',
    'fleet-management-viewer',
  ],
  'organization-administrator': ROLE_NAMES,
  'user-administrator': ['user-administrator'],
  'fleet-management-administrator': ['fleet-management-administrator', 'fleet-management-viewer'],
  'fleet-management-viewer': ['fleet-management-viewer'],
  'customer-operations-specialist': ['customer-operations-specialist'],
  'mps-offer-manager': ['mps-offer-manager', 'customer-operations-specialist'],
} as const satisfies Record<Role, readonly Role[]>

// What an access group gives holds in all children: only who administers partner and children as a whole holds it.
const HOLD_IN_ALL_CHILDREN: readonly Role[] = ['partner-administrator', 'organization-administrator']

/** Whether somebody with these roles in an organization holds a role there, or, by an access group, in all its children. */
export function isHeld(mine: readonly Role[], role: Role, accessGroup: boolean): boolean {
  return mine.some((one) => (!accessGroup || HOLD_IN_ALL_CHILDREN.includes(one)) && (HOLDS[one] as readonly Role[]).includes(role))
}

/** The roles that a person has: given directly, by ordinary groups, and by access groups. */
export interface RolesOfPerson {
  roles: readonly Role[]
  groupRoles: readonly Role[]
  accessRoles: readonly Role[]
}

/** Why somebody with the roles `mine` can neither change nor reset a person, or give these roles; undefined when they can. */
export function whyNotAdminister(mine: readonly Role[], person: RolesOfPerson): string | undefined {
  const ordinary = [...person.roles, ...person.groupRoles].filter((role) => !isHeld(mine, role, false))
  const above = [...new Set([...ordinary, ...person.accessRoles.filter((role) => !isHeld(mine, role, true))])]
  if (above.length === 0) return undefined
  const labels = above.map((role) => ROLES[role].label).join(', ')
  return `Your roles do not include ${labels}. Only a person who holds this role can give it, remove it, or change a person who has it.`
}

/** The same for a group, and whoever is in it. */
export function whyNotAdministerGroup(mine: readonly Role[], group: { kind: 'ordinary' | 'access'; roles: readonly Role[] }) {
  const access = group.kind === 'access'
  return whyNotAdminister(mine, { roles: [], groupRoles: access ? [] : group.roles, accessRoles: access ? group.roles : [] })
}
