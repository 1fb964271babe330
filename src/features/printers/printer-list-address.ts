import { PRINTER_SORTS, type PrinterSort } from './printers.ts'

/** The filters that stand in the address of the printer list; `contact` is reached by links only. */
export const ADDRESS_FACETS = ['management', 'registration', 'communication', 'manufacturer', 'model', 'agent', 'contact'] as const
export type AddressFacet = (typeof ADDRESS_FACETS)[number]

export interface PrinterListAddress {
  search: string
  facets: Partial<Record<AddressFacet, string[]>>
  sort: PrinterSort
  direction: 'asc' | 'desc'
  /** cursors of the pages that were passed, the shown one last; empty on the first page */
  cursors: string[]
}

const words = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).filter((v) => v !== undefined && v !== '').map(String)

/** Reads the state of the list from the search parameters of its address; what is not understood falls back to the default. */
export function readPrinterListAddress(parameters: Readonly<Record<string, unknown>>): PrinterListAddress {
  const facets: PrinterListAddress['facets'] = {}
  for (const facet of ADDRESS_FACETS) {
    const values = words(parameters[facet])
    if (values.length > 0) facets[facet] = values
  }
  return {
    search: words(parameters.search)[0] ?? '',
    facets,
    sort: PRINTER_SORTS.find((sort) => sort === parameters.sort) ?? 'ipAddress',
    direction: parameters.direction === 'desc' ? 'desc' : 'asc',
    cursors: words(parameters.cursors),
  }
}

/** The search parameters that bring this state back; defaults are left out, so that the plain list has a plain address. */
export function printerListAddress(state: PrinterListAddress): Record<string, unknown> {
  return {
    ...(state.search ? { search: state.search } : {}),
    ...Object.fromEntries(Object.entries(state.facets).filter(([, values]) => values.length > 0)),
    ...(state.sort === 'ipAddress' ? {} : { sort: state.sort }),
    ...(state.direction === 'asc' ? {} : { direction: state.direction }),
    ...(state.cursors.length > 0 ? { cursors: state.cursors } : {}),
  }
}

/** What the API takes as filter, for the list, its facets and `Select all N that match` alike: they cannot differ. */
export function printerFilterOf(state: PrinterListAddress): { search?: string } & Partial<Record<AddressFacet, string[]>> {
  return { ...(state.search ? { search: state.search } : {}), ...state.facets }
}

/** Whether the list is narrowed at all. */
export const isNarrowed = (state: PrinterListAddress): boolean => state.search !== '' || Object.keys(state.facets).length > 0
