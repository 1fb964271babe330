import type { QueryClient } from '@tanstack/react-query'
import { query } from '../../../client.ts'
import {
  PAGE_SIZES,
  type PrinterListAddress,
  type PrinterListState,
  printerFilterOf,
  readPrinterListAddress,
} from '../printer-list-address.ts'

const REMEMBERED = 'printer-list-rows'
const DEFAULT_ROWS = 50

/** How many rows a page has: as the address says, else as this browser was last set. */
export const rowsOf = (state: Pick<PrinterListState, 'rows'>): number =>
  state.rows ?? PAGE_SIZES.find((size) => String(size) === localStorage.getItem(REMEMBERED)) ?? DEFAULT_ROWS

export const rememberRows = (rows: number): void => localStorage.setItem(REMEMBERED, String(rows))

const pageOf = (state: PrinterListState) => ({
  ...printerFilterOf(state),
  direction: state.direction,
  limit: rowsOf(state),
  ...(state.cursor === undefined ? {} : { cursor: state.cursor }),
})

/** What the list of one organization sorts by: it has no column for the organization. */
export const sortOf = ({ sort }: PrinterListState) => (sort === 'organization' ? 'ipAddress' : sort)

export const pageQuery = (organizationId: string, state: PrinterListState) =>
  query.printers.list.queryOptions({ input: { organizationId, ...pageOf(state), sort: sortOf(state) } })

export const allPageQuery = (organizationId: string, state: PrinterListState) =>
  query.printers.listAll.queryOptions({ input: { organizationId, ...pageOf(state), sort: state.sort } })

export const facetsQuery = (organizationId: string, state: PrinterListState) =>
  query.printers.facets.queryOptions({ input: { organizationId, ...printerFilterOf(state) } })

export const allFacetsQuery = (organizationId: string, state: PrinterListState) =>
  query.printers.facetsOfAll.queryOptions({ input: { organizationId, ...printerFilterOf(state) } })

export const viewsQuery = (organizationId: string) => query.printerViews.list.queryOptions({ input: { organizationId }, staleTime: 60_000 })

const PATIENCE_MILLISECONDS = 400

/**
 * Asks for what the list will show while its page is still being loaded. Waits for the rows a moment: a page that is drawn once, with them,
 * is there sooner than one that is drawn without and then again.
 */
export async function prefetchPrinterList(client: QueryClient, organizationId: string, address: PrinterListAddress): Promise<void> {
  const state = readPrinterListAddress(address)
  void client.prefetchQuery(query.organizations.get.queryOptions({ input: { organizationId }, staleTime: 60_000 }))
  const rows = client.prefetchQuery(pageQuery(organizationId, state))
  void client.prefetchQuery(facetsQuery(organizationId, state))
  void client.prefetchQuery(viewsQuery(organizationId))
  await Promise.race([rows, new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS))])
}
