import { CsvError, parse } from 'csv-parse/sync'
import { readCell } from '../../../platform/csv.ts'
import { IMPORT_COLUMNS } from '../contact-columns.ts'
import { type FileFault, otherSeparator, planColumns } from './contact-file-columns.ts'
import { readText } from './contact-file-text.ts'

/**
 * Reads a file of contacts: its bytes become rows, or a refusal that says what is wrong, where, and what to do.
 *
 * Open in the specification is how a row is numbered where values span lines or lines are blank: as a spreadsheet does it, which shows a value of
 * several lines in one row and a blank line as a blank row. Blank rows are not imported and do not count. A row with more or fewer values than the
 * header is not what the columns say, but the file is CSV all the same: it is a fault of that row.
 * @rule contacts/rows-as-a-spreadsheet-numbers-them  Row numbers are those a spreadsheet shows (header = 1), also where a value spans lines.
 */

export interface FileRow {
  /** as a spreadsheet numbers rows: header = 1 */
  row: number
  /** the line of the file that it ends in */
  line: number
  /** one for each column of the sample */
  values: string[]
  /** why the values cannot be told apart, where they cannot */
  fault?: string
}

export interface FileRefusal {
  code: 'file-not-importable' | 'columns-in-other-order'
  message: string
  faults: FileFault[]
}

export type ReadFile = { rows: FileRow[]; refused?: undefined } | { rows?: undefined; refused: FileRefusal }

const refuse = (message: string, faults?: FileFault[], code: FileRefusal['code'] = 'file-not-importable'): ReadFile => ({
  refused: { code, message, faults: faults ?? [{ field: 'file', message }] },
})

/**
 * The rows of a file that is sound as a whole.
 * @rule contacts/files-are-refused-whole  A file that is empty, too large, not UTF-8, not CSV, or with other columns is refused before anything is written.
 */
export function readContactFile(bytes: Uint8Array, options: { limit: number; columnsByName: boolean }): ReadFile {
  const read = readText(bytes)
  if (read.refused !== undefined) return refuse(read.refused)
  const separator = otherSeparator(read.text.split(/[\r\n]/, 1)[0]!)
  if (separator)
    return refuse(
      `The values are separated by ${separator}; commas are expected. In the spreadsheet, save it as “CSV UTF-8 (comma delimited)”, or import the file there and export it with commas.`,
    )
  const parsed = parseRows(read.text)
  if (typeof parsed === 'string') return refuse(parsed)
  const [header, ...rows] = parsed
  const plan = planColumns(header!.cells, options.columnsByName)
  if (plan.kind === 'refused')
    return refuse(`The columns differ from those of the sample. ${plan.faults.map((f) => f.message).join(' ')}`, plan.faults)
  if (plan.kind === 'other-order')
    return refuse(
      'The columns are those of the sample, in another order. Put them in its order, or have them read by their names.',
      plan.faults,
      'columns-in-other-order',
    )
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (filled.length === 0) return refuse('The file has a header and no contacts. Write each contact in a row below it.')
  if (filled.length > options.limit) return refuse(whyTooMany(filled.length, options.limit))
  return { rows: filled.map((row) => toFileRow(row, header!.cells.length, plan.at)) }
}

const whyTooMany = (rows: number, limit: number) =>
  `The file has ${rows.toLocaleString('en-US')} contacts; a file holds at most ${limit.toLocaleString('en-US')}. Split it into several files.`

interface ParsedRow {
  row: number
  line: number
  cells: string[]
}

/** All rows, blank ones too; or why the text is not CSV. */
function parseRows(text: string): ParsedRow[] | string {
  const rows: ParsedRow[] = []
  try {
    parse(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: (cells: string[], { lines }) => {
        // A last line without an end is counted as if one more followed.
        rows.push({ row: rows.length + 1, line: lines, cells })
        return null
      },
    })
    return rows
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return whyNotCsv(error, rows.at(-1))
  }
}

function whyNotCsv(error: CsvError, last: ParsedRow | undefined): string {
  const begins = (last?.line ?? 0) + 1
  const where = `Row ${(last?.row ?? 0) + 1}, which begins in line ${begins},`
  const found = Number(error.lines)
  const quotes = 'A value with a comma, a quote or a line break stands in double quotes, and a quote inside it is written twice.'
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `The file is not CSV: ${where} has a double quote that is never closed. ${quotes}`
  if (error.code === 'INVALID_OPENING_QUOTE')
    return `The file is not CSV: ${where} has a double quote in the middle of a value, in line ${found}. ${quotes}`
  return `The file is not CSV: ${where} has text after a closing double quote, in line ${found}. ${quotes}`
}

function toFileRow({ row, line, cells }: ParsedRow, columns: number, at: number[]): FileRow {
  const width = IMPORT_COLUMNS.length
  // The column Reason may be left out of a row.
  if (cells.length === columns || (cells.length === width && columns > width && Math.max(...at) < width))
    return { row, line, values: at.map((place) => readCell(cells[place]!)) }
  const kept = [...cells.slice(0, width - 1), cells.slice(width - 1).join(',')].map(readCell)
  return {
    row,
    line,
    values: IMPORT_COLUMNS.map((_, i) => kept[i] ?? ''),
    fault: `The row has ${cells.length} values where the header has ${columns}. A value with a comma in it stands in double quotes, such as "Berg, Ltd."; one that is missing is left blank between its commas.`,
  }
}
