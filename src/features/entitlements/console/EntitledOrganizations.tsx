import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CountLink } from '../../../platform/console/CountLink.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { useSession } from '../../accounts/console/useSession.ts'
import { query } from '../../client.ts'
import { PAGES, pathTo } from '../../paths.ts'
import type { EntitledOrganization } from '../entitlements.api.ts'
import { whyNotRemoveEntitlement } from '../entitlements.ts'
import { RemoveEntitlement } from './RemoveEntitlement.tsx'

const COLUMNS: TableProps.ColumnDefinition<EntitledOrganization>[] = [
  { id: 'organization', header: 'Organization', cell: (o) => o.organization, isRowHeader: true, minWidth: 170 },
  { id: 'partner', header: 'Partner', cell: (o) => o.partner, minWidth: 130 },
  { id: 'grantedAt', header: 'Entitled', cell: (o) => formatInstant(o.grantedAt), minWidth: 185 },
  { id: 'grantedBy', header: 'By', cell: (o) => o.grantedBy, minWidth: 110 },
  { id: 'printers', header: 'Printers', cell: (o) => formatCount(o.printers) },
  { id: 'managed', header: 'Managed', cell: (o) => <HeldCount {...o} held="managed" /> },
  { id: 'pending', header: 'Pending', cell: (o) => <HeldCount {...o} held="pending" /> },
]

function HeldCount({ organization, held, ...counts }: EntitledOrganization & { held: 'managed' | 'pending' }) {
  const page = held === 'managed' ? 'managedPrinters' : 'pendingRequests'
  return <CountLink count={counts[held]} label={`${held} printers of ${organization}`} href={pathTo(page, {}, { search: organization })} />
}

/** The provider's list of entitled organizations, where an entitlement can be removed. */
export function EntitledOrganizations() {
  const { organization } = useSession()
  const { address } = useAddress<'search' | 'cursor'>()
  const input = { organizationId: organization.id, search: address.search, cursor: address.cursor }
  const entitled = useQuery(query.entitlements.listEntitled.queryOptions({ input }))
  const [selected, setSelected] = useState<EntitledOrganization[]>([])
  const [removing, setRemoving] = useState(false)
  const chosen = entitled.data?.items.find((o) => o.organizationId === selected[0]?.organizationId)
  const whyNot = chosen ? whyNotRemoveEntitlement(chosen) : 'Select an organization first.'
  return (
    <PageFrame title="Entitlements" breadcrumbs={[{ text: 'Operations', href: PAGES.pendingRequests }]} header={false}>
      <ListTable
        heading="h1"
        title="Entitlements"
        description="Organizations that may add printers to MPS Express."
        noun={['organization', 'organizations']}
        list={entitled}
        columns={COLUMNS}
        rowId={({ organizationId }) => organizationId}
        rowLabel={(o) => o.organization}
        search="Name of an organization or partner"
        selection={{ type: 'single', selected: chosen ? [chosen] : [], onChange: setSelected }}
        actions={
          <ReasonedButton whyNot={whyNot} onClick={() => setRemoving(true)}>
            Remove entitlement
          </ReasonedButton>
        }
        empty={
          <EmptyState title="No organization is entitled yet">
            A Partner Administrator entitles a child organization: Account Management, menu Organization, Organization Entitlements.
          </EmptyState>
        }
      />
      {removing && chosen && (
        <RemoveEntitlement
          providerId={organization.id}
          entitled={chosen}
          onClose={() => setRemoving(false)}
          onDone={() => {
            setRemoving(false)
            setSelected([])
          }}
        />
      )}
    </PageFrame>
  )
}
