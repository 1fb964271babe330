import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import { createContext, type ReactNode, useContext } from 'react'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { formatCount } from '../../../../platform/console/format.ts'
import { KeysetPager } from '../../../../platform/console/KeysetPager.tsx'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { useSession } from '../../../accounts/console/useSession.ts'
import { pathTo } from '../../../paths.ts'
import { Preferences } from './Preferences.tsx'
import { PrinterFilters } from './PrinterFilters.tsx'
import type { ListedPrinter, PrinterTableColumn } from './printerColumns.tsx'
import type { ListedFleet, PrinterListView } from './usePrinterList.ts'
import { usePrinterViews } from './usePrinterViews.ts'
import { ViewSelector } from './ViewSelector.tsx'

export interface PrinterTableProps {
  fleet: ListedFleet
  list: PrinterListView
  title: string
  description?: string
  /** the menu `Printer` */
  menu: ReactNode
  /** shown above the rows, below the filters */
  selectionBar?: ReactNode
  selection?: { items: ListedPrinter[]; count: number; onChange: (selected: ListedPrinter[]) => void }
  /** shown where there is no printer at all */
  empty: ReactNode
}

interface Parts extends PrinterTableProps {
  columns: PrinterTableColumn[]
  display: { id: string; visible: boolean }[]
}

/** What the parts around the rows show; they read it themselves, so that the rows need not be drawn again to change them. */
export const TableParts = createContext<Parts | undefined>(undefined)

function useParts(): Parts {
  const parts = useContext(TableParts)
  if (!parts) throw new Error('the parts of the printer list stand outside it')
  return parts
}

export function ListHeader() {
  const { fleet, list, title, description, menu, selection } = useParts()
  const views = usePrinterViews(fleet.organizationId, list)
  const { page, facets } = list
  const refresh = () => {
    void page.refetch()
    void facets.refetch()
  }
  return (
    <Header
      variant="awsui-h1-sticky"
      description={description}
      counter={facets.data && counter(selection?.count ?? 0, facets.data.total)}
      info={<ViewSelector organizationId={fleet.organizationId} list={list} views={views} />}
      actions={
        <div style={{ display: 'flex', gap: 8 }}>
          <Button iconName="refresh" ariaLabel="Refresh the list" onClick={refresh} />
          {menu}
        </div>
      }
    >
      {title}
    </Header>
  )
}

const counter = (selected: number, total: number) =>
  selected > 0 ? `(${formatCount(selected)}/${formatCount(total)})` : `(${formatCount(total)})`

export function ListFilter() {
  const { fleet, list, selectionBar } = useParts()
  const { provider } = useSession()
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <PrinterFilters organizationId={fleet.organizationId} list={list} providerName={provider.name} all={fleet.all} />
      {selectionBar}
      {list.page.data && <ProblemNote error={list.page.error} retry={() => void list.page.refetch()} />}
    </div>
  )
}

export function ListPages() {
  const { page, facets, state, rows } = useParts().list
  return <KeysetPager page={page.data} from={state.from} total={facets.data?.total} rows={rows} disabled={page.isPlaceholderData} />
}

export function ListPreferencesButton() {
  const { fleet, list, columns, display } = useParts()
  const choices = display.map(({ id, visible }) => ({
    id,
    visible,
    label: columns.find((column) => column.id === id)?.header ?? id,
    // The way to a printer's page, and whose it is.
    alwaysVisible: id === 'ipAddress' || id === 'organization',
  }))
  const tags = fleet.all ? undefined : pathTo('tags', { organizationId: fleet.organizationId })
  return <Preferences tags={tags} rows={list.rows} columns={choices} onConfirm={list.setLayout} />
}

export function ListEmpty() {
  const { list, empty } = useParts()
  if (list.page.error) return <ProblemNote error={list.page.error} retry={() => void list.page.refetch()} />
  if (list.narrowed) return <EmptyState title="No printers match">Change the search text or the filters, or clear them.</EmptyState>
  if (list.state.cursor === undefined) return empty
  const first = <Button onClick={() => list.change({})}>Go to the first page</Button>
  return <EmptyState title="No printers are left on this page" action={first} />
}
