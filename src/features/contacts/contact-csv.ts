import { stringify } from 'csv-stringify/sync'

/**
 * How a file of contacts is written, and its cells read back.
 *
 * A spreadsheet runs a cell that begins with = + - @, a tab or a carriage return as a formula when somebody opens the file. Such a value gets one
 * apostrophe in front, and so does one that begins with apostrophes before these; reading takes one away. Both are each other's inverse for every
 * text, and a name such as 's-Hertogenbosch is left alone.
 */
const RUN_AS_FORMULA = /^'*[=+\-@\t\r]/
const GUARDED = /^'+[=+\-@\t\r]/

/** A value as a cell of a file. @rule contacts/formulas-are-text  No value of an exported file is run as a formula, and each comes back as it was. */
export const guardCell = (value: string): string => (RUN_AS_FORMULA.test(value) ? `'${value}` : value)

/** The value of a cell. */
export const readCell = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell)

/** Spreadsheets take a file for UTF-8 only when it begins with this. */
export const BYTE_ORDER_MARK = '\ufeff'

/** Rows as the text of a CSV file: RFC 4180, CRLF; without the byte order mark that begins a file. */
export const writeRows = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(guardCell)),
    { record_delimiter: '\r\n' },
  )
