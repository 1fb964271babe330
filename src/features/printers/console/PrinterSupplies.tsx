import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import type { PrinterDetails } from '../printers.api.ts'
import { shownLevel, supplyName, unitWords } from '../supply-level.ts'
import { LevelBar } from './LevelBar.tsx'

type Supply = PrinterDetails['supplies'][number]

/** The supplies of a printer: what each is and what is left of it. */
export function PrinterSupplies({ printer }: { printer: PrinterDetails }) {
  return (
    <Table
      items={printer.supplies}
      columnDefinitions={COLUMNS}
      wrapLines
      ariaLabels={{ tableLabel: 'Supplies' }}
      header={
        <Header variant="h2" counter={`(${printer.supplies.length})`}>
          Supplies
        </Header>
      }
      empty={printer.lastReadAt ? 'The printer tells of no supplies.' : 'The printer has not been read yet.'}
    />
  )
}

const COLUMNS: TableProps.ColumnDefinition<Supply>[] = [
  { id: 'name', header: 'Supply', isRowHeader: true, cell: supplyName },
  { id: 'kind', header: 'Type', cell: ({ kind }) => unitWords(kind) },
  { id: 'color', header: 'Color', cell: ({ color }) => color ?? '-' },
  { id: 'level', header: 'Level', cell: (supply) => <Level supply={supply} /> },
  { id: 'part', header: 'Part', cell: ({ part }) => part ?? '-' },
  { id: 'serialNumber', header: 'Serial number', cell: ({ serialNumber }) => serialNumber ?? '-' },
]

function Level({ supply }: { supply: Supply }) {
  const { text, percent, note } = shownLevel(supply)
  return (
    <>
      <LevelBar percent={percent} text={text} />
      {note && (
        <Box variant="small" color="text-body-secondary" display="block">
          {note}
        </Box>
      )}
    </>
  )
}
