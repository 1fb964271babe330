import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import type { ReactNode } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { type ListQuery, ListTable } from '../../../platform/console/ListTable.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { PickOne } from '../../tasks/console/PickOne.tsx'
import { NEEDS } from '../attention.ts'
import { ORDER_STATES } from '../order-states.ts'
import type { Order } from '../orders.api.ts'
import { OrderState } from './OrderState.tsx'
import { useOrderFilter } from './order-filter.ts'

interface OrderListProps {
  list: ListQuery<Order>
  /** the page of an order */
  hrefOf: (order: Order) => string
  /** whether orders of several organizations are listed */
  several?: boolean
  actions?: ReactNode
  selection?: { selected: Order[]; onChange: (selected: Order[]) => void }
}

/** Supply orders, newest first, with filters that stand in the address. */
export function OrderList({ list, hrefOf, several = false, actions, selection }: OrderListProps) {
  return (
    <ListTable
      title="Orders"
      description="Newest first. An order shows the state of its least advanced line."
      noun={['order', 'orders']}
      list={list}
      columns={columns(hrefOf, several)}
      rowId={({ id }) => id}
      rowLabel={({ number }) => `order ${number}`}
      search="Order number or serial number"
      filters={useControls()}
      actions={actions}
      {...(selection && { selection: { type: 'multi' as const, ...selection } })}
      empty={
        <EmptyState title="No orders yet">
          Every working morning supplies are ordered for managed printers whose toner would not last until a parcel arrives.
        </EmptyState>
      }
    />
  )
}

function useControls() {
  const { setAddress } = useAddress<'state' | 'need' | 'cursor'>()
  const { state, need } = useOrderFilter()
  const set = state !== undefined || need !== undefined
  const controls = (
    <>
      <PickOne
        label="State"
        any="Any state"
        choices={ORDER_STATES}
        value={state}
        onPick={(picked) => setAddress({ state: picked, cursor: undefined })}
      />
      <PickOne
        label="Needs a person"
        any="Any need"
        choices={NEEDS}
        value={need}
        onPick={(picked) => setAddress({ need: picked, cursor: undefined })}
      />
      {set && (
        <Button variant="inline-link" onClick={() => setAddress({ state: undefined, need: undefined, cursor: undefined })}>
          Clear filters
        </Button>
      )}
    </>
  )
  return { controls, set }
}

function columns(hrefOf: OrderListProps['hrefOf'], several: boolean): TableProps.ColumnDefinition<Order>[] {
  return [
    {
      id: 'number',
      header: 'Order',
      isRowHeader: true,
      minWidth: 90,
      cell: (order) => <Link href={hrefOf(order)}>{order.number}</Link>,
    },
    ...(several ? [{ id: 'organization', header: 'Organization', minWidth: 140, cell: (order: Order) => order.organization }] : []),
    {
      id: 'state',
      header: 'State',
      minWidth: 130,
      cell: ({ state, express }) => (
        <>
          <OrderState state={state} /> {express && <Badge color="red">Express</Badge>}
        </>
      ),
    },
    {
      id: 'attention',
      header: 'Needs a person',
      minWidth: 190,
      cell: ({ attention }) => attention ?? '-',
    },
    { id: 'parts', header: 'Cartridges', minWidth: 180, cell: ({ parts }) => <Parts parts={parts} /> },
    {
      id: 'address',
      header: 'Deliver to',
      minWidth: 150,
      cell: ({ address }) => (
        <>
          {address.businessName ?? `${address.firstName} ${address.lastName}`}
          <Box variant="small" display="block" color="text-body-secondary">
            {address.city}
          </Box>
        </>
      ),
    },
    { id: 'createdAt', header: 'Created', minWidth: 130, cell: ({ createdAt }) => formatInstant(createdAt) },
  ]
}

const SHOWN = 3

function Parts({ parts }: { parts: string[] }) {
  const counted = [...new Set(parts)].map((name) => {
    const many = parts.filter((other) => other === name).length
    return many > 1 ? `${many} × ${name}` : name
  })
  const rest = counted.length - SHOWN
  return <>{counted.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '')}</>
}
