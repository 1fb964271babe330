import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { formatCount, formatDate } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { query } from '../../client.ts'
import type { Shipment } from '../fulfilment.api.ts'

/** The parcels of an order, each with its carrier and the link that follows it. */
export function Shipments({ organizationId, orderId }: { organizationId: string; orderId: string }) {
  const shipments = useQuery(query.fulfilment.listShipments.queryOptions({ input: { organizationId, orderId } }))
  const items = shipments.data?.items ?? []
  return (
    <Table
      items={items}
      trackBy="id"
      wrapLines
      loading={shipments.isPending}
      loadingText="Loading parcels"
      columnDefinitions={COLUMNS}
      ariaLabels={{ tableLabel: 'Parcels' }}
      header={
        <Header variant="h2" counter={`(${items.length})`}>
          Parcels
        </Header>
      }
      empty={
        shipments.error ? (
          <ProblemNote error={shipments.error} retry={() => void shipments.refetch()} />
        ) : (
          'The supplier has not reported a parcel yet.'
        )
      }
    />
  )
}

const COLUMNS: TableProps.ColumnDefinition<Shipment>[] = [
  { id: 'carrier', header: 'Carrier', isRowHeader: true, minWidth: 110, cell: ({ carrier }) => carrier ?? '-' },
  { id: 'tracking', header: 'Tracking number', minWidth: 160, cell: (shipment) => <Tracking shipment={shipment} /> },
  { id: 'lines', header: 'Lines', cell: ({ lineIds }) => formatCount(lineIds.length) },
  { id: 'shippedOn', header: 'Shipped', minWidth: 120, cell: ({ shippedOn }) => formatDate(shippedOn) },
  { id: 'expectedOn', header: 'Expected', minWidth: 120, cell: ({ expectedOn }) => formatDate(expectedOn) },
  { id: 'reference', header: 'Reference', minWidth: 110, cell: ({ reference }) => reference },
]

function Tracking({ shipment: { trackingNumber, trackingUrl } }: { shipment: Shipment }) {
  if (!trackingUrl) return <>{trackingNumber ?? '-'}</>
  return (
    <Link external href={trackingUrl} externalIconAriaLabel="Opens in a new tab">
      {trackingNumber ?? 'Follow the parcel'}
    </Link>
  )
}
