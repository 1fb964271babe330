import BarChart from '@cloudscape-design/components/bar-chart'
import type { TableProps } from '@cloudscape-design/components/table'
import { ChartOrTable } from '../../../../platform/console/ChartOrTable.tsx'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { formatCount } from '../../../../platform/console/format.ts'
import { allSteps, BAR_WORDS, type PrintedPages, printedPages } from '../printed-pages.ts'
import type { PrinterHistory } from '../printer-history.api.ts'
import type { HistoryRange } from '../printer-history.ts'

const HEIGHT_PIXELS = 240

/** How many pages were printed in each hour, day or month. Where nothing was read there is no bar; where the counter went down, a mark. */
export function PagesChart({ history }: { history: PrinterHistory }) {
  const { range } = history
  const steps = printedPages(history.counters, range)
  const bars = steps.flatMap(({ start, pages, since }) => (pages === null ? [] : [{ x: start.toISOString(), y: pages, since }]))
  const [known, later] = [bars.filter(({ since }) => !since), bars.filter(({ since }) => since)]
  const marks = steps
    .filter(({ wentDown }) => wentDown)
    .map(({ start }) => ({ type: 'threshold' as const, title: DOWN, x: start.toISOString() }))
  // Printed in all the steps without a reading before it, nobody knows when: no bar like the others.
  const gaps =
    later.length > 0 ? [{ type: 'bar' as const, title: LATER, color: LATER_COLOR, data: later, valueFormatter: wordsOf(steps, range) }] : []
  const empty = <EmptyState title="No page counts in this range">{steps.length > 0 ? 'At least two readings are needed.' : ''}</EmptyState>
  return (
    <ChartOrTable
      title={`Pages printed by ${BAR_WORDS[range]}`}
      chart={
        <BarChart
          series={
            bars.length > 0 ? [{ type: 'bar', title: 'Pages printed', data: known, valueFormatter: formatCount }, ...gaps, ...marks] : []
          }
          stackedBars
          xDomain={bars.length > 0 ? allSteps(steps, range).map((start) => start.toISOString()) : []}
          yDomain={[0, Math.max(10, ...bars.map(({ y }) => y))]}
          xTitle={titleOf(range)}
          yTitle="Pages"
          height={HEIGHT_PIXELS}
          hideFilter
          hideLegend={marks.length + gaps.length === 0}
          ariaLabel={`Pages printed by ${BAR_WORDS[range]}`}
          i18nStrings={{ xTickFormatter: (x) => labelOf(new Date(x), range) }}
          empty={empty}
        />
      }
      rows={[...steps].reverse()}
      columns={columns(range)}
      empty={empty}
    />
  )
}

const LATER = 'Pages printed since the previous reading'
const LATER_COLOR = '#b8c4d6'
const DOWN = 'Page count went down'

const pagesOf = (pages: number, since: Date | undefined, range: HistoryRange) =>
  since ? `${formatCount(pages)} since ${labelOf(since, range)}` : formatCount(pages)

const wordsOf = (steps: PrintedPages[], range: HistoryRange) => (pages: number, x: string) =>
  pagesOf(pages, steps.find(({ start }) => start.toISOString() === x)?.since, range)

const columns = (range: HistoryRange): TableProps.ColumnDefinition<PrintedPages>[] => [
  { id: 'start', header: titleOf(range), isRowHeader: true, cell: ({ start }) => labelOf(start, range) },
  {
    id: 'pages',
    header: 'Pages printed',
    cell: ({ pages, since, wentDown }) =>
      pages === null ? (wentDown ? `Not known: ${DOWN.toLowerCase()}` : 'Not known') : pagesOf(pages, since, range),
  },
  { id: 'count', header: 'Lifetime page count', cell: ({ count }) => formatCount(count) },
]

const FORMATS: Record<HistoryRange, Intl.DateTimeFormat> = {
  day: new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  month: new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' }),
  year: new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric' }),
}

const labelOf = (start: Date, range: HistoryRange) => FORMATS[range].format(start)

const titleOf = (range: HistoryRange) => BAR_WORDS[range].charAt(0).toUpperCase() + BAR_WORDS[range].slice(1)
