import Table, { type TableProps } from '@cloudscape-design/components/table'
import { memo } from 'react'
import type { ListedPrinter, PrinterTableColumn } from './printerColumns.tsx'
import { ListEmpty, ListFilter, ListHeader, ListPages, ListPreferencesButton } from './TableParts.tsx'

/** What of the list the rows depend on. */
export interface RowsShown {
  items: ListedPrinter[]
  display: { id: string; visible: boolean }[]
  selected: ListedPrinter[]
  sort: string
  descending: boolean
  loading: boolean
}

export interface SelectionChange {
  added: ListedPrinter[]
  removed: ListedPrinter[]
  /** how many rows were drawn */
  among: number
}

interface PrinterRowsProps {
  title: string
  columns: PrinterTableColumn[]
  shown: RowsShown
  selectable: boolean
  acts: {
    /** passed as a change: what is selected may have gone on since these rows were drawn */
    onSelect: (change: SelectionChange) => void
    onSort: (column: string, descending: boolean) => void
  }
}

/** The rows. What stands around them knows by itself when it changes, and draws no row again. */
export const PrinterRows = memo(function PrinterRows({ title, columns, shown, selectable, acts }: PrinterRowsProps) {
  const { items, display, selected, sort, descending, loading } = shown
  return (
    <Table<ListedPrinter>
      variant="full-page"
      stickyHeader
      enableKeyboardNavigation
      stickyColumns={STICKY}
      items={items}
      trackBy="id"
      columnDefinitions={columns}
      columnDisplay={display}
      loading={loading}
      loadingText="Loading printers"
      ariaLabels={{ ...ARIA_LABELS, tableLabel: title }}
      {...(selectable && {
        selectionType: 'multi',
        selectedItems: selected,
        onSelectionChange: ({ detail }) => acts.onSelect({ ...changeBetween(selected, detail.selectedItems), among: items.length }),
      })}
      sortingColumn={{ sortingField: sort }}
      sortingDescending={descending}
      onSortingChange={({ detail }: { detail: TableProps.SortingState<ListedPrinter> }) =>
        acts.onSort(detail.sortingColumn.sortingField ?? sort, detail.isDescending ?? false)
      }
      header={<ListHeader />}
      filter={<ListFilter />}
      pagination={<ListPages />}
      preferences={<ListPreferencesButton />}
      empty={<ListEmpty />}
    />
  )
})

const STICKY = { first: 1 }

const ARIA_LABELS = {
  selectionGroupLabel: 'Printer selection',
  allItemsSelectionLabel: () => 'Select all printers of this page',
  itemSelectionLabel: (_: unknown, printer: ListedPrinter) => `Select ${printer.serialNumber ?? printer.ipAddress ?? printer.id}`,
}

function changeBetween(before: readonly ListedPrinter[], after: readonly ListedPrinter[]) {
  const [had, has] = [before, after].map((printers) => new Set(printers.map(({ id }) => id))) as [Set<string>, Set<string>]
  return { added: after.filter(({ id }) => !had.has(id)), removed: before.filter(({ id }) => !has.has(id)) }
}
