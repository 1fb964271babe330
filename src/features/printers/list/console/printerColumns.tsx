import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { memo, type ReactNode } from 'react'
import { formatAge, formatInstant } from '../../../../platform/console/format.ts'
import { LevelBar } from '../../../supplies/console/LevelBar.tsx'
import type { Printer } from '../../printers.api.ts'
import { ALL_PRINTERS_COLUMN_NAMES, type AllPrintersColumn, columnHeading, PRINTER_COLUMN_NAMES, PRINTER_STATUSES } from '../../printers.ts'
import { Communication, ManagementState, PageCount, Registration } from './PrinterCells.tsx'

/** A row of the list; in the list of all organizations it says whose it is. */
export type ListedPrinter = Printer & { organizationId?: string; organization?: string }

export type PrinterTableColumn = TableProps.ColumnDefinition<ListedPrinter> & { id: AllPrintersColumn; header: string }

interface ColumnsOf {
  /** undefined in the list of all organizations, where each row knows its own */
  organizationId: string | undefined
  providerName: string
}

/** Every column of the printer list. */
export function printerColumns({ organizationId, providerName }: ColumnsOf): PrinterTableColumn[] {
  const names = organizationId === undefined ? ALL_PRINTERS_COLUMN_NAMES : PRINTER_COLUMN_NAMES
  return names.map((id) => {
    return {
      id,
      header: columnHeading(id, providerName),
      sortingField: id,
      isRowHeader: id === 'ipAddress',
      ...(TEXTS.has(id) && { maxWidth: 260 }),
      cell: (printer) => <Cell id={id} printer={printer} organizationId={printer.organizationId ?? organizationId ?? ''} />,
    }
  })
}

interface CellProps {
  id: AllPrintersColumn
  printer: ListedPrinter
  organizationId: string
}

// A row that has not changed draws nothing anew when another is selected.
const Cell = memo(function Cell({ id, printer, organizationId }: CellProps) {
  return cell(id, printer, `/fleet/${organizationId}`)
})

const TEXTS = new Set<AllPrintersColumn>(['organization', 'hostName', 'model', 'location', 'assetTag', 'tags', 'worstAlert', 'contact'])

function cell(id: AllPrintersColumn, printer: ListedPrinter, fleet: string): ReactNode {
  switch (id) {
    case 'organization':
      return <Link href={`${fleet}/printers`}>{printer.organization}</Link>
    case 'ipAddress':
      return <Link href={`${fleet}/printers/${printer.id}`}>{printer.ipAddress ?? 'Not known'}</Link>
    case 'tags':
      return <Cut text={printer.tags.join(', ')} />
    case 'agent':
      return printer.agentId ? <Link href={`${fleet}/agents/${printer.agentId}`}>{printer.agent}</Link> : '-'
    case 'registration':
      return <Registration printer={printer} />
    case 'communication':
      return <Communication printer={printer} />
    case 'printerStatus':
      return printer.printerStatus ? PRINTER_STATUSES[printer.printerStatus] : '-'
    case 'lifetimePageCount':
      return <PageCount count={printer.lifetimePageCount} readAt={printer.lifetimePageCountReadAt} />
    case 'lifetimePageCountReadAt':
    case 'lastReadAt':
      return <span title={formatInstant(printer[id])}>{formatAge(printer[id])}</span>
    case 'lowestSupplyPercent':
      return <LowestLevel percent={printer.lowestSupplyPercent} />
    case 'management':
      return <ManagementState management={printer.management} />
    default:
      return TEXTS.has(id) ? <Cut text={printer[id]} /> : (printer[id] ?? '-')
  }
}

/** A text that the column may cut off: whoever points at it reads the whole. */
function Cut({ text }: { text: string | null }) {
  return text ? <span title={text}>{text}</span> : '-'
}

function LowestLevel({ percent }: { percent: number | null }) {
  if (percent === null) return '-'
  return <LevelBar percent={Math.round(percent)} text={`${Math.round(percent)}%`} />
}
