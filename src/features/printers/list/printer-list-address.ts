import { ALL_PRINTERS_COLUMN_NAMES, type AllPrintersColumn } from './printer-columns.ts'
import type { PrinterView } from './printer-views.api.ts'
import { SYSTEM_VIEWS } from './system-views.ts'

/** The filters that stand in the address of the printer list; `contact` is reached by links only, `organization` is of all organizations. */
export const ADDRESS_FACETS = [
  'management',
  'registration',
  'communication',
  'manufacturer',
  'model',
  'agent',
  'tags',
  'contact',
  'organization',
] as const
export type AddressFacet = (typeof ADDRESS_FACETS)[number]
export type Facets = Partial<Record<AddressFacet, string[]>>

export const PAGE_SIZES = [20, 50, 100, 200] as const

/** What a view keeps of a list, and a link too. */
export interface PrinterListContent {
  search: string
  facets: Facets
  sort: AllPrintersColumn
  direction: 'asc' | 'desc'
  /** columns shown, in their order */
  columns: readonly AllPrintersColumn[]
}

export interface PrinterListState extends PrinterListContent {
  /** the view that was chosen last */
  view: string
  cursor: string | undefined
  /** the number of the first row shown, where it is known */
  from: number | undefined
  rows: number | undefined
}

type Parameter = AddressFacet | 'view' | 'search' | 'sort' | 'direction' | 'cursor' | 'from' | 'columns' | 'rows'
export type PrinterListAddress = Partial<Record<Parameter, string | undefined>>

const STANDARD = SYSTEM_VIEWS[0] as PrinterView

/** Several values in one parameter stand separated by commas, so that a link can be read and shared; a comma inside a value is `%2C`. */
export const joinValues = (values: readonly string[]): string | undefined =>
  values.length === 0 ? undefined : values.map((value) => value.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',')

const splitValues = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .filter((value) => value !== '')
    .map((value) => value.replaceAll('%2C', ',').replaceAll('%25', '%'))

const isColumn = (name: string | undefined): name is AllPrintersColumn => ALL_PRINTERS_COLUMN_NAMES.some((column) => column === name)

/** Reads the state of the list from its address; what is not understood falls back to the default. */
export function readPrinterListAddress(address: PrinterListAddress): PrinterListState {
  const facets: Facets = {}
  for (const facet of ADDRESS_FACETS) {
    const values = splitValues(address[facet])
    if (values.length > 0) facets[facet] = values
  }
  const columns = splitValues(address.columns).filter(isColumn)
  const from = Number(address.from)
  return {
    view: address.view ?? STANDARD.id,
    search: address.search ?? '',
    facets,
    sort: isColumn(address.sort) ? address.sort : 'ipAddress',
    direction: address.direction === 'desc' ? 'desc' : 'asc',
    cursor: address.cursor,
    from: address.cursor === undefined ? 1 : Number.isSafeInteger(from) && from > 0 ? from : undefined,
    columns: columns.length > 0 ? columns : STANDARD.columns,
    rows: PAGE_SIZES.find((size) => String(size) === address.rows),
  }
}

/** What the API takes as filter, for the list, its facets, its export and `Select all N that match` alike: they cannot differ. */
export function printerFilterOf(state: Pick<PrinterListContent, 'search' | 'facets'>): { search?: string } & Facets {
  return { ...(state.search ? { search: state.search } : {}), ...state.facets }
}

/** Whether the list is narrowed at all. */
export const isNarrowed = (state: Pick<PrinterListContent, 'search' | 'facets'>): boolean =>
  state.search !== '' || Object.keys(state.facets).length > 0

/** What a view shows. */
export function contentOfView({ filter: { search, ...values }, sort, direction, columns }: PrinterView): PrinterListContent {
  const facets: Facets = {}
  for (const facet of ADDRESS_FACETS) if (values[facet] && values[facet].length > 0) facets[facet] = values[facet]
  return { search: search ?? '', facets, sort, direction, columns }
}

/** The whole content of a list as an address: a link shows the same to whoever opens it, also where the view is not theirs. */
export function addressOf({ search, facets, sort, direction, columns }: PrinterListContent): PrinterListAddress {
  const shown = columns.join() === STANDARD.columns.join() ? undefined : joinValues(columns)
  return {
    search,
    ...Object.fromEntries(ADDRESS_FACETS.map((facet) => [facet, joinValues(facets[facet] ?? [])])),
    sort: sort === 'ipAddress' ? undefined : sort,
    direction: direction === 'asc' ? undefined : direction,
    columns: shown,
    cursor: undefined,
    from: undefined,
  }
}

/** Whether two lists show the same; the order in which values were ticked does not matter, that of columns does. */
export function isSameContent(one: PrinterListContent, other: PrinterListContent): boolean {
  const plain = ({ search, facets, sort, direction, columns }: PrinterListContent) =>
    JSON.stringify([search, ADDRESS_FACETS.map((facet) => [...(facets[facet] ?? [])].sort()), sort, direction, columns])
  return plain(one) === plain(other)
}
