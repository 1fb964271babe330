import LineChart, { type LineChartProps } from '@cloudscape-design/components/line-chart'
import type { TableProps } from '@cloudscape-design/components/table'
import { ChartOrTable } from '../../../../platform/console/ChartOrTable.tsx'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../../platform/console/format.ts'
import { LOW_PERCENT } from '../../../supplies/supply-level.ts'
import type { PrinterHistory } from '../printer-history.api.ts'
import { type HistoryRange, unbroken } from '../printer-history.ts'

const HEIGHT_PIXELS = 240

/** What was left of each supply over time, where the printer reported a number. A line ends where nothing was read. */
export function SuppliesChart({ history }: { history: PrinterHistory }) {
  const { range, supplies, from, to } = history
  const drawn = supplies.map((supply, i) => ({ ...supply, color: colorOf(supply.color) ?? OTHERS[i % OTHERS.length] ?? '#16191f' }))
  const lines: LineChartProps<Date>['series'] = drawn.flatMap(({ name, color, points }) =>
    unbroken(points).map((stretch) => ({
      type: 'line' as const,
      title: name,
      color,
      data: visible(stretch, history.stepSeconds).map(({ at, percent }) => ({ x: new Date(at), y: Math.round(percent) })),
      valueFormatter: (value: number) => `${value}%`,
    })),
  )
  const empty = <EmptyState title="No levels in this range">The chart shows only levels that the printer reports as a number.</EmptyState>
  return (
    <ChartOrTable
      title="Supply levels"
      chart={
        <>
          <LineChart
            series={lines.length > 0 ? [...lines, { type: 'threshold', title: LOW, color: LOW_COLOR, y: LOW_PERCENT }] : []}
            xDomain={[new Date(from), new Date(to)]}
            yDomain={[0, 100]}
            xScaleType="time"
            xTitle="Time"
            yTitle="Percent left"
            height={HEIGHT_PIXELS}
            hideFilter
            hideLegend
            ariaLabel="Supply levels"
            i18nStrings={{ xTickFormatter: (at) => TICKS[range].format(at) }}
            empty={empty}
          />
          {lines.length > 0 && <Legend entries={[...drawn, { key: LOW, name: LOW, color: LOW_COLOR }]} />}
        </>
      }
      rows={rowsOf(history)}
      columns={COLUMNS}
      empty={empty}
    />
  )
}

const LOW = 'Low'
const LOW_COLOR = '#687078'

// The chart's own names each stretch of a line again.
function Legend({ entries }: { entries: { key: string; name: string; color: string }[] }) {
  return (
    <ul
      aria-label="Legend"
      style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 20px', listStyle: 'none', margin: '12px 0 0', padding: 0 }}
    >
      {entries.map(({ key, name, color }) => (
        <li key={key} style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
          <span aria-hidden style={{ width: 16, height: 0, borderTop: `3px ${name === LOW ? 'dashed' : 'solid'} ${color}` }} />
          {name}
        </li>
      ))}
    </ul>
  )
}

/** A single reading between two gaps is drawn as a short line: else nobody would see it. */
function visible<Point extends { at: string }>(stretch: Point[], stepSeconds: number): Point[] {
  const [first, second] = stretch
  if (!first || second) return stretch
  return [first, { ...first, at: new Date(Date.parse(first.at) + stepSeconds * 1000).toISOString() }]
}

const TICKS: Record<HistoryRange, Intl.DateTimeFormat> = {
  day: new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  month: new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' }),
  year: new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' }),
}

// The colours of toners as they are, dark enough to be seen on white; others have one of these.
const COLORS: Record<string, string> = { black: '#16191f', cyan: '#007faa', magenta: '#c33d69', yellow: '#b2911c' }

const OTHERS = ['#688ae8', '#2ea597', '#8456ce', '#962249', '#b0620a', '#5f6b7a']

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
