import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useMemo } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount } from '../../../platform/console/format.ts'
import { KeysetPager } from '../../../platform/console/KeysetPager.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useSession } from '../../accounts/console/useSession.ts'
import type { AllPrintersColumn } from '../printers.ts'
import { Preferences } from './Preferences.tsx'
import { PrinterFilters } from './PrinterFilters.tsx'
import { sortOf } from './printer-list-queries.ts'
import { type ListedPrinter, type PrinterTableColumn, printerColumns } from './printerColumns.tsx'
import type { ListedFleet, PrinterListView } from './usePrinterList.ts'
import { usePrinterViews } from './usePrinterViews.ts'
import { ViewSelector } from './ViewSelector.tsx'

interface PrinterTableProps {
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

/** The printer list itself: views, search, filters, columns and pages, all in the address. */
export function PrinterTable({ fleet, list, title, description, menu, selectionBar, selection, empty }: PrinterTableProps) {
  const { organizationId, all } = fleet
  const { provider } = useSession()
  const views = usePrinterViews(organizationId, list)
  const { page, facets, state } = list
  const columns = useMemo(
    () => printerColumns({ organizationId: all ? undefined : organizationId, providerName: provider.name }),
    [all, organizationId, provider.name],
  )
  const display = useColumnDisplay(columns, state.columns, all)
  const items: ListedPrinter[] = page.data?.items ?? NO_PRINTERS
  return (
    <Table<ListedPrinter>
      variant="full-page"
      stickyHeader
      stickyColumns={STICKY}
      items={items}
      trackBy="id"
      columnDefinitions={columns}
      columnDisplay={display}
      loading={page.isPending}
      loadingText="Loading printers"
      ariaLabels={{ ...ARIA_LABELS, tableLabel: title }}
      {...(selection && {
        selectionType: 'multi',
        selectedItems: selection.items,
        onSelectionChange: ({ detail }) => selection.onChange(detail.selectedItems),
      })}
      {...sortingOf(list, all)}
      header={
        <Header
          variant="awsui-h1-sticky"
          description={description}
          counter={facets.data && counter(selection?.count ?? 0, facets.data.total)}
          info={<ViewSelector organizationId={organizationId} list={list} views={views} />}
          actions={
            <div style={{ display: 'flex', gap: 8 }}>
              <Button
                iconName="refresh"
                ariaLabel="Refresh the list"
                onClick={() => {
                  void page.refetch()
                  void facets.refetch()
                }}
              />
              {menu}
            </div>
          }
        >
          {title}
        </Header>
      }
      filter={
        <div style={{ display: 'grid', gap: 8 }}>
          <PrinterFilters organizationId={organizationId} list={list} providerName={provider.name} all={all} />
          {selectionBar}
        </div>
      }
      pagination={
        <KeysetPager page={page.data} from={state.from} total={facets.data?.total} rows={list.rows} disabled={page.isPlaceholderData} />
      }
      preferences={<Preferences rows={list.rows} columns={choices(columns, display)} onConfirm={list.setLayout} />}
      empty={<Nothing list={list}>{empty}</Nothing>}
    />
  )
}

const NO_PRINTERS: ListedPrinter[] = []
const STICKY = { first: 1 }

const counter = (selected: number, total: number) =>
  selected > 0 ? `(${formatCount(selected)}/${formatCount(total)})` : `(${formatCount(total)})`

function sortingOf({ state, change }: PrinterListView, all: boolean) {
  return {
    sortingColumn: { sortingField: all ? state.sort : sortOf(state) },
    sortingDescending: state.direction === 'desc',
    onSortingChange: ({ detail }: { detail: TableProps.SortingState<ListedPrinter> }) => {
      change({ sort: detail.sortingColumn.sortingField, direction: detail.isDescending ? 'desc' : 'asc' })
    },
  }
}

const ARIA_LABELS = {
  selectionGroupLabel: 'Printer selection',
  allItemsSelectionLabel: () => 'Select all printers of this page',
  itemSelectionLabel: (_: unknown, printer: ListedPrinter) => `Select ${printer.serialNumber ?? printer.ipAddress ?? printer.id}`,
}

/** The chosen columns in their order, then the others, hidden; over all organizations, whose each printer is stands in front. */
function useColumnDisplay(columns: PrinterTableColumn[], chosen: readonly AllPrintersColumn[], all: boolean) {
  const text = chosen.join()
  return useMemo(() => {
    const wanted = text.split(',')
    const shown = all && !wanted.includes('organization') ? ['organization', ...wanted] : wanted
    const known = shown.filter((id) => columns.some((column) => column.id === id))
    const hidden = columns.map(({ id }) => id).filter((id) => !known.includes(id))
    return [...known.map((id) => ({ id, visible: true })), ...hidden.map((id) => ({ id, visible: false }))]
  }, [columns, text, all])
}

function choices(columns: PrinterTableColumn[], display: { id: string; visible: boolean }[]) {
  return display.map(({ id, visible }) => ({
    id,
    visible,
    label: columns.find((column) => column.id === id)?.header ?? id,
    // The way to a printer's page, and whose it is.
    alwaysVisible: id === 'ipAddress' || id === 'organization',
  }))
}

function Nothing({ list, children }: { list: PrinterListView; children: ReactNode }) {
  if (list.page.error) return <ProblemNote error={list.page.error} retry={() => void list.page.refetch()} />
  if (list.narrowed) return <EmptyState title="No printers match">Change the search text or the filters, or clear them.</EmptyState>
  if (list.state.cursor === undefined) return children
  const first = <Button onClick={() => list.change({})}>Go to the first page</Button>
  return <EmptyState title="No printers are left on this page" action={first} />
}
