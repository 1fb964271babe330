import { CsvError, parse } from 'csv-parse/sync'
import { isBlank, type ReadTable, type TableLimits, type TableRow, whyTooWide } from './table.ts'

/**
 * Reads text whose values are separated by a sign (RFC 4180 for commas). Rows are numbered as a spreadsheet does it, which shows a
 * value of several
 * lines in one row and a blank line as a blank row.
 */

// A blank row of another width than the first costs the parser as much as a thousand of the right one.
const MOST_RAGGED_ROWS = 20_000

/** Thrown to end the reading: what was read so far is enough. */
class Enough extends Error {
  readonly refused: string | undefined

  constructor(refused?: string) {
    super()
    this.refused = refused
  }
}

export function readCsv(text: string, separator: string, limits: TableLimits): ReadTable {
  const rows: TableRow[] = []
  let records = 0
  let ragged = 0
  let width: number | undefined
  const keep = (cells: string[], { lines, empty_lines }: { lines: number; empty_lines: number }): null => {
    records++
    width ??= cells.length
    const row = records + empty_lines
    if (isBlank(cells)) {
      if (cells.length !== width && ++ragged > MOST_RAGGED_ROWS) throw new Enough(whyTooRagged(row))
      return null
    }
    const tooWide = whyTooWide(row, cells)
    if (tooWide) throw new Enough(tooWide)
    if (rows.length === limits.rows) throw new Enough()
    // A last line without an end is counted as if one more followed.
    rows.push({ row, line: lines, cells })
    return null
  }
  try {
    parse(text, {
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: keep,
    })
    return { rows, more: false }
  } catch (error) {
    if (error instanceof Enough) return error.refused === undefined ? { rows, more: true } : { refused: error.refused }
    if (!(error instanceof CsvError)) throw error
    return { refused: whyNotCsv(error, rows.at(-1)) }
  }
}

const whyTooRagged = (row: number) =>
  `Up to row ${row.toLocaleString('en-US')} more than ${MOST_RAGGED_ROWS.toLocaleString('en-US')} rows hold separators and no value. Delete the rows below the last one that is filled.`

function whyNotCsv(error: CsvError, last: TableRow | undefined): string {
  const begins = (last?.line ?? 0) + 1
  const where = `Row ${(last?.row ?? 0) + 1}, which begins in line ${begins},`
  const found = Number(error.lines)
  const quotes = 'Put a value with a comma, a quote or a line break in double quotes, and write a quote inside it twice.'
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `The file is not CSV: ${where} has a double quote that is never closed. ${quotes}`
  if (error.code === 'INVALID_OPENING_QUOTE')
    return `The file is not CSV: ${where} has a double quote in the middle of a value, in line ${found}. ${quotes}`
  return `The file is not CSV: ${where} has text after a closing double quote, in line ${found}. ${quotes}`
}
