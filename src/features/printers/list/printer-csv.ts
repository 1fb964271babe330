import { type CsvValue, csvCell, csvLine } from '../../../platform/csv.ts'
import { MANAGEMENT_LABELS } from '../management.ts'
import {
  type AllPrintersColumn,
  COMMUNICATIONS,
  columnHeading,
  PRINTER_STATUSES,
  REGISTRATIONS,
  type SilenceReason,
  silenceWords,
} from '../printers.ts'

/** How the printer list is written as a file: cells say what the list shows. */
const WORDS: Partial<Record<AllPrintersColumn, (value: CsvValue) => CsvValue>> = {
  registration: (value) => REGISTRATIONS[value as keyof typeof REGISTRATIONS] ?? value,
  printerStatus: (value) => PRINTER_STATUSES[value as keyof typeof PRINTER_STATUSES] ?? value,
  management: (value) => MANAGEMENT_LABELS[value as keyof typeof MANAGEMENT_LABELS] ?? value,
  communication: (silence) => {
    const [reason, since] = String(silence ?? '').split(' ')
    return reason ? `${COMMUNICATIONS.noncommunicating}: ${silenceWords(reason as SilenceReason, since)}` : COMMUNICATIONS.communicating
  },
}

/** The headings of columns as the first line of a file. */
export const headingLine = (columns: readonly AllPrintersColumn[], providerName: string): string =>
  csvLine(columns.map((column) => columnHeading(column, providerName)))

/** What writes rows, whose values stand under c0, c1 and so on, as lines. */
export function lineWriter(columns: readonly AllPrintersColumn[]): (rows: readonly Record<string, CsvValue>[]) => string {
  const inWords = columns.map((column) => WORDS[column] ?? ((value: CsvValue) => value))
  const keys = columns.map((_, i) => `c${i}`)
  return (rows) => {
    let text = ''
    for (const row of rows) {
      for (let i = 0; i < keys.length; i++) {
        const value = row[keys[i]!] ?? null
        text += (i > 0 ? ',' : '') + csvCell(inWords[i]!(value))
      }
      text += '\r\n'
    }
    return text
  }
}
