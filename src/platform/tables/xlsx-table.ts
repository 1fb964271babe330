import { format as formatNumber } from 'numfmt'
import type { SaxesTagPlain } from 'saxes'
import { isBlank, MOST_CHARACTERS, MOST_COLUMNS, type TableLimits, type TableRow, whyTooWide } from './table.ts'
import { UnreadableWorkbook, WorkbookFile } from './workbook-file.ts'

/**
 * Reads a sheet of a workbook (XLSX, ECMA-376): each cell as the spreadsheet shows it, dates and numbers in their format; no formula is
 * run, what it
 * came to last counts. Read as a stream and no further than the limit: shared texts are looked up afterwards, those that are used alone.
 */

export type ReadSheet =
  | { rows: TableRow[]; more: boolean; sheets: string[]; sheet: string; refused?: undefined }
  | { refused: string; rows?: undefined }

export async function readXlsx(bytes: Uint8Array, wanted: string | undefined, limits: TableLimits): Promise<ReadSheet> {
  try {
    const file = await WorkbookFile.open(bytes)
    const { sheets, date1904 } = await readSheets(file)
    const names = sheets.map(({ name }) => name)
    const sheet = wanted === undefined ? sheets[0] : sheets.find(({ name }) => name === wanted)
    if (!sheet) return { refused: wanted ? `The workbook has no sheet “${wanted}”. Choose one of its own.` : 'The workbook has no sheet.' }
    const formats = await readFormats(file)
    const { rows, more, refused } = await readRows(file, sheet.part, formats, date1904, limits)
    if (refused !== undefined) return { refused }
    await fillSharedTexts(file, rows)
    const filled = rows.map(({ row, cells }) => ({ row, line: row, cells: cells.map(String) })).filter(({ cells }) => !isBlank(cells))
    return { rows: filled, more, sheets: names, sheet: sheet.name }
  } catch (error) {
    if (error instanceof UnreadableWorkbook) return { refused: error.message }
    throw error
  }
}

const attribute = (tag: SaxesTagPlain, name: string): string | undefined => tag.attributes[name]
/** A name without its namespace's prefix, which some programs write. */
const bare = (name: string) => name.slice(name.indexOf(':') + 1)

async function readSheets(file: WorkbookFile) {
  if (!file.has('xl/workbook.xml'))
    throw new UnreadableWorkbook('The file is a ZIP archive and no workbook (.xlsx). Save the table as .xlsx or CSV, then choose it again.')
  const targets = new Map<string, string>()
  await file.read('xl/_rels/workbook.xml.rels', {
    open: (tag) => {
      if (bare(tag.name) === 'Relationship') targets.set(attribute(tag, 'Id') ?? '', attribute(tag, 'Target') ?? '')
    },
  })
  const found: { name: string; part: string }[] = []
  let date1904 = false
  await file.read('xl/workbook.xml', {
    open: (tag) => {
      if (bare(tag.name) === 'workbookPr') date1904 = /^(1|true)$/.test(attribute(tag, 'date1904') ?? '')
      if (bare(tag.name) !== 'sheet') return
      const target = targets.get(attribute(tag, 'r:id') ?? '') ?? ''
      found.push({ name: attribute(tag, 'name') ?? '', part: target.startsWith('/') ? target.slice(1) : `xl/${target}` })
    },
  })
  return { sheets: found.filter(({ part }) => file.has(part)), date1904 }
}

// Those that a workbook need not state (ECMA-376, 18.8.30).
const BUILT_IN: Record<number, string> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd h:mm',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
}

/** The number format of each style; undefined where it is the general one. */
async function readFormats(file: WorkbookFile): Promise<(string | undefined)[]> {
  const own = new Map<number, string>()
  const styles: number[] = []
  let inCells = false
  await file.read('xl/styles.xml', {
    open: (tag) => {
      const name = bare(tag.name)
      if (name === 'numFmt') own.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) styles.push(Number(attribute(tag, 'numFmtId') ?? 0))
    },
    close: (name) => (bare(name) === 'cellXfs' ? 'enough' : undefined),
  })
  return styles.map((id) => own.get(id) ?? BUILT_IN[id])
}

/** A text that stands in the workbook's list of shared texts, by its place there. */
class Shared {
  readonly index: number
  text = ''

