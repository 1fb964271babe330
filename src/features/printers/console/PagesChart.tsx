import BarChart from '@cloudscape-design/components/bar-chart'
import type { TableProps } from '@cloudscape-design/components/table'
import { ChartOrTable } from '../../../platform/console/ChartOrTable.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount } from '../../../platform/console/format.ts'
import { BAR_WORDS, type PrintedPages, printedPages } from '../printed-pages.ts'
import type { PrinterHistory } from '../printer-history.api.ts'
import type { HistoryRange } from '../printer-history.ts'

const HEIGHT_PIXELS = 240

/** How many pages were printed in each hour, day or month. */
export function PagesChart({ history }: { history: PrinterHistory }) {
  const { range } = history
  const steps = printedPages(history.counters, range)
  const known = steps.flatMap(({ start, pages }) => (pages === null ? [] : [{ x: labelOf(start, range), y: pages }]))
  const empty = (
    <EmptyState title="No page counts in this range">
      {steps.length > 0 ? 'Two readings are needed to tell what lies between them.' : ''}
    </EmptyState>
  )
  return (
    <ChartOrTable
      title={`Pages printed by ${BAR_WORDS[range]}`}
      chart={
        <BarChart
          series={
            known.length > 0 ? [{ type: 'bar', title: 'Pages printed', data: known, valueFormatter: (value) => formatCount(value) }] : []
          }
          xDomain={known.map(({ x }) => x)}
          yDomain={[0, Math.max(10, ...known.map(({ y }) => y))]}
          xTitle={titleOf(range)}
          yTitle="Pages"
          height={HEIGHT_PIXELS}
          hideFilter
          hideLegend
          ariaLabel={`Pages printed by ${BAR_WORDS[range]}`}
          empty={empty}
        />
      }
      rows={[...steps].reverse()}
      columns={columns(range)}
      empty={empty}
    />
  )
}

const columns = (range: HistoryRange): TableProps.ColumnDefinition<PrintedPages>[] => [
  { id: 'start', header: titleOf(range), isRowHeader: true, cell: ({ start }) => labelOf(start, range) },
  { id: 'pages', header: 'Pages printed', cell: ({ pages }) => (pages === null ? 'Not known' : formatCount(pages)) },
  { id: 'count', header: 'Lifetime page count', cell: ({ count }) => formatCount(count) },
]

const FORMATS: Record<HistoryRange, Intl.DateTimeFormat> = {
  day: new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  month: new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' }),
  year: new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric' }),
}

const labelOf = (start: Date, range: HistoryRange) => FORMATS[range].format(start)

const titleOf = (range: HistoryRange) => BAR_WORDS[range].charAt(0).toUpperCase() + BAR_WORDS[range].slice(1)
