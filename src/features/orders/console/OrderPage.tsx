import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { formatInstant } from '../../../platform/console/format.ts'
import type { Breadcrumb } from '../../../platform/console/frame.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useSession } from '../../accounts/console/useSession.ts'
import { query } from '../../client.ts'
import { Shipments } from '../../fulfilment/console/Shipments.tsx'
import { fleetBreadcrumbs } from '../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import type { OrderAddress, OrderDetails } from '../orders.api.ts'
import type { OrderActor } from './OrderActs.tsx'
import { OrderLines } from './OrderLines.tsx'
import { OrderState } from './OrderState.tsx'
import { OrderStory } from './OrderStory.tsx'

const LIVE_MILLISECONDS = 15_000

/** One order of the organization: what is in it, where it goes, and all that happened to it. */
export function OrderOfFleet() {
  const { organizationId, orderId } = useParams({ strict: false }) as { organizationId: string; orderId: string }
  const { organization, can } = useOrganization(organizationId)
  const order = useQuery(query.orders.get.queryOptions({ input: { organizationId, orderId }, refetchInterval: LIVE_MILLISECONDS }))
  const breadcrumbs = fleetBreadcrumbs(organization, { text: 'Supplies', page: 'supplies' })
  return (
    <OneOrder
      order={order}
      breadcrumbs={breadcrumbs}
      actor={can('manage the fleet') ? { as: 'customer', organizationId } : undefined}
      printerHref={(printerId) => `/fleet/${organizationId}/printers/${printerId}`}
    />
  )
}

/** One order of any customer, as the provider steers it. */
export function OrderOfOperations() {
  const { orderId } = useParams({ strict: false }) as { orderId: string }
  const { organization } = useSession()
  const input = { organizationId: organization.id, orderId }
  const order = useQuery(query.orders.getOperations.queryOptions({ input, refetchInterval: LIVE_MILLISECONDS }))
  const breadcrumbs = [
    { text: 'Operations', href: '/operations/pending' },
    { text: 'Supply orders', href: '/operations/supplies' },
  ]
  return <OneOrder order={order} breadcrumbs={breadcrumbs} actor={{ as: 'provider', organizationId: organization.id }} />
}

interface OneOrderProps {
  order: { data: OrderDetails | undefined; error: unknown; isPending: boolean; refetch: () => unknown }
  breadcrumbs: Breadcrumb[]
  actor: OrderActor | undefined
  printerHref?: (printerId: string) => string
}

function OneOrder({ order: { data, error, isPending, refetch }, breadcrumbs, actor, printerHref }: OneOrderProps) {
  return (
    <PageFrame title={data ? `Order ${data.number}` : 'Order'} description={data?.attention ?? undefined} breadcrumbs={breadcrumbs}>
      <SpaceBetween size="l">
        <ProblemNote error={error} retry={() => refetch()} />
        {isPending && <Spinner size="large" />}
        {data && <Overview order={data} />}
        {data && <OrderLines order={data} actor={actor} {...(printerHref && { printerHref })} />}
        {data && actor?.as !== 'provider' && <Shipments organizationId={data.organizationId} orderId={data.id} />}
        {data && <OrderStory order={data} />}
      </SpaceBetween>
    </PageFrame>
  )
}

function Overview({ order }: { order: OrderDetails }) {
  return (
    <Container header={<Header variant="h2">Overview</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: 'State',
            value: (
              <>
                <OrderState state={order.state} /> {order.express && <Badge color="red">Express</Badge>}
              </>
            ),
          },
          { label: 'Organization', value: order.organization },
          { label: 'Created', value: `${formatInstant(order.createdAt)} by ${order.createdBy}` },
          { label: 'Deliver to, as it was when ordered', value: <Address address={order.address} /> },
        ]}
      />
    </Container>
  )
}

function Address({ address }: { address: OrderAddress }) {
  const { firstName, lastName, businessName, addressLine1, addressLine2, city, state, postalCode, country } = address
  const lines = [
    `${firstName} ${lastName}`,
    businessName,
    addressLine1,
    addressLine2,
    [postalCode, city, state].filter(Boolean).join(' '),
    country,
  ]
  return (
    <>
      {lines.filter(Boolean).map((line) => (
        <Box key={line}>{line}</Box>
      ))}
    </>
  )
}
