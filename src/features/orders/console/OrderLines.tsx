import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useState } from 'react'
import { formatDate } from '../../../platform/console/format.ts'
import { ENDINGS, HOLDS } from '../order-states.ts'
import type { OrderDetails, OrderLine } from '../orders.api.ts'
import { type OrderActor, OrderActs } from './OrderActs.tsx'
import { OrderState } from './OrderState.tsx'

interface OrderLinesProps {
  order: OrderDetails
  /** who may act on them; without it they are only shown */
  actor: OrderActor | undefined
  printerHref?: (printerId: string) => string
}

/** The lines of an order, one a cartridge, with what the reader may do to them. */
export function OrderLines({ order: { orderLines }, actor, printerHref }: OrderLinesProps) {
  const [chosen, setChosen] = useState<string[]>(orderLines.length === 1 ? [orderLines[0]!.id] : [])
  const selected = orderLines.filter(({ id }) => chosen.includes(id))
  return (
    <Table<OrderLine>
      items={orderLines}
      trackBy="id"
      wrapLines
      enableKeyboardNavigation
      columnDefinitions={columns(printerHref)}
      {...(actor && {
        selectionType: 'multi' as const,
        selectedItems: selected,
        onSelectionChange: ({ detail }) => setChosen(detail.selectedItems.map(({ id }) => id)),
      })}
      ariaLabels={{
        tableLabel: 'Lines',
        selectionGroupLabel: 'Selection of lines',
        allItemsSelectionLabel: () => 'Select all lines',
        itemSelectionLabel: (_, { name, serialNumber }) => `Select ${name} for ${serialNumber ?? 'a printer'}`,
      }}
      header={
        <Header
          variant="h2"
          counter={`(${orderLines.length})`}
          actions={actor && <OrderActs {...actor} lines={selected} onDone={() => setChosen([])} />}
        >
          Lines
        </Header>
      }
    />
  )
}

const columns = (printerHref: OrderLinesProps['printerHref']): TableProps.ColumnDefinition<OrderLine>[] => [
  {
    id: 'name',
    header: 'Cartridge',
    isRowHeader: true,
    minWidth: 130,
    cell: (line) => (
      <>
        {line.name}
        <Note>{partOf(line)}</Note>
      </>
    ),
  },
  {
    id: 'printer',
    header: 'Printer',
    minWidth: 110,
    cell: ({ printerId, serialNumber, model }) => (
      <>
        {printerHref ? <Link href={printerHref(printerId)}>{serialNumber ?? 'No serial number'}</Link> : (serialNumber ?? '-')}
        <Note>{model ?? ''}</Note>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    minWidth: 120,
    cell: (line) => (
      <>
        <OrderState state={line.state} />
        <Note>{stateNote(line)}</Note>
      </>
    ),
  },
  { id: 'reason', header: 'Reason', minWidth: 220, cell: ({ reason }) => reason },
  { id: 'rule', header: 'Rule', minWidth: 100, cell: ({ rule }) => rule },
  { id: 'expected', header: 'Expected', minWidth: 110, cell: ({ expectedOn }) => formatDate(expectedOn) },
]

function partOf({ manufacturer, part, substitutedFor }: OrderLine): string {
  const named = [manufacturer, part].filter(Boolean).join(' ') || 'The part is not known'
  return substitutedFor ? `${named}, instead of ${substitutedFor}` : named
}

function stateNote({ state, hold, ending, approval, backorderedUntil, confirmedAt }: OrderLine): string {
  if (hold && state === 'held') return HOLDS[hold]
  if (ending) return ENDINGS[ending]
  if (state === 'proposed' && approval !== 'nobody')
    return approval === 'provider' ? 'Waits for the provider.' : 'Waits for partner or customer.'
  if (state === 'ordered' && backorderedUntil) return `Backordered until ${formatDate(backorderedUntil)}`
  return state === 'ordered' && confirmedAt ? 'Confirmed by the supplier' : ''
}

function Note({ children }: { children: string }) {
  return children === '' ? null : (
    <Box variant="small" display="block" color="text-body-secondary">
      {children}
    </Box>
  )
}
