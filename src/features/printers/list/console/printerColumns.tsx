import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { memo, type ReactNode } from 'react'
import { formatAge, formatCount, formatInstant } from '../../../../platform/console/format.ts'
import { pathTo } from '../../../paths.ts'
import { LevelBar } from '../../../supplies/console/LevelBar.tsx'
import type { Printer } from '../../printers.api.ts'
import {
  ALL_PRINTERS_COLUMN_NAMES,
  type AllPrintersColumn,
  COLUMN_DECLARATIONS,
  type ColumnDeclaration,
  columnHeading,
  PRINTER_COLUMN_NAMES,
} from '../printer-columns.ts'
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
      ...(COLUMN_DECLARATIONS[id].sortable !== false && { sortingField: id }),
      isRowHeader: id === 'ipAddress',
      ...(COLUMN_DECLARATIONS[id].long && { maxWidth: 260 }),
      cell: (printer) => <Cell id={id} printer={printer} organizationId={printer.organizationId ?? organizationId ?? ''} />,
    }
  })
}

interface CellProps {
  id: AllPrintersColumn
  printer: ListedPrinter
  organizationId: string
}

// A row that has not changed draws nothing again when another is selected.
const Cell = memo(function Cell({ id, printer, organizationId }: CellProps) {
  return cell(id, printer, organizationId)
})

function cell(id: AllPrintersColumn, printer: ListedPrinter, organizationId: string): ReactNode {
  switch (id) {
    case 'organization':
      return <Link href={pathTo('printers', { organizationId })}>{printer.organization}</Link>
    case 'ipAddress':
      return <Link href={pathTo('printer', { organizationId, printerId: printer.id })}>{printer.ipAddress ?? 'Not known'}</Link>
    case 'tags':
      return <Cut text={printer.tags.join(', ')} />
    case 'agent':
      return printer.agentId ? <Link href={pathTo('agent', { organizationId, agentId: printer.agentId })}>{printer.agent}</Link> : '-'
    case 'registration':
      return <Registration printer={printer} />
    case 'communication':
      return <Communication printer={printer} />
    case 'lifetimePageCount':
      return <PageCount count={printer.lifetimePageCount} readAt={printer.lifetimePageCountReadAt} />
    case 'lowestSupplyPercent':
      return <LowestLevel percent={printer.lowestSupplyPercent} />
    case 'management':
      return <ManagementState management={printer.management} />
    default:
      return <Value declaration={COLUMN_DECLARATIONS[id]} value={printer[id]} />
  }
}

/** A column without a renderer of its own shows its value by its type. */
function Value({ declaration: { type, words, long }, value }: { declaration: ColumnDeclaration; value: string | number | null }) {
  if (value === null) return '-'
  if (words) return words[value] ?? value
  if (type === 'instant') return <span title={formatInstant(String(value))}>{formatAge(String(value))}</span>
  if (type === 'count') return formatCount(Number(value))
  if (type === 'percent') return `${Math.round(Number(value))}%`
  return long ? <Cut text={String(value)} /> : value
}

/** A text that the column may cut off: whoever points at it reads the whole. */
function Cut({ text }: { text: string | null }) {
  return text ? <span title={text}>{text}</span> : '-'
}

function LowestLevel({ percent }: { percent: number | null }) {
  if (percent === null) return '-'
  return <LevelBar percent={Math.round(percent)} text={`${Math.round(percent)}%`} />
}
