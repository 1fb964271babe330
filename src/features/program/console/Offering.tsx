import Spinner from '@cloudscape-design/components/spinner'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { useSession } from '../../accounts/console/useSession.ts'
import { query } from '../../client.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { PAGES } from '../../paths.ts'
import { OfferingSettings } from './OfferingSettings.tsx'
import { OfferingTerms } from './OfferingTerms.tsx'
import { SupportedModels } from './SupportedModels.tsx'

/** What the program offers: its limits, the models it supports and its terms of service. Read by all operators, changed by MPS Offer Managers. */
export function Offering() {
  const { organization } = useSession()
  const { can } = useOrganization(organization.id)
  const { address, setAddress } = useAddress<'tab' | 'cursor' | 'search'>()
  const offering = useQuery(query.program.getOffering.queryOptions({ input: { organizationId: organization.id } }))
  const mayChange = can('manage the offering')
  const parts = { providerId: organization.id, mayChange }
  return (
    <PageFrame
      title="Offering"
      description={mayChange ? 'The requirements for printers, and the terms for customers.' : 'Only an MPS Offer Manager can change it.'}
      breadcrumbs={[{ text: 'Operations', href: PAGES.pendingRequests }]}
    >
      {offering.isPending && <Spinner />}
      <ProblemNote error={offering.error} retry={() => void offering.refetch()} />
      {offering.data && (
        <Tabs
          ariaLabel="Parts of the offering"
          activeTabId={address.tab ?? 'settings'}
          onChange={({ detail }) => setAddress({ tab: detail.activeTabId, cursor: undefined, search: undefined })}
          tabs={[
            { id: 'settings', label: 'Requirements', content: <OfferingSettings {...parts} offering={offering.data} /> },
            { id: 'models', label: 'Supported models', content: <SupportedModels {...parts} offering={offering.data} /> },
            { id: 'terms', label: 'Terms of service', content: <OfferingTerms {...parts} terms={offering.data.terms} /> },
          ]}
        />
      )}
    </PageFrame>
  )
}
