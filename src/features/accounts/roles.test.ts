import { describe, expect, it } from 'vitest'
import {
  HOLDS,
  isHeld,
  may,
  ORGANIZATION_KINDS,
  type OrganizationKind,
  PERMISSIONS,
  type Permission,
  ROLE_NAMES,
  ROLES,
  type Role,
  whyNotAdminister,
  whyNotAdministerGroup,
  whyNotGrant,
} from './roles.ts'

const permissions = Object.keys(PERMISSIONS) as Permission[]
const allowed = (role: Role, kind: OrganizationKind) => permissions.filter((permission) => may([role], permission, kind))

describe('a role [accounts/roles]', () => {
  const READS = ['read the organization', 'read accounts', 'read the audit trail']
  it.each([
    ['partner-administrator', 'partner', [...READS, 'change the organization', 'manage people', 'manage child organizations']],
    [
      'partner-administrator',
      'child',
      [...READS, 'change the organization', 'manage people', 'entitle the organization', 'read entitlements'],
    ],
    [
      'organization-administrator',
      'provider',
      [...READS, 'change the organization', 'change the settings', 'manage people', 'manage partners'],
    ],
    ['organization-administrator', 'partner', [...READS, 'change the organization', 'manage people']],
    ['organization-administrator', 'child', [...READS, 'change the organization', 'manage people', 'read entitlements']],
    ['user-administrator', 'partner', [...READS, 'manage people']],
    [
      'fleet-management-administrator',
      'child',
      ['keep views of printers', 'read the organization', 'read entitlements', 'read the fleet', 'manage the fleet'],
    ],
    ['fleet-management-viewer', 'child', ['keep views of printers', 'read the organization', 'read entitlements', 'read the fleet']],
    ['customer-operations-specialist', 'provider', ['read the organization', 'operate the program', 'read the audit trail']],
    ['mps-offer-manager', 'provider', ['read the organization', 'operate the program', 'manage the offering', 'read the audit trail']],
  ] as const)('%s in a %s organization may do this and nothing else', (role, kind, expected) => {
    expect(allowed(role, kind).toSorted()).toEqual([...expected].toSorted())
  })

  it('allows nothing that only another organization could grant: fleets, programs, partners', () => {
    for (const role of ROLE_NAMES)
      for (const kind of ORGANIZATION_KINDS) {
        if (kind !== 'child') expect(may([role], 'manage the fleet', kind)).toBe(false)
        if (kind !== 'provider') expect(may([role], 'operate the program', kind)).toBe(false)
        if (kind !== 'provider') expect(may([role], 'manage partners', kind)).toBe(false)
      }
  })
})

describe('giving a role [accounts/roles-have-their-place]', () => {
  it.each([
    ['partner-administrator', 'partner', false, 'Partner Administrator is given only by a Child Organization Access Group of the partner.'],
    ['partner-administrator', 'partner', true, undefined],
    ['partner-administrator', 'child', true, 'Child Organization Access Groups exist in partner organizations only.'],
    ['organization-administrator', 'child', false, undefined],
    ['fleet-management-administrator', 'partner', false, 'Fleet Management Administrator cannot be given in a partner organization.'],
    ['fleet-management-administrator', 'partner', true, undefined],
    ['customer-operations-specialist', 'child', false, 'Customer Operations Specialist cannot be given in a child organization.'],
    ['mps-offer-manager', 'partner', true, 'MPS Offer Manager cannot be given by a Child Organization Access Group.'],
    ['mps-offer-manager', 'provider', false, undefined],
  ] as const)('%s in a %s organization, by an access group: %s', (role, kind, byAccessGroup, why) => {
    expect(whyNotGrant(role, kind, byAccessGroup)).toBe(why)
  })
})

describe('holding a role [accounts/nobody-gives-what-they-do-not-hold]', () => {
  it.each(ORGANIZATION_KINDS)('in a %s organization is no way up: nobody gains a role by giving one to a second person', (kind) => {
    const fitting = ROLE_NAMES.filter((role) => [true, false].some((byAccess) => whyNotGrant(role, kind, byAccess) === undefined))
    const held = (role: Role) => fitting.filter((one) => isHeld([role], one, false))
    for (const role of fitting) {
      expect(held(role)).toContain(role)
      expect(held(role)).toEqual(expect.arrayContaining(held(role).flatMap(held)))
    }
  })

  it('never allows more than giving it away would: only administrators of the whole hold a role in all children', () => {
    for (const mine of ROLE_NAMES)
      for (const role of ROLE_NAMES)
        expect([mine, role, isHeld([mine], role, true)]).toEqual([
          mine,
          role,
          ['partner-administrator', 'organization-administrator'].includes(mine) && HOLDS[mine].some((held) => held === role),
        ])
  })

  it('is said with the roles that are missing, wherever the person has them from', () => {
    const nobody = { roles: [], groupRoles: [], accessRoles: [] }
    expect(whyNotAdminister(['user-administrator'], nobody)).toBeUndefined()
    for (const place of ['roles', 'groupRoles', 'accessRoles'] as const) {
      const why = whyNotAdminister(['user-administrator'], { ...nobody, [place]: ['fleet-management-viewer'] })
      expect(why).toContain(ROLES['fleet-management-viewer'].label)
      expect(whyNotAdminister(['organization-administrator'], { ...nobody, [place]: ['fleet-management-viewer'] })).toBeUndefined()
    }
    expect(whyNotAdministerGroup(['user-administrator'], { kind: 'ordinary', roles: ['user-administrator'] })).toBeUndefined()
    expect(whyNotAdministerGroup(['user-administrator'], { kind: 'access', roles: ['user-administrator'] })).toContain('User Administrator')
  })
})
