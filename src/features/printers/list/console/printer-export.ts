import { flash } from '../../../../platform/console/flash.ts'
import { formatNoun } from '../../../../platform/numbers.ts'
import { joinValues, printerFilterOf } from '../printer-list-address.ts'
import { sortOf } from './printer-list-queries.ts'
import type { ListedFleet, PrinterListView } from './usePrinterList.ts'

/** What `Export` gives: a file of exactly the rows and columns of the list. */
export interface PrinterExport {
  /** why there is nothing to export at the moment */
  whyNot: string | undefined
  start: () => void
}

/** The export of a list as it is shown. The browser fetches the file by itself, so that no size is too much for the page. */
export function exportOf({ organizationId, all }: ListedFleet, { state, facets }: PrinterListView): PrinterExport {
  const total = facets.data?.total
  const columns = all && !state.columns.includes('organization') ? (['organization', ...state.columns] as const) : state.columns
  const shown = all ? columns : columns.filter((column) => column !== 'organization')
  return {
    whyNot: total === 0 ? 'The list is empty.' : undefined,
    start: () => {
      const { search, ...values } = printerFilterOf(state)
      const parameters = new URLSearchParams({ columns: shown.join(), sort: all ? state.sort : sortOf(state), direction: state.direction })
      if (search) parameters.set('search', search)
      for (const [facet, chosen] of Object.entries(values)) parameters.set(facet, joinValues(chosen) ?? '')
      download(`/api/v1/organizations/${organizationId}/${all ? 'all-printers' : 'printers'}.csv?${parameters}`)
      const what = total === undefined ? 'the printers' : formatNoun(total, 'printer')
      flash({ type: 'success', content: `Exporting ${what} with ${formatNoun(shown.length, 'column')}: exactly what the list shows.` })
    },
  }
}

/** Lets the browser keep what is behind an address, under a name or the one that the server gives. */
export function download(address: string, name = ''): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
