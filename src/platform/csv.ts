/**
 * How files are written (CSV, RFC 4180, CRLF), and their cells read back.
 *
 * A spreadsheet runs a cell that begins with = + - @ (also in their wide forms), a tab or a line end as a formula when somebody opens
 * the file. Such a
 * value gets one apostrophe in front, and so does one that begins with apostrophes before these; reading takes one away. Both are each
 * other's inverse
 * for every text, and a name such as 's-Hertogenbosch is left alone.
 */
const RUN_AS_FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/
const GUARDED = /^'+[=+\-@＝＋－＠\t\r\n]/
const NEEDS_QUOTES = /[",\r\n]/

/** Spreadsheets take a file for UTF-8 only when it begins with this. */
export const BYTE_ORDER_MARK = '\ufeff'

export type CsvValue = string | number | null

/** A value as a cell. @rule files/formulas-are-text  A spreadsheet runs no value of an exported file as a formula, and each value is unchanged when it is imported again. */
export function csvCell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const guarded = RUN_AS_FORMULA.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** Values as a line of a file, with its end. */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(csvCell).join(',')}\r\n`

/** The value of a cell, once its quotes are taken away. */
export const readCell = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell)
