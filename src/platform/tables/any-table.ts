import { readCsv } from './csv-table.ts'
import type { Encoding } from './encodings.ts'
import { isSeparator, SEPARATOR_NAMES, type Separator } from './separators.ts'
import type { TableLimits, TableRow } from './table.ts'
import { decodeAs, guessEncoding } from './text-encoding.ts'
import { whyNoText } from './utf8-text.ts'
import { readXlsx } from './xlsx-table.ts'

/** How a file is read; what is not stated is guessed. Text has an encoding and a separator, a workbook a sheet. */
export interface TableFormat {
  encoding?: Encoding
  separator?: Separator
  sheet?: string
  /** the names of all sheets of a workbook */
  sheets?: string[]
}

const isWorkbook = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04

export type AnyTable = { rows: TableRow[]; more: boolean; format: TableFormat; refused?: undefined } | { refused: string; rows?: undefined }

/** Reads a table: a workbook's sheet, or text in any usual encoding and with any usual separator; says how it was read. */
export async function readAnyTable(bytes: Uint8Array, stated: TableFormat, limits: TableLimits): Promise<AnyTable> {
  if (!isWorkbook(bytes)) return readTextTable(bytes, stated, limits)
  const read = await readXlsx(bytes, stated.sheet, limits)
  if (read.refused !== undefined) return read
  return { rows: read.rows, more: read.more, format: { sheet: read.sheet, sheets: read.sheets } }
}

function readTextTable(bytes: Uint8Array, stated: TableFormat, limits: TableLimits): AnyTable {
  const whyNot = whyNoText(bytes)
  if (whyNot) return { refused: whyNot }
  const encoding = stated.encoding ?? guessEncoding(bytes)
  const text = decodeAs(bytes, encoding)
  if (text.trim() === '') return { refused: 'The file is empty. Choose a file with a row for each contact.' }
  if (text.includes('\0'))
    return { refused: `The file is not text in this encoding: it holds NUL characters. Choose another encoding, or export the file again.` }
  // A spreadsheet's own line before the header, which names the separator.
  const reported = /^sep=(.)\r?\n/.exec(text)
  const separator = stated.separator ?? (reported && isSeparator(reported[1]!) ? reported[1] : guessSeparator(text))
  const table = readCsv(reported ? text.slice(reported[0].length) : text, separator, limits)
  if (table.refused !== undefined) return table
  const rows = reported ? table.rows.map((each) => ({ ...each, row: each.row + 1, line: each.line + 1 })) : table.rows
  return { rows, more: table.more, format: { encoding, separator } }
}

/** The separator that most lines at the start have as often as the first one. */
function guessSeparator(text: string): Separator {
  const lines = text
    .slice(0, 32_768)
    .replace(/"(?:[^"]|"")*"/g, '""')
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '')
    .slice(0, 20)
  const score = (sign: string) => {
    const first = lines[0]!.split(sign).length - 1
    return first === 0 ? 0 : first * (1 + lines.filter((line) => line.split(sign).length - 1 === first).length)
  }
  return SEPARATOR_NAMES.reduce((best, sign) => (score(sign) > score(best) ? sign : best))
}
