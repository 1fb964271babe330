import { expect, it } from 'vitest'
import { describePermissions } from '../../../scripts/describe-permissions.ts'
import { PERMISSIONS, ROLE_NAMES, ROLES } from './roles.ts'

it('describes every role, act and operation of the contract [accounts/roles]', () => {
  const page = describePermissions()
  for (const role of ROLE_NAMES) expect(page).toContain(`| ${ROLES[role].label} |`)
  for (const act of Object.keys(PERMISSIONS)) expect(page).toContain(`\n| ${act} |`)
  expect(page).toContain('`DELETE /organizations/{organizationId}/people/{personId}`')
  expect(page).toContain('| User Administrator |  |  | yes |  |  |  |  |')
})
