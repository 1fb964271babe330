/** Words of the printer list. */
export const REGISTRATIONS = {
  enrolled: 'Enrolled',
  discovered: 'Discovered',
  failed: 'Registration failed',
} as const
export const REGISTRATION_NAMES = ['enrolled', 'discovered', 'failed'] as const

/**
 * Why nothing can be written on a printer; undefined when it can. Null: it does not exist.
 * @rule printers/failed-printers-are-given-nothing  A printer that failed registration is given nothing until it registers.
 */
export function whyNotLabel(registration: (typeof REGISTRATION_NAMES)[number] | 'unenrolled' | null): string | undefined {
  if (registration === null || registration === 'unenrolled') return 'No longer on the list'
  return registration === 'failed' ? 'Printer failed registration' : undefined
}

export const COMMUNICATIONS = { communicating: 'Communicating', noncommunicating: 'Noncommunicating' } as const
export const COMMUNICATION_NAMES = ['communicating', 'noncommunicating'] as const

/** What a printer says that it does (hrPrinterStatus of RFC 2790), in the words of list, details and file. */
export const PRINTER_STATUSES = {
  idle: 'Idle',
  printing: 'Printing',
  warmup: 'Warming up',
  other: 'Other',
  unknown: 'Unknown',
} as const

/** Why a printer is not read, in the words of list and details. */
export const SILENCE_REASONS = {
  'agent-silent': 'agent silent',
  'agent-disk': 'the disk of the agent takes nothing',
  'no-route': 'no route',
  'no-answer': 'no answer',
  'wrong-credentials': 'wrong credentials',
  'another-printer': 'address now another printer',
  excluded: 'excluded from discovery',
} as const
export type SilenceReason = keyof typeof SILENCE_REASONS

/** Why a printer is not read, and since when, in one phrase. */
export const silenceWords = (reason: SilenceReason, since: string | null | undefined): string =>
  `${SILENCE_REASONS[reason]}${since ? ` since ${since}` : ''}`

export const SILENCE_REASON_NAMES = Object.keys(SILENCE_REASONS) as [SilenceReason, ...SilenceReason[]]

/**
 * The columns of the printer list with their headings, in the order in which they are offered; `management` stands for the provider's name and
 * " Managed". The list sorts by each of them.
 */
export const PRINTER_COLUMNS = {
  ipAddress: 'IP address',
  hostName: 'Host name',
  manufacturer: 'Manufacturer',
  model: 'Model',
  serialNumber: 'Serial number',
  location: 'Location',
  assetTag: 'Asset tag',
  tags: 'Tags',
  firmware: 'Firmware',
  agent: 'Agent',
  agentVersion: 'Agent version',
  registration: 'Registration',
  communication: 'Communication',
  printerStatus: 'Printer status',
  worstAlert: 'Worst alert',
  lifetimePageCount: 'Lifetime page count',
  lifetimePageCountReadAt: 'Page count read',
  lowestSupplyPercent: 'Lowest supply level',
  contact: 'Supplies delivery contact',
  lastReadAt: 'Last communicated',
  management: 'Managed',
} as const
export type PrinterColumn = keyof typeof PRINTER_COLUMNS
export const PRINTER_COLUMN_NAMES = Object.keys(PRINTER_COLUMNS) as [PrinterColumn, ...PrinterColumn[]]

export type PrinterSort = PrinterColumn

/** The list of all children has the organization in front. */
export const ALL_PRINTERS_COLUMNS = { organization: 'Organization', ...PRINTER_COLUMNS } as const
export type AllPrintersColumn = keyof typeof ALL_PRINTERS_COLUMNS
export const ALL_PRINTERS_COLUMN_NAMES = Object.keys(ALL_PRINTERS_COLUMNS) as [AllPrintersColumn, ...AllPrintersColumn[]]

/** The heading of a column. */
export const columnHeading = (column: AllPrintersColumn, providerName: string): string =>
  column === 'management' ? `${providerName} Managed` : ALL_PRINTERS_COLUMNS[column]

/** The filters of the list: OR inside one, AND between them. */
export const PRINTER_FACETS = ['management', 'registration', 'communication', 'manufacturer', 'model', 'agent', 'tags'] as const
export type PrinterFacet = (typeof PRINTER_FACETS)[number]
