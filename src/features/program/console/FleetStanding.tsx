import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { query } from '../../client.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { BeforeYouBegin } from './BeforeYouBegin.tsx'

/** What a fleet without printers shows: the way from nothing to the first managed printer. */
export function FleetStanding({ organizationId }: { organizationId: string }) {
  const { organization, can } = useOrganization(organizationId)
  const entitlements = useQuery(query.entitlements.list.queryOptions({ input: { organizationId } }))
  const contacts = useQuery(query.contacts.list.queryOptions({ input: { organizationId, limit: 1 } }))
  const error = entitlements.error ?? contacts.error
  if (error) return <ProblemNote error={error} />
  if (!entitlements.data || !contacts.data) return <Spinner />
  const standing = {
    printersEnrolled: 0,
    entitled: entitlements.data.some((entitlement) => entitlement.granted !== null),
    contacts: contacts.data.total,
  }
  return (
    <EmptyState title="No printers yet">
      <Box textAlign="left" margin={{ top: 's' }}>
        <BeforeYouBegin standing={standing} organization={organization} can={can} />
      </Box>
    </EmptyState>
  )
}
