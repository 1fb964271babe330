import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { fleetBreadcrumbs } from '../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { ComingSupplies } from './ComingSupplies.tsx'
import { NeedsPerson } from './NeedsPerson.tsx'
import { OrderList } from './OrderList.tsx'
import { orderInput, useOrderFilter } from './order-filter.ts'
import { Shelf } from './Shelf.tsx'

const LIVE_MILLISECONDS = 30_000
const NO_FILTER = { state: undefined, need: undefined, search: undefined, cursor: undefined, contact: undefined }

/** The page `Supplies` of one organization: what needs a person, its orders, what is coming, and its shelves. */
export function Supplies() {
  const { organizationId } = useParams({ strict: false }) as { organizationId: string }
  const { organization, can } = useOrganization(organizationId)
  const { address, setAddress } = useAddress<'tab' | keyof typeof NO_FILTER>()
  const counts = useQuery(query.orders.counts.queryOptions({ input: { organizationId }, refetchInterval: LIVE_MILLISECONDS }))
  return (
    <PageFrame
      title="Supplies"
      description="What is ordered for the managed printers, why, and where it is."
      breadcrumbs={fleetBreadcrumbs(organization)}
    >
      <SpaceBetween size="l">
        <NeedsPerson counts={counts} onOpen={(need) => setAddress({ ...NO_FILTER, tab: undefined, need })} />
        <Tabs
          ariaLabel="Parts of Supplies"
          activeTabId={address.tab ?? 'orders'}
          onChange={({ detail }) => setAddress({ ...NO_FILTER, tab: detail.activeTabId })}
          tabs={[
            { id: 'orders', label: 'Orders', content: <Orders organizationId={organizationId} /> },
            { id: 'coming', label: 'What is coming', content: <ComingSupplies organizationId={organizationId} /> },
            { id: 'shelf', label: 'Shelf', content: <Shelf organizationId={organizationId} mayCount={can('manage the fleet')} /> },
          ]}
        />
      </SpaceBetween>
    </PageFrame>
  )
}

function Orders({ organizationId }: { organizationId: string }) {
  const filter = useOrderFilter()
  const orders = useQuery({
    ...query.orders.list.queryOptions({ input: { organizationId, ...orderInput(filter) }, refetchInterval: LIVE_MILLISECONDS }),
    placeholderData: keepPreviousData,
  })
  return <OrderList list={orders} hrefOf={({ id }) => `/fleet/${organizationId}/supplies/orders/${id}`} />
}