  constructor(index: number) {
    this.index = index
  }

  toString() {
    return this.text
  }
}

type Cell = string | Shared
interface SheetRow {
  row: number
  cells: Cell[]
}

async function readRows(file: WorkbookFile, part: string, formats: (string | undefined)[], date1904: boolean, limits: TableLimits) {
  const rows: SheetRow[] = []
  let more = false
  let refused: string | undefined
  let current: SheetRow = { row: 0, cells: [] }
  let cell = { column: 0, type: 'n', style: 0, text: '' }
  let inValue = false
  // How a Japanese text is pronounced stands beside it, and is no part of it.
  let inReading = false
  const endRow = (): 'enough' | undefined => {
    const cells = Array.from(current.cells, (each) => each ?? '')
    if (isBlank(cells.map((each) => (each instanceof Shared ? 'x' : each)))) return undefined
    refused = whyTooWide(current.row, cells.map(String))
    more = rows.length === limits.rows
    if (refused !== undefined || more) return 'enough'
    rows.push({ row: current.row, cells })
    return undefined
  }
  await file.read(part, {
    open: (tag) => {
      const name = bare(tag.name)
      if (name === 'row') current = { row: Number(attribute(tag, 'r')) || current.row + 1, cells: [] }
      else if (name === 'c') {
        const column = columnOf(attribute(tag, 'r')) ?? current.cells.length
        cell = { column, type: attribute(tag, 't') ?? 'n', style: Number(attribute(tag, 's') ?? 0), text: '' }
      } else if (name === 'rPh') inReading = true
      else if (name === 'v' || name === 't') inValue = !inReading
    },
    text: (text) => {
      if (inValue && cell.text.length <= MOST_CHARACTERS) cell.text += text
    },
    close: (name) => {
      const closed = bare(name)
      if (closed === 'v' || closed === 't') inValue = false
      if (closed === 'rPh') inReading = false
      // What stands beyond is counted, not kept.
      if (closed === 'c' && cell.text !== '') current.cells[Math.min(cell.column, MOST_COLUMNS)] = shown(cell, formats, date1904)
      return closed === 'row' ? endRow() : undefined
    },
  })
  return { rows, more, refused }
}

/** The number of a column, from 0, by its letters. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : undefined
}

function shown(
  { type, style, text }: { type: string; style: number; text: string },
  formats: (string | undefined)[],
  date1904: boolean,
): Cell {
  if (type === 's') return new Shared(Number(text))
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  if (type !== 'n') return text
  const value = Number(text)
  const format = formats[style]
  if (format === undefined || format === '@' || /^general$/i.test(format) || !Number.isFinite(value)) return plain(text, value)
  try {
    return formatNumber(format, value, { dateSpanLarge: true, leap1900: !date1904, ...(date1904 ? {} : {}) }).trim()
  } catch {
    return plain(text, value)
  }
}

// A serial number of many digits is whole in the file, also where the sheet shows it shortened.
const plain = (text: string, value: number) => (Number.isSafeInteger(value) ? String(value) : text)

/** Looks up the shared texts that the rows use. */
async function fillSharedTexts(file: WorkbookFile, rows: readonly SheetRow[]): Promise<void> {
  const wanted = new Map<number, Shared[]>()
  for (const { cells } of rows)
    for (const cell of cells) {
      if (!(cell instanceof Shared)) continue
      const others = wanted.get(cell.index)
      if (others) others.push(cell)
      else wanted.set(cell.index, [cell])
    }
  const last = [...wanted.keys()].reduce((most, each) => Math.max(most, each), -1)
  let index = -1
  let text = ''
  let inText = false
  let inReading = false
  await file.read('xl/sharedStrings.xml', {
    open: (tag) => {
      const name = bare(tag.name)
      if (name === 'si') {
        index++
        text = ''
      }
      if (name === 'rPh') inReading = true
      inText = name === 't' && !inReading && wanted.has(index)
    },
    text: (part) => {
      if (inText && text.length <= MOST_CHARACTERS) text += part
    },
    close: (name) => {
      const closed = bare(name)
      if (closed === 't') inText = false
      if (closed === 'rPh') inReading = false
      if (closed !== 'si') return undefined
      for (const cell of wanted.get(index) ?? []) cell.text = text
      return index >= last ? 'enough' : undefined
    },
  })
}
