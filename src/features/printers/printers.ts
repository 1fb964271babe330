/** Words of the printer list. */
export const REGISTRATIONS = {
  enrolled: 'Enrolled',
  discovered: 'Discovered',
  failed: 'Registration failed',
} as const
export const REGISTRATION_NAMES = ['enrolled', 'discovered', 'failed'] as const

/**
 * Why nothing can be written on a printer; undefined when it can. Null: it does not exist.
 * @rule printers/failed-printers-are-given-nothing  A printer that failed registration cannot be edited or assigned anything until it registers.
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
  'agent-disk': 'the agent cannot write to its disk',
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
