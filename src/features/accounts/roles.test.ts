import { describe, expect, it } from 'vitest'
import {
  may,
  ORGANIZATION_KINDS,
  type OrganizationKind,
  PERMISSIONS,
  type Permission,
  ROLE_NAMES,
  type Role,
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
