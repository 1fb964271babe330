import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useSession } from '../../../accounts/console/useSession.ts'
import type { AllPrintersColumn } from '../printer-columns.ts'
import { PrinterRows, type RowsShown, type SelectionChange } from './PrinterRows.tsx'
import { sortOf } from './printer-list-queries.ts'
import { type ListedPrinter, type PrinterTableColumn, printerColumns } from './printerColumns.tsx'
import { type PrinterTableProps, TableParts } from './TableParts.tsx'

/**
 * The printer list itself: views, search, filters, columns and pages, all in the address. The rows are drawn a moment after what is around
 * them, and in between the page answers: a click, a key or a filter never waits for a hundred rows.
 */
export function PrinterTable(props: PrinterTableProps) {
  const { fleet, list, title, selection } = props
  const { organizationId, all } = fleet
  const { provider } = useSession()
  const { page, state } = list
  const columns = useMemo(
    () => printerColumns({ organizationId: all ? undefined : organizationId, providerName: provider.name }),
    [all, organizationId, provider.name],
  )
  const display = useColumnDisplay(columns, state.columns, all)
  const items: ListedPrinter[] = page.data?.items ?? NO_PRINTERS
  const selected = selection?.items ?? NO_PRINTERS
  const sort = all ? state.sort : sortOf(state)
  const descending = state.direction === 'desc'
  const loading = page.isPending
  const shown: RowsShown = useMemo(
    () => ({ items, display, selected, sort, descending, loading }),
    [items, display, selected, sort, descending, loading],
  )
  const acts = useSteady({
    onSelect: ({ added, removed, among }: SelectionChange) => {
      // Whoever selects the page while only its first rows are drawn means all of it.
      const meant = added.length > 1 && among < items.length ? items : added
      const gone = new Set([...meant, ...removed].map(({ id }) => id))
      selection?.onChange([...selection.items.filter(({ id }) => !gone.has(id)), ...meant])
    },
    onSort: (column: string, descends: boolean) => list.change({ sort: column, direction: descends ? 'desc' : 'asc' }),
  })
  const drawn = useDeferredValue(shown, { ...shown, items: items.slice(0, FIRST_ROWS) })
  return (
    <TableParts.Provider value={{ ...props, columns, display }}>
      <PrinterRows title={title} columns={columns} shown={drawn} selectable={selection !== undefined} acts={acts} />
    </TableParts.Provider>
  )
}

// As many as a screen holds are drawn first; whoever opens the list need not wait for those below.
const FIRST_ROWS = 20
const NO_PRINTERS: ListedPrinter[] = []

/** The same functions for as long as the table stands, which do what those of the last drawing do. */
function useSteady<Acts extends Record<string, (...given: never[]) => void>>(acts: Acts): Acts {
  const latest = useRef(acts)
  useLayoutEffect(() => {
    latest.current = acts
  })
  const [steady] = useState(() => {
    const calls = Object.keys(acts).map((name) => [name, (...given: never[]) => latest.current[name]?.(...given)])
    return Object.fromEntries(calls) as Acts
  })
  return steady
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
