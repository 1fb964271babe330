import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { joinValues, type PrinterListAddress, printerFilterOf, readPrinterListAddress } from '../printer-list-address.ts'
import { DEFAULT_COLUMNS } from './printerColumns.tsx'

const REMEMBERED = 'printer-list'
const DEFAULT_ROWS = 50
const LIVE_MILLISECONDS = 15_000

interface Layout {
  columns: readonly string[]
  rows: number
}

/** The printer list: its state in the address, the page that is shown and the values of the filters. */
export function usePrinterList(organizationId: string) {
  const { address, setAddress } = useAddress<keyof PrinterListAddress>()
  const [remembered, setRemembered] = useState(readRemembered)
  const state = readPrinterListAddress(address)
  const filter = printerFilterOf(state)
  const layout: Layout = { columns: state.columns ?? remembered.columns, rows: state.rows ?? remembered.rows }
  const page = useQuery({
    ...query.printers.list.queryOptions({
      input: {
        organizationId,
        ...filter,
        sort: state.sort,
        direction: state.direction,
        limit: layout.rows,
        ...(state.cursor === undefined ? {} : { cursor: state.cursor }),
      },
    }),
    refetchInterval: LIVE_MILLISECONDS,
  })
  const facets = useQuery(query.printers.facets.queryOptions({ input: { organizationId, ...filter } }))

  /** The address carries the layout too, so that a shared link shows the same columns; this browser remembers it as well. */
  const setLayout = (chosen: Layout) => {
    localStorage.setItem(REMEMBERED, JSON.stringify(chosen))
    setRemembered(chosen)
    setAddress({ columns: joinValues(chosen.columns), rows: String(chosen.rows), cursor: undefined })
  }
  return { state, filter, layout, setLayout, setAddress, page, facets }
}

export type PrinterListView = ReturnType<typeof usePrinterList>

function readRemembered(): Layout {
  const plain = { columns: DEFAULT_COLUMNS, rows: DEFAULT_ROWS }
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null')
    if (typeof stored !== 'object' || stored === null || !('columns' in stored) || !('rows' in stored)) return plain
    const { columns, rows } = stored
    return Array.isArray(columns) && typeof rows === 'number' ? { columns: columns.map(String), rows } : plain
  } catch {
    return plain
  }
}
