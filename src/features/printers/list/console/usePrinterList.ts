import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAddress } from '../../../../platform/console/useAddress.ts'
import {
  isNarrowed,
  joinValues,
  type PrinterListAddress,
  type PrinterListState,
  printerFilterOf,
  readPrinterListAddress,
} from '../printer-list-address.ts'
import { allFacetsQuery, allPageQuery, facetsQuery, pageQuery, rememberRows, rowsOf } from './printer-list-queries.ts'

const LIVE_MILLISECONDS = 15_000

/** Whose printers a list shows: those of one organization, or of all children of a partner. */
export interface ListedFleet {
  organizationId: string
  all: boolean
}

/** The printer list: its state in the address, the page that is shown and the values of the filters. */
export function usePrinterList({ organizationId, all }: ListedFleet) {
  const { address, setAddress } = useAddress<keyof PrinterListAddress>()
  const [, setRemembered] = useState(0)
  const state = readPrinterListAddress(address)
  const rows = rowsOf(state)
  const page = usePage({ organizationId, all }, state)
  const facets = useFacets({ organizationId, all }, state)

  /** The address carries the rows too, so that a shared link shows the same page; this browser remembers them as well. */
  const setLayout = (chosen: { columns: readonly string[]; rows: number }) => {
    rememberRows(chosen.rows)
    setRemembered(chosen.rows)
    setAddress({ columns: joinValues(chosen.columns), rows: String(chosen.rows), cursor: undefined, from: undefined })
  }
  /** Another search, filter or order begins at the first page. */
  const change = (changed: PrinterListAddress, options?: { replace: boolean }) =>
    setAddress({ ...changed, cursor: undefined, from: undefined }, options)
  return { state, address, filter: printerFilterOf(state), narrowed: isNarrowed(state), rows, setLayout, setAddress, change, page, facets }
}

export type PrinterListView = ReturnType<typeof usePrinterList>

// What could not be read at all waits for the reader to try again: trying by itself would show, each time, the rows of the filter before.
const whileShown = ({ state }: { state: { data: unknown; error: unknown } }) =>
  state.error && state.data === undefined ? false : LIVE_MILLISECONDS

function usePage({ organizationId, all }: ListedFleet, state: PrinterListState) {
  const one = useQuery({ ...pageQuery(organizationId, state), refetchInterval: whileShown, enabled: !all })
  const every = useQuery({ ...allPageQuery(organizationId, state), refetchInterval: whileShown, enabled: all })
  return all ? every : one
}

function useFacets({ organizationId, all }: ListedFleet, state: PrinterListState) {
  const one = useQuery({ ...facetsQuery(organizationId, state), enabled: !all })
  const every = useQuery({ ...allFacetsQuery(organizationId, state), enabled: all })
  return all ? every : one
}
