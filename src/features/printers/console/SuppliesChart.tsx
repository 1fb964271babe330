import LineChart, { type LineChartProps } from '@cloudscape-design/components/line-chart'
import type { TableProps } from '@cloudscape-design/components/table'
import { ChartOrTable } from '../../../platform/console/ChartOrTable.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import type { PrinterHistory } from '../printer-history.api.ts'
import type { HistoryRange } from '../printer-history.ts'
import { LOW_PERCENT } from '../supply-level.ts'

const HEIGHT_PIXELS = 240

/** What was left of each supply over time, where the printer told a number. */
export function SuppliesChart({ history }: { history: PrinterHistory }) {
  const { range, supplies, from, to } = history
  const lines: LineChartProps<Date>['series'] = supplies.map(({ name, color, points }) => {
    const drawn = colorOf(color)
    return {
      type: 'line',
      title: name,
      data: points.map(({ at, percent }) => ({ x: new Date(at), y: Math.round(percent) })),
      valueFormatter: (value) => `${value}%`,
      ...(drawn && { color: drawn }),
    }
  })
  const empty = <EmptyState title="No levels in this range">Only levels that the printer tells as a number are drawn.</EmptyState>
  return (
    <ChartOrTable
      title="Supply levels"
      chart={
        <LineChart
          series={lines.length > 0 ? [...lines, { type: 'threshold', title: 'Low', y: LOW_PERCENT }] : []}
          xDomain={[new Date(from), new Date(to)]}
          yDomain={[0, 100]}
          xScaleType="time"
          xTitle="Time"
          yTitle="Percent left"
          height={HEIGHT_PIXELS}
          hideFilter
          ariaLabel="Supply levels"
          i18nStrings={{ xTickFormatter: (at) => TICKS[range].format(at) }}
          empty={empty}
        />
      }
      rows={rowsOf(history)}
      columns={COLUMNS}
      empty={empty}
    />
  )
}

const TICKS: Record<HistoryRange, Intl.DateTimeFormat> = {
  day: new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  month: new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' }),
  year: new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' }),
}

// The colours of toners as they are, dark enough to be seen on white; others as the chart has them.
const COLORS: Record<string, string> = { black: '#16191f', cyan: '#007faa', magenta: '#c33d69', yellow: '#b2911c' }

const colorOf = (color: string | null) => COLORS[color?.toLowerCase() ?? '']

interface Row {
  at: string
  name: string
  percent: number
}

const rowsOf = ({ supplies }: PrinterHistory): Row[] =>
  supplies
    .flatMap(({ name, points }) => points.map(({ at, percent }) => ({ at, name, percent })))
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))

const COLUMNS: TableProps.ColumnDefinition<Row>[] = [
  { id: 'at', header: 'Time', isRowHeader: true, cell: ({ at }) => formatInstant(at) },
  { id: 'name', header: 'Supply', cell: ({ name }) => name },
  { id: 'percent', header: 'Left', cell: ({ percent }) => `${Math.round(percent)}%` },
]
