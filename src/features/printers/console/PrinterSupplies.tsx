import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { formatAge } from '../../../platform/console/format.ts'
import { query } from '../../client.ts'
import type { PrinterPlan } from '../../orders/orders.api.ts'
import { LevelBar } from '../../supplies/console/LevelBar.tsx'
import { capitalWords, shownLevel, supplyName } from '../../supplies/supply-level.ts'
import { supplyKey } from '../history/printer-history.ts'
import type { PrinterDetails } from '../printers.api.ts'

type Supply = PrinterDetails['supplies'][number]

/** The supplies of a printer: what each is and what is left of it. */
export function PrinterSupplies({ organizationId, printer }: { organizationId: string; printer: PrinterDetails }) {
  const lastKnown = useLastKnown(organizationId, printer)
  const forecasts = useForecasts(organizationId, printer.id)
  return (
    <Table
      items={printer.supplies}
      columnDefinitions={columns(lastKnown, forecasts)}
      wrapLines
      ariaLabels={{ tableLabel: 'Supplies' }}
      header={
        <Header variant="h2" counter={`(${printer.supplies.length})`}>
          Supplies
        </Header>
      }
      empty={printer.lastReadAt ? 'The printer reports no supplies.' : 'The printer has not been read yet.'}
    />
  )
}

type LastKnown = Map<string, { at: string; percent: number }>

/** What the supplies that report nothing now reported last: a printer that sleeps often answers "unknown". */
function useLastKnown(organizationId: string, { id: printerId, supplies }: PrinterDetails): LastKnown {
  const history = useQuery({
    ...query.printers.history.queryOptions({ input: { organizationId, printerId, range: 'year' }, staleTime: 60_000 }),
    enabled: supplies.some(({ state }) => state === 'unknown'),
  })
  const last = history.data?.supplies.map(({ key, points }) => [key, points.at(-1)] as const) ?? []
  return new Map(last.flatMap(([key, point]) => (point ? [[key, point]] : [])))
}

type Forecast = PrinterPlan['supplies'][number]['forecast']

/** How long each supply lasts: the one forecast, by which it is ordered too. */
function useForecasts(organizationId: string, printerId: string): Map<string, Forecast> {
  const { data } = useQuery(query.orders.plan.queryOptions({ input: { organizationId, printerId }, staleTime: 60_000 }))
  return new Map(data?.supplies.map(({ supply, forecast }) => [supply, forecast]))
}

const columns = (lastKnown: LastKnown, forecasts: Map<string, Forecast>): TableProps.ColumnDefinition<Supply>[] => [
  { id: 'name', header: 'Supply', isRowHeader: true, cell: supplyName },
  { id: 'kind', header: 'Type', cell: ({ kind }) => capitalWords(kind) },
  { id: 'color', header: 'Color', cell: ({ color }) => capital(color ?? '-') },
  { id: 'level', header: 'Level', cell: (supply) => <Level supply={supply} lastKnown={lastKnown.get(supplyKey(supply))} /> },
  { id: 'forecast', header: 'Forecast', cell: (supply) => <ForecastCell forecast={forecasts.get(supplyKey(supply))} /> },
  { id: 'part', header: 'Part', cell: ({ part }) => part ?? '-' },
  { id: 'serialNumber', header: 'Serial number', cell: ({ serialNumber }) => serialNumber ?? '-' },
]

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function Level({ supply, lastKnown }: { supply: Supply; lastKnown: { at: string; percent: number } | undefined }) {
  const { text, percent, note } = shownLevel(supply)
  const before = supply.state === 'unknown' && lastKnown && `last known: ${Math.round(lastKnown.percent)}%, ${formatAge(lastKnown.at)}`
  return (
    <>
      <LevelBar percent={percent} text={text} />
      {(note || before) && (
        <Box variant="small" color="text-body-secondary" display="block">
          {note || before}
        </Box>
      )}
    </>
  )
}

function ForecastCell({ forecast }: { forecast: Forecast | undefined }) {
  return (
    <>
      {forecast?.words ?? '-'}
      <Box variant="small" color="text-body-secondary" display="block">
        {forecast === null ? 'No level was read yet.' : (forecast?.basis ?? NOTHING_YET)}
      </Box>
    </>
  )
}

// The line is there before its words come, so that nothing below moves.
const NOTHING_YET = '\u00a0'
