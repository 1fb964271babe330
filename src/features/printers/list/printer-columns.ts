import { MANAGEMENT_LABELS } from '../management.ts'
import { COMMUNICATIONS, PRINTER_STATUSES, REGISTRATIONS } from '../printers.ts'

/**
 * The columns of the printer list, each declared once. From a declaration follow its field in the API, its place in the list, in views, sorting, facets
 * and exports, its heading and, unless the page has a renderer of its own for it, its cell.
 */
export interface ColumnDeclaration {
  label: string
  /** the value, over the tables of the list: `p` printers, `r` newest readings, `a` agent, `m` program, `pc` contact, `u` outlook of its supplies, `o` organization; 'computed': a query builds it */
  sql: string
  /** what is compared when the list is sorted, where that is something else */
  sortSql?: string
  /** how the value is compared, carried by a cursor and described by the API */
  type: 'text' | 'count' | 'percent' | 'instant' | 'address' | 'days'
  /** the table that the value needs beside the printers themselves */
  needs?: 'readings' | 'contacts' | 'memberships' | 'outlooks'
  /** the words for the values of a closed set: in cells, facets and exports; its field in the API is an enumeration, written there */
  words?: Record<string, string>
  /** a text of any length: the list may cut it, and shows the whole on hover */
  long?: true
  sortable?: false
  /** offered as a filter, in this place of the row of filters */
  facet?: number
  exported?: false
}

const DECLARED = {
  ipAddress: { label: 'IP address', sql: 'coalesce(host(p.ip_address), p.address)', sortSql: 'p.ip_address', type: 'address' },
  hostName: { label: 'Host name', sql: 'p.host_name', type: 'text', long: true },
  manufacturer: { label: 'Manufacturer', sql: 'p.manufacturer', type: 'text', facet: 4 },
  model: { label: 'Model', sql: 'p.model', type: 'text', facet: 5, long: true },
  serialNumber: { label: 'Serial number', sql: 'p.serial_number', type: 'text' },
  location: {
    label: 'Location',
    // An index serves this expression, where it would not serve coalesce().
    sql: '(case when p.location_set is null then p.location else p.location_set end)',
    type: 'text',
    long: true,
  },
  assetTag: { label: 'Asset tag', sql: 'p.asset_tag', type: 'text', long: true },
  tags: { label: 'Tags', sql: 'computed', type: 'text', facet: 7, long: true },
  firmware: { label: 'Firmware', sql: 'p.firmware', type: 'text' },
  agent: { label: 'Agent', sql: 'a.name', type: 'text', needs: 'readings', facet: 6 },
  agentVersion: { label: 'Agent version', sql: 'a.version', type: 'text', needs: 'readings' },
  registration: { label: 'Registration', sql: 'p.registration', type: 'text', words: REGISTRATIONS, facet: 2 },
  communication: {
    label: 'Communication',
    sql: 'computed',
    type: 'text',
    needs: 'readings',
    words: COMMUNICATIONS,
    facet: 3,
  },
  printerStatus: { label: 'Printer status', sql: 'r.printer_status', type: 'text', needs: 'readings', words: PRINTER_STATUSES },
  worstAlert: { label: 'Worst alert', sql: 'r.worst_alert', type: 'text', needs: 'readings', long: true },
  lifetimePageCount: { label: 'Lifetime page count', sql: 'r.lifetime_page_count', type: 'count', needs: 'readings' },
  monoPageCount: { label: 'Mono page count', sql: 'r.mono_page_count', type: 'count', needs: 'readings' },
  colorPageCount: { label: 'Color page count', sql: 'r.color_page_count', type: 'count', needs: 'readings' },
  lifetimePageCountReadAt: { label: 'Page count read', sql: 'r.lifetime_page_count_read_at', type: 'instant', needs: 'readings' },
  lowestSupplyPercent: { label: 'Lowest supply level', sql: 'r.lowest_supply_percent', type: 'percent', needs: 'readings' },
  // Of the supply that ends first; sorted by its latest day. Blank where nothing is forecast.
  daysLeft: {
    label: 'Days left',
    sql: `case when u.ends_to is not null then concat_ws(' to ', nullif(greatest(u.ends_from - current_date, 0), greatest(u.ends_to - current_date, 0)),
      greatest(u.ends_to - current_date, 0)) end`,
    sortSql: 'u.ends_to',
    type: 'days',
    needs: 'outlooks',
  },
  contact: { label: 'Supplies delivery contact', sql: 'computed', type: 'text', needs: 'contacts', long: true },
  lastReadAt: { label: 'Last communicated', sql: 'r.last_read_at', type: 'instant', needs: 'readings' },
  // Its heading is the provider's name and " Managed".
  management: { label: 'Managed', sql: 'm.state', type: 'text', needs: 'memberships', words: MANAGEMENT_LABELS, facet: 1 },
} as const satisfies Record<string, ColumnDeclaration>

