/** What is kept of a printer over time, and the words for it. */

/** The ranges of the charts. */
export const HISTORY_RANGES = { day: 'Day', month: 'Month', year: 'Year' } as const
export const HISTORY_RANGE_NAMES = ['day', 'month', 'year'] as const
export type HistoryRange = (typeof HISTORY_RANGE_NAMES)[number]

/** What the history of changes tells of. */
export const PRINTER_EVENTS = {
  'ip-address': 'IP address',
  'host-name': 'Host name',
  firmware: 'Firmware',
  agent: 'Agent',
  contact: 'Supplies delivery contact',
  'asset-tag': 'Asset tag',
  location: 'Location',
  'serial-number': 'Serial number',
  registration: 'Registration',
  'page-count-went-down': 'Page count went down',
} as const
export type PrinterEventKind = keyof typeof PRINTER_EVENTS
export const PRINTER_EVENT_KINDS = Object.keys(PRINTER_EVENTS) as [PrinterEventKind, ...PrinterEventKind[]]
