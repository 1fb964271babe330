import { PRINTER_SORTS, type PrinterSort } from './printers.ts'

/** The filters that stand in the address of the printer list; `contact` is reached by links only. */
export const ADDRESS_FACETS = ['management', 'registration', 'communication', 'manufacturer', 'model', 'agent', 'tags', 'contact'] as const
export type AddressFacet = (typeof ADDRESS_FACETS)[number]
export type Facets = Partial<Record<AddressFacet, string[]>>

export const PAGE_SIZES = [20, 50, 100, 200] as const

export interface PrinterListState {
  search: string
  facets: Facets
  sort: PrinterSort
  direction: 'asc' | 'desc'
  cursor: string | undefined
  /** columns shown, in their order; undefined: not told */
  columns: string[] | undefined
  rows: number | undefined
}

type Parameter = AddressFacet | 'search' | 'sort' | 'direction' | 'cursor' | 'columns' | 'rows'
export type PrinterListAddress = Partial<Record<Parameter, string>>

/** Several values in one parameter stand separated by commas, so that a link can be read and shared; a comma inside a value is `%2C`. */
export const joinValues = (values: readonly string[]): string | undefined =>
  values.length === 0 ? undefined : values.map((value) => value.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',')

const splitValues = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .filter((value) => value !== '')
    .map((value) => value.replaceAll('%2C', ',').replaceAll('%25', '%'))

/** Reads the state of the list from its address; what is not understood falls back to the default. */
export function readPrinterListAddress(address: PrinterListAddress): PrinterListState {
  const facets: Facets = {}
  for (const facet of ADDRESS_FACETS) {
    const values = splitValues(address[facet])
    if (values.length > 0) facets[facet] = values
  }
  const columns = splitValues(address.columns)
  return {
    search: address.search ?? '',
    facets,
    sort: PRINTER_SORTS.find((sort) => sort === address.sort) ?? 'ipAddress',
    direction: address.direction === 'desc' ? 'desc' : 'asc',
    cursor: address.cursor,
    columns: columns.length > 0 ? columns : undefined,
    rows: PAGE_SIZES.find((size) => String(size) === address.rows),
  }
}

/** What the API takes as filter, for the list, its facets and `Select all N that match` alike: they cannot differ. */
export function printerFilterOf(state: Pick<PrinterListState, 'search' | 'facets'>): { search?: string } & Facets {
  return { ...(state.search ? { search: state.search } : {}), ...state.facets }
}

/** Whether the list is narrowed at all. */
export const isNarrowed = (state: Pick<PrinterListState, 'search' | 'facets'>): boolean =>
  state.search !== '' || Object.keys(state.facets).length > 0
