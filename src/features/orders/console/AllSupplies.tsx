import SpaceBetween from '@cloudscape-design/components/space-between'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { NeedsPerson } from './NeedsPerson.tsx'
import { OrderList } from './OrderList.tsx'
import { orderInput, useOrderFilter } from './order-filter.ts'

const LIVE_MILLISECONDS = 30_000

/** The page `Supplies` of a partner: what needs a person, and the orders of all children. An order opens in its organization. */
export function AllSupplies() {
  const { organizationId } = useParams({ strict: false }) as { organizationId: string }
  const { setAddress } = useAddress<'state' | 'need' | 'search' | 'cursor'>()
  const counts = useQuery(query.orders.countsOfAll.queryOptions({ input: { organizationId }, refetchInterval: LIVE_MILLISECONDS }))
  const filter = useOrderFilter()
  const orders = useQuery({
    ...query.orders.listAll.queryOptions({ input: { organizationId, ...orderInput(filter) }, refetchInterval: LIVE_MILLISECONDS }),
    placeholderData: keepPreviousData,
  })
  return (
    <PageFrame
      title="Supplies of all organizations"
      description="The supply orders of all child organizations. An order opens in its organization."
      breadcrumbs={[{ text: 'Fleet Management', href: '/fleet' }]}
    >
      <SpaceBetween size="l">
        <NeedsPerson counts={counts} onOpen={(need) => setAddress({ need, state: undefined, search: undefined, cursor: undefined })} />
        <OrderList list={orders} several hrefOf={(order) => `/fleet/${order.organizationId}/supplies/orders/${order.id}`} />
      </SpaceBetween>
    </PageFrame>
  )
}
