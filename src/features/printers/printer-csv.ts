import { MANAGEMENT_LABELS } from '../program/management.ts'
import { type AllPrintersColumn, COMMUNICATIONS, columnHeading, REGISTRATIONS, type SilenceReason, silenceWords } from './printers.ts'

/**
 * How the printer list is written as a file (RFC 4180, CRLF). Cells say what the list shows; a value that a spreadsheet would run as a formula gets
 * one apostrophe in front, and so does one that begins with apostrophes before such a character, so that both can be told apart again.
 */

/** Spreadsheets take a file for UTF-8 only when it begins with this. */
export const BYTE_ORDER_MARK = '\ufeff'

const RUN_AS_FORMULA = /^'*[=+\-@\t\r]/
const NEEDS_QUOTES = /[",\r\n]/

type Value = string | number | null

/** A value as a cell. @rule printers/formulas-are-text  No value of an exported list is run as a formula. */
export function cell(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const guarded = RUN_AS_FORMULA.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

const WORDS: Partial<Record<AllPrintersColumn, (value: Value) => Value>> = {
  registration: (value) => REGISTRATIONS[value as keyof typeof REGISTRATIONS] ?? value,
  management: (value) => MANAGEMENT_LABELS[value as keyof typeof MANAGEMENT_LABELS] ?? value,
  communication: (silence) => {
    const [reason, since] = String(silence ?? '').split(' ')
    return reason ? `${COMMUNICATIONS.noncommunicating}: ${silenceWords(reason as SilenceReason, since)}` : COMMUNICATIONS.communicating
  },
}

/** The headings of columns as the first line of a file. */
export const headingLine = (columns: readonly AllPrintersColumn[], providerName: string): string =>
  `${columns.map((column) => cell(columnHeading(column, providerName))).join(',')}\r\n`

/** What writes rows, whose values stand under c0, c1 and so on, as lines. */
export function lineWriter(columns: readonly AllPrintersColumn[]): (rows: readonly Record<string, Value>[]) => string {
  const inWords = columns.map((column) => WORDS[column] ?? ((value: Value) => value))
  const keys = columns.map((_, i) => `c${i}`)
  return (rows) => {
    let text = ''
    for (const row of rows) {
      for (let i = 0; i < keys.length; i++) {
        const value = row[keys[i]!] ?? null
        text += (i > 0 ? ',' : '') + cell(inWords[i]!(value))
      }
      text += '\r\n'
    }
    return text
  }
}
