import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import type { TableProps } from '@cloudscape-design/components/table'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import type { ShelfStock } from '../shelf/shelf.api.ts'

/** What lies on the shelves of an organization, by address and kind of cartridge. */
export function Shelf({ organizationId, mayCount }: { organizationId: string; mayCount: boolean }) {
  const { address } = useAddress<'cursor' | 'contact'>()
  const [counted, setCounted] = useState<ShelfStock>()
  const stock = useQuery({
    ...query.orders.listShelf.queryOptions({ input: { organizationId, contactId: address.contact, cursor: address.cursor } }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <ListTable
        title="Shelf"
        description="Cartridges that were delivered and are not installed yet, or as somebody counted them."
        noun={['kind of cartridge', 'kinds of cartridges']}
        list={stock}
        columns={columns(mayCount ? setCounted : undefined)}
        rowId={({ contactId, family }) => `${contactId} ${family}`}
        rowLabel={nameOf}
        empty={<EmptyState title="Nothing on the shelves">What is delivered appears here until a reading shows it installed.</EmptyState>}
      />
      {counted && <CountShelf organizationId={organizationId} stock={counted} onClose={() => setCounted(undefined)} />}
    </>
  )
}

const nameOf = ({ names, family }: ShelfStock) => names.join(', ') || family

function columns(onCount: ((stock: ShelfStock) => void) | undefined): TableProps.ColumnDefinition<ShelfStock>[] {
  const shown: TableProps.ColumnDefinition<ShelfStock>[] = [
    { id: 'name', header: 'Cartridge', isRowHeader: true, minWidth: 180, cell: nameOf },
    { id: 'family', header: 'Kind', minWidth: 120, cell: ({ family }) => family },
    { id: 'contact', header: 'Address of', minWidth: 150, cell: ({ contact }) => contact },
    { id: 'count', header: 'On the shelf', minWidth: 110, cell: ({ count }) => formatCount(count) },
    { id: 'onTheWay', header: 'On the way', minWidth: 110, cell: ({ onTheWay }) => formatCount(onTheWay) },
    {
      id: 'counted',
      header: 'Counted',
      minWidth: 160,
      cell: ({ countedAt, countedBy }) => (countedAt ? `${formatInstant(countedAt)} by ${countedBy}` : 'Not counted'),
    },
  ]
  if (!onCount) return shown
  const act = (stock: ShelfStock) => (
    <Button variant="inline-link" ariaLabel={`Count shelf: ${nameOf(stock)} of ${stock.contact}`} onClick={() => onCount(stock)}>
      Count shelf
    </Button>
  )
  return [...shown, { id: 'act', header: 'Act', minWidth: 120, cell: act }]
}

function CountShelf({ organizationId, stock, onClose }: { organizationId: string; stock: ShelfStock; onClose: () => void }) {
  const [text, setText] = useState(String(stock.count))
  const queries = useQueryClient()
  const { flash } = useFlash()
  const count = useMutation(
    query.orders.countShelf.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.orders.key() })
        flash({ type: 'success', content: 'The count is saved. The next decisions go by it.' })
        onClose()
      },
    }),
  )
  const stated = /^\d{1,4}$/.test(text.trim()) && Number(text) <= 1000 ? Number(text) : undefined
  const { contactId, family } = stock
  return (
    <FormModal
      title="Count shelf"
      submitLabel="Save count"
      busy={count.isPending}
      error={count.error}
      whyNot={stated === undefined ? 'Type a whole number from 0 to 1,000.' : undefined}
      onCancel={onClose}
      onSubmit={() => stated !== undefined && count.mutate({ organizationId, contactId, family, count: stated })}
    >
      <FormField
        label={`How many of ${nameOf(stock)} are on the shelf of ${stock.contact}?`}
        description="Delivered cartridges that are not there count as lost, so that their need is open again."
      >
        <Input inputMode="numeric" value={text} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </FormModal>
  )
}