export type PrinterColumn = keyof typeof DECLARED

/** The list of all children has the organization in front. */
const ALL_DECLARED = { organization: { label: 'Organization', sql: 'o.name', type: 'text', long: true }, ...DECLARED } as const
export type AllPrintersColumn = keyof typeof ALL_DECLARED

export const COLUMN_DECLARATIONS: Record<AllPrintersColumn, ColumnDeclaration> = ALL_DECLARED

const namesOf = <C extends AllPrintersColumn>(names: C[], suits: (declaration: ColumnDeclaration) => boolean) =>
  names.filter((name) => suits(COLUMN_DECLARATIONS[name])) as [C, ...C[]]
const ALL = Object.keys(ALL_DECLARED) as AllPrintersColumn[]
const OWN = Object.keys(DECLARED) as PrinterColumn[]

export const PRINTER_COLUMN_NAMES = namesOf(OWN, () => true)
export const ALL_PRINTERS_COLUMN_NAMES = namesOf(ALL, () => true)
export const SORTABLE_COLUMN_NAMES = namesOf(OWN, ({ sortable }) => sortable !== false)
export const ALL_SORTABLE_COLUMN_NAMES = namesOf(ALL, ({ sortable }) => sortable !== false)
export const EXPORTED_COLUMN_NAMES = namesOf(OWN, ({ exported }) => exported !== false)
export const ALL_EXPORTED_COLUMN_NAMES = namesOf(ALL, ({ exported }) => exported !== false)

/** The columns whose value a query builds, because it takes more than an expression. */
export type ComputedColumn = { [C in PrinterColumn]: (typeof DECLARED)[C]['sql'] extends 'computed' ? C : never }[PrinterColumn]

/** The columns that need no field of their own in the API: theirs follows from the type. */
type Declared<C extends PrinterColumn> = (typeof DECLARED)[C]
export type PlainColumn = {
  [C in PrinterColumn]: Declared<C> extends { words: unknown } ? never : C extends 'tags' ? never : C
}[PrinterColumn]
export type ColumnType<C extends PlainColumn> = Declared<C>['type']
export const PLAIN_COLUMN_NAMES = OWN.filter((name) => !COLUMN_DECLARATIONS[name].words && name !== 'tags') as PlainColumn[]

/** The heading of a column. */
export const columnHeading = (column: AllPrintersColumn, providerName: string): string =>
  column === 'management' ? `${providerName} Managed` : COLUMN_DECLARATIONS[column].label

/** The filters of the list: OR inside one, AND between them. */
export type PrinterFacet = { [C in PrinterColumn]: Declared<C> extends { facet: number } ? C : never }[PrinterColumn]
export const PRINTER_FACETS = namesOf(OWN, ({ facet }) => facet !== undefined).toSorted(
  (one, other) => COLUMN_DECLARATIONS[one].facet! - COLUMN_DECLARATIONS[other].facet!,
) as PrinterFacet[]
