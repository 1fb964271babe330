/** Words of the printer list. */
export const REGISTRATIONS = {
  enrolled: 'Enrolled',
  discovered: 'Discovered',
  failed: 'Registration failed',
} as const
export const REGISTRATION_NAMES = ['enrolled', 'discovered', 'failed'] as const

export const COMMUNICATIONS = { communicating: 'Communicating', noncommunicating: 'Noncommunicating' } as const
export const COMMUNICATION_NAMES = ['communicating', 'noncommunicating'] as const

/** Why a printer is not read, in the words of list and details. */
export const SILENCE_REASONS = {
  'agent-silent': 'agent silent',
  'no-route': 'no route',
  'no-answer': 'no answer',
  'wrong-credentials': 'wrong credentials',
  'another-printer': 'address now another printer',
  excluded: 'excluded from discovery',
} as const
export type SilenceReason = keyof typeof SILENCE_REASONS
export const SILENCE_REASON_NAMES = Object.keys(SILENCE_REASONS) as [SilenceReason, ...SilenceReason[]]

/** The columns that the printer list sorts by. */
export const PRINTER_SORTS = [
  'ipAddress',
  'hostName',
  'manufacturer',
  'model',
  'serialNumber',
  'location',
  'assetTag',
  'firmware',
  'lifetimePageCount',
  'lowestSupplyPercent',
  'lastReadAt',
] as const
export type PrinterSort = (typeof PRINTER_SORTS)[number]

/** The filters of the list: OR inside one, AND between them. */
export const PRINTER_FACETS = ['management', 'registration', 'communication', 'manufacturer', 'model', 'agent'] as const
