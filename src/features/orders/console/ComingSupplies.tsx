import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatDate } from '../../../platform/console/format.ts'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { PickOne } from '../../tasks/console/PickOne.tsx'
import type { PlannedPrinter } from '../orders.api.ts'
import { DECISIONS } from './decision-words.ts'

const WEEKS = { '7': 'In 7 days', '14': 'In 14 days', '30': 'In 30 days', '90': 'In 90 days' }
type Days = keyof typeof WEEKS
const DAY_MILLISECONDS = 86_400_000

/** What is coming: printers by the day on which their next supply is forecast to end. */
export function ComingSupplies({ organizationId }: { organizationId: string }) {
  const { address, setAddress } = useAddress<'within' | 'cursor'>()
  const within = (Object.keys(WEEKS) as Days[]).find((days) => days === address.within)
  const until = within && new Date(Date.now() + Number(within) * DAY_MILLISECONDS).toISOString().slice(0, 10)
  const plans = useQuery({
    ...query.orders.listPlans.queryOptions({ input: { organizationId, until, cursor: address.cursor } }),
    placeholderData: keepPreviousData,
  })
  const controls = (
    <PickOne
      label="Ends"
      any="At any time"
      choices={WEEKS}
      value={within}
      onPick={(days) => setAddress({ within: days, cursor: undefined })}
    />
  )
  return (
    <ListTable
      title="What is coming"
      description="Printers by the day on which their next supply is forecast to end. Earlier and later than the interval each come true once in ten."
      noun={['printer', 'printers']}
      list={plans}
      columns={columns(organizationId)}
      rowId={({ printerId }) => printerId}
      rowLabel={({ serialNumber, model }) => serialNumber ?? model ?? 'printer'}
      filters={{ controls, set: within !== undefined }}
      empty={
        <EmptyState title="No forecast yet">
          A forecast is made on the working morning after a managed printer was read for the first time.
        </EmptyState>
      }
    />
  )
}

const columns = (organizationId: string): TableProps.ColumnDefinition<PlannedPrinter>[] => [
  {
    id: 'printer',
    header: 'Printer',
    isRowHeader: true,
    minWidth: 150,
    cell: ({ printerId, serialNumber, model }) => (
      <>
        <Link href={`/fleet/${organizationId}/printers/${printerId}`}>{serialNumber ?? 'No serial number'}</Link>
        <Small>{model ?? '-'}</Small>
      </>
    ),
  },
  {
    id: 'ends',
    header: 'Next supply ends',
    minWidth: 150,
    cell: ({ endsFrom, endsTo }) => (
      <>
        {formatDate(endsFrom)} to
        <br />
        {formatDate(endsTo)}
      </>
    ),
  },
  {
    id: 'decision',
    header: 'Decision',
    minWidth: 280,
    cell: ({ supplies }) =>
      supplies.map(({ supply, name, decision, sentence }) => (
        <div key={supply}>
          <b>{name}</b>: {DECISIONS[decision]}
          <Small>{sentence}</Small>
        </div>
      )),
  },
  { id: 'contact', header: 'Deliver to', minWidth: 140, cell: ({ contact }) => contact ?? '-' },
]

function Small({ children }: { children: string }) {
  return (
    <Box variant="small" display="block" color="text-body-secondary">
      {children}
    </Box>
  )
}
