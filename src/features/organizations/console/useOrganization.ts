import { useSuspenseQuery } from '@tanstack/react-query'
import { may, type Permission } from '../../accounts/roles.ts'
import { query } from '../../client.ts'
import type { ReachableOrganization } from '../organizations.api.ts'

/**
 * An organization with the reader's roles in it, and `can`: whether these roles ever allow an act there. What they never allow is
 * hidden; the page waits until it is known, and an organization that is not the reader's shows as not found.
 */
export function useOrganization(organizationId: string): {
  organization: ReachableOrganization
  can: (permission: Permission) => boolean
} {
  const options = query.organizations.get.queryOptions({ input: { organizationId }, staleTime: 60_000 })
  const organization = useSuspenseQuery(options).data
  return { organization, can: (permission) => may(organization.roles, permission, organization.kind) }
}
