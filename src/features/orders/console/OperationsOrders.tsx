import SpaceBetween from '@cloudscape-design/components/space-between'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { useSession } from '../../accounts/console/useSession.ts'
import { query } from '../../client.ts'
import { NeedsPerson } from './NeedsPerson.tsx'
import { OrderList } from './OrderList.tsx'
import { orderInput, useOrderFilter } from './order-filter.ts'

const LIVE_MILLISECONDS = 15_000

/** The provider's queue of supply orders over all customers; an order opens to the acts of the provider. */
export function OperationsOrders() {
  const organizationId = useSession().organization.id
  const { setAddress } = useAddress<'state' | 'need' | 'search' | 'cursor'>()
  const counts = useQuery(query.orders.countsOfOperations.queryOptions({ input: { organizationId }, refetchInterval: LIVE_MILLISECONDS }))
  const filter = useOrderFilter()
  const orders = useQuery({
    ...query.orders.listOperations.queryOptions({ input: { organizationId, ...orderInput(filter) }, refetchInterval: LIVE_MILLISECONDS }),
    placeholderData: keepPreviousData,
  })
  return (
    <PageFrame
      title="Supply orders"
      description="The supply orders of all customers. Open one to release, ship, refuse or cancel its lines."
      breadcrumbs={[{ text: 'Operations', href: '/operations/pending' }]}
    >
      <SpaceBetween size="l">
        <NeedsPerson counts={counts} onOpen={(need) => setAddress({ need, state: undefined, search: undefined, cursor: undefined })} />
        <OrderList list={orders} several hrefOf={({ id }) => `/operations/supplies/${id}`} />
      </SpaceBetween>
    </PageFrame>
  )
}
