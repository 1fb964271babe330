import Box from '@cloudscape-design/components/box'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { useAddress } from '../../../../platform/console/useAddress.ts'
import { query } from '../../../client.ts'
import { HISTORY_RANGE_NAMES, HISTORY_RANGES } from '../printer-history.ts'
import { HistoryPlace } from './HistoryPlace.tsx'
import { PagesChart } from './PagesChart.tsx'
import { SuppliesChart } from './SuppliesChart.tsx'

interface PrinterHistoryProps {
  organizationId: string
  printerId: string
}

/** Pages printed and supply levels over a day, a month or a year, as charts or tables. The range stands in the address. */
export function PrinterHistory({ organizationId, printerId }: PrinterHistoryProps) {
  const { address, setAddress } = useAddress<'range'>()
  const range = HISTORY_RANGE_NAMES.find((name) => name === address.range) ?? 'month'
  const history = useQuery({
    ...query.printers.history.queryOptions({ input: { organizationId, printerId, range } }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  return (
    <SpaceBetween size="m">
      <Header
        variant="h2"
        actions={
          <SegmentedControl
            label="Range of the charts"
            selectedId={range}
            options={HISTORY_RANGE_NAMES.map((id) => ({ id, text: HISTORY_RANGES[id] }))}
            onChange={({ detail }) =>
              setAddress({ range: detail.selectedId === 'month' ? undefined : detail.selectedId }, { replace: true })
            }
          />
        }
      >
        Counters and supplies over time
      </Header>
      {history.error && <ProblemNote error={history.error} retry={() => void history.refetch()} />}
      {history.isPending && <HistoryPlace />}
      {history.data && (
        <ColumnLayout columns={2} minColumnWidth={420}>
          <PagesChart history={history.data} />
          <SuppliesChart history={history.data} />
        </ColumnLayout>
      )}
      {history.data?.counters.length === 0 && history.data.supplies.length === 0 && (
        <Box color="text-body-secondary">
          There are no readings in this range. Choose a longer range, or refresh the printer’s information.
        </Box>
      )}
    </SpaceBetween>
  )
}
