import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { formatAge, formatInstant } from '../../../platform/console/format.ts'
import type { Printer } from '../printers.api.ts'
import { PRINTER_SORTS, type PrinterSort } from '../printers.ts'
import { LevelBar } from './LevelBar.tsx'
import { Communication, ManagementState, PageCount, Registration } from './PrinterCells.tsx'

type Column = TableProps.ColumnDefinition<Printer> & { id: string; header: string }

/** Shown until the reader chooses otherwise, in this order. */
export const DEFAULT_COLUMNS: readonly string[] = [
  'ipAddress',
  'manufacturer',
  'model',
  'serialNumber',
  'management',
  'communication',
  'lifetimePageCount',
  'lowestSupplyPercent',
  'contact',
]

/** Every column of the printer list. */
export function printerColumns(organizationId: string, providerName: string): Column[] {
  const text = (id: keyof Printer, header: string): Column => ({ id, header, maxWidth: 260, cell: (printer) => printer[id] ?? '-' })
  const columns: Column[] = [
    {
      id: 'ipAddress',
      header: 'IP address',
      isRowHeader: true,
      cell: (printer) => <Link href={`/fleet/${organizationId}/printers/${printer.id}`}>{printer.ipAddress ?? 'Not known'}</Link>,
    },
    text('hostName', 'Host name'),
    text('manufacturer', 'Manufacturer'),
    text('model', 'Model'),
    text('serialNumber', 'Serial number'),
    text('location', 'Location'),
    text('assetTag', 'Asset tag'),
    text('firmware', 'Firmware'),
    {
      id: 'agent',
      header: 'Agent',
      cell: ({ agent, agentId }) => (agentId ? <Link href={`/fleet/${organizationId}/agents/${agentId}`}>{agent}</Link> : '-'),
    },
    text('agentVersion', 'Agent version'),
    { id: 'registration', header: 'Registration', cell: (printer) => <Registration printer={printer} /> },
    { id: 'communication', header: 'Communication', cell: (printer) => <Communication printer={printer} /> },
    text('printerStatus', 'Printer status'),
    text('worstAlert', 'Worst alert'),
    {
      id: 'lifetimePageCount',
      header: 'Lifetime page count',
      cell: (printer) => <PageCount count={printer.lifetimePageCount} readAt={printer.lifetimePageCountReadAt} />,
    },
    {
      id: 'lowestSupplyPercent',
      header: 'Lowest supply level',
      cell: ({ lowestSupplyPercent: percent }) =>
        percent === null ? '-' : <LevelBar percent={Math.round(percent)} text={`${Math.round(percent)}%`} />,
    },
    text('contact', 'Supplies delivery contact'),
    {
      id: 'lastReadAt',
      header: 'Last communicated',
      cell: ({ lastReadAt }) => <span title={formatInstant(lastReadAt)}>{formatAge(lastReadAt)}</span>,
    },
    { id: 'management', header: `${providerName} Managed`, cell: ({ management }) => <ManagementState management={management} /> },
  ]
  return columns.map((column) => (isSort(column.id) ? { ...column, sortingField: column.id } : column))
}

export const isSort = (id: string): id is PrinterSort => PRINTER_SORTS.some((sort) => sort === id)
