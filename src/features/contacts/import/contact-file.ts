import { readCell } from '../../../platform/csv.ts'
import { readAnyTable, type TableFormat } from '../../../platform/tables/any-table.ts'
import { readCsv } from '../../../platform/tables/csv-table.ts'
import { MOST_CHARACTERS, type TableRow } from '../../../platform/tables/table.ts'
import { readText } from '../../../platform/tables/utf8-text.ts'
import { IMPORT_COLUMNS } from '../contact-columns.ts'
import { completeRow } from '../mapping/complete-row.ts'
import { type ContactMapping, headingsOf, mapRow, suggestMapping, whyNotMapped } from '../mapping/contact-mapping.ts'
import { type FileFault, otherSeparator, planColumns } from './contact-file-columns.ts'

/**
 * Reads a file of contacts in the format of the sample: its bytes become rows, or a refusal that says what is wrong, where, and what to do.
 *
 * Open in the specification is how a row is numbered where values span lines or lines are blank: as a spreadsheet does it, which shows
 * a value of
 * several lines in one row and a blank line as a blank row. Blank rows are not imported and do not count. A row with more or fewer
 * values than the
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
  /** what is wrong with the row as a whole, such as that its values cannot be distinguished */
  fault?: string
}

export interface FileRefusal {
  code: 'file-not-importable' | 'columns-in-other-order'
  message: string
  faults: FileFault[]
}

export type ReadFile = { rows: FileRow[]; refused?: undefined } | { rows?: undefined; refused: FileRefusal }

const refuse = (message: string, faults?: FileFault[], code: FileRefusal['code'] = 'file-not-importable'): ReadFile => ({
  refused: { ...refusal(message), code, ...(faults && { faults }) },
})

/**
 * The rows of a file that is sound as a whole.
 * @rule contacts/files-are-refused-whole  A file that is empty, too large, not UTF-8, not CSV, or with other columns is refused before anything is written.
 */
export function readContactFile(bytes: Uint8Array, options: { limit: number; columnsByName: boolean }): ReadFile {
  const read = readText(bytes)
  if (read.refused !== undefined) return refuse(read.refused)
  const separator = otherSeparator(firstLine(read.text))
  if (separator)
    return refuse(
      `The values are separated by ${separator}; commas are expected. In the spreadsheet, save it as “CSV UTF-8 (comma delimited)”, or import the file there and export it with commas.`,
    )
  const table = readCsv(read.text, ',', { rows: options.limit + 1 })
  if (table.refused !== undefined) return refuse(table.refused)
  const [header, ...rows] = table.rows
  const plan = planColumns(header?.row === 1 ? header.cells : [], options.columnsByName)
  if (plan.kind === 'refused')
    return refuse(`The columns differ from those of the sample. ${plan.faults.map((f) => f.message).join(' ')}`, plan.faults)
  if (plan.kind === 'other-order')
    return refuse(
      'The file has the columns of the sample in another order. Put them in that order, or read them by their names.',
      plan.faults,
      'columns-in-other-order',
    )
  if (rows.length === 0) return refuse('The file has a header and no contacts. Write each contact in a row below it.')
  if (table.more) return refuse(whyTooMany(options.limit))
  return { rows: rows.map((row) => toFileRow(row, header!.cells.length, plan.at)) }
}

export interface MappedFile {
  format: TableFormat
  headings: string[]
  /** the first rows, as they are read */
  samples: string[][]
  mapping: ContactMapping
  /** undefined where the mapping does not fit the file */
  rows?: FileRow[]
  faults: FileFault[]
}

export type MappedOptions = TableFormat & { limit: number; mapping?: ContactMapping | undefined }

export type ReadMapped = (MappedFile & { refused?: undefined }) | { refused: FileRefusal }

const SAMPLES = 3
const LOOKED_AT = 20

/**
 * The rows of any table, whose columns are mapped to a contact's fields; with a mapping to begin with where none is given.
 * @rule contacts/any-table  A table with other headings, separators or encodings is read once its columns are mapped; the limit of contacts holds for it too.
 */
export async function readMappedFile(bytes: Uint8Array, options: MappedOptions): Promise<ReadMapped> {
  const { limit } = options
  const table = await readAnyTable(bytes, options, { rows: limit + 1 })
  if (table.refused !== undefined) return { refused: refusal(table.refused) }
  const [header, ...rows] = table.rows
  const headings = headingsOf(header?.cells ?? [])
  if (rows.length === 0) return { refused: refusal('The file has no contacts below its first row, which holds the headings.') }
  if (table.more) return { refused: refusal(whyTooMany(limit)) }
  const first = rows.slice(0, LOOKED_AT).map(({ cells }) => cells)
  const mapping = options.mapping ?? suggestMapping(headings, first)
  const faults = whyNotMapped(headings, mapping)
  const samples = first.slice(0, SAMPLES).map((cells) => headings.map((_, i) => (cells[i] ?? '').slice(0, 500)))
  const read = { format: table.format, headings, samples, mapping, faults }
  if (faults.length > 0) return read
  return { ...read, rows: rows.map(({ row, line, cells }) => withinCells({ row, line, values: valuesOf(headings, mapping, cells) })) }
}

const valuesOf = (headings: readonly string[], mapping: ContactMapping, cells: readonly string[]) =>
  completeRow(mapRow(headings, mapping, cells.map(readCell)))

const refusal = (message: string): FileRefusal => ({ code: 'file-not-importable', message, faults: [{ field: 'file', message }] })

// A first line may be all of a file.
const firstLine = (text: string) => text.slice(0, 10_000).split(/[\r\n]/, 1)[0]!

function whyTooMany(limit: number): string {
  const most = limit.toLocaleString('en-US')
  return `The file has more than ${most} contacts; the maximum is ${most}. Split it into several files.`
}

function toFileRow({ row, line, cells }: TableRow, columns: number, at: number[]): FileRow {
  const width = IMPORT_COLUMNS.length
  // The column Reason may be left out of a row.
  if (cells.length === columns || (cells.length === width && columns > width && Math.max(...at) < width))
    return withinCells({ row, line, values: at.map((place) => readCell(cells[place]!)) })
  const kept = [...cells.slice(0, width - 1), cells.slice(width - 1).join(',')].map(readCell)
  return withinCells({
    row,
    line,
    values: IMPORT_COLUMNS.map((_, i) => kept[i] ?? ''),
    fault: `The row has ${cells.length} values where the header has ${columns}. Put a value with a comma in double quotes, such as "Berg, Ltd."; leave a missing value blank between its commas.`,
  })
}

/** A row none of whose values is longer than a cell can be; one that is, is cut, and a fault. */
function withinCells(read: FileRow): FileRow {
  const long = read.values.findIndex((value) => value.length > MOST_CHARACTERS)
  if (long < 0) return read
  const most = MOST_CHARACTERS.toLocaleString('en-US')
  const fault = `${IMPORT_COLUMNS[long]} has ${read.values[long]!.length.toLocaleString('en-US')} characters, which is more than the ${most} that a cell holds.`
  return { ...read, values: read.values.map((value) => value.slice(0, MOST_CHARACTERS)), fault: read.fault ?? `${fault} Shorten it.` }
}
