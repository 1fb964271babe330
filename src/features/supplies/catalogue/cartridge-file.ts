import { CsvError, parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { csvLine, readCell } from '../../../platform/csv.ts'
import { CartridgeForm } from './cartridge-form.ts'
import { CARTRIDGE_KINDS, partKey, YIELD_BASES, YIELD_CLASSES } from './cartridges.ts'
import type { Cartridge } from './catalogue.api.ts'

/** The catalogue as a file: the columns of its export, which the import reads again. */
export const CARTRIDGE_COLUMNS = {
  manufacturer: 'Manufacturer',
  part: 'Part',
  name: 'Name',
  kind: 'Kind',
  color: 'Color',
  yieldPages: 'Yield (pages)',
  yieldBasis: 'Yield measured by',
  yieldClass: 'Yield class',
  family: 'Family',
  price: 'Price',
  currency: 'Currency',
  weightGrams: 'Weight (g)',
  orderable: 'Orderable',
  models: 'Models',
} as const
type Column = keyof typeof CARTRIDGE_COLUMNS
const COLUMN_NAMES = Object.keys(CARTRIDGE_COLUMNS) as Column[]
const HEADINGS = Object.values(CARTRIDGE_COLUMNS)

export const MOST_ROWS = 5000

export interface CartridgeRow {
  /** as a spreadsheet counts: the heading is row 1 */
  row: number
  part: string
  form: CartridgeForm | null
  faults: { column: string; message: string }[]
}

export type ReadCartridges = { rows: CartridgeRow[]; refused?: undefined } | { rows?: undefined; refused: string }

/** A cartridge as a line of the file. @rule supplies/catalogue-exports-can-be-imported  An exported catalogue is imported again without a change. */
export function cartridgeLine(cartridge: Cartridge): string {
  const { priceCents, orderable, models, ...rest } = cartridge
  const cells: Record<Column, string | number | null> = {
    ...rest,
    kind: cartridge.kind,
    price: priceCents === null ? null : (priceCents / 100).toFixed(2),
    orderable: orderable ? 'yes' : 'no',
    models: models.map(({ manufacturer, model }) => `${manufacturer}: ${model}`).join('; '),
  }
  return csvLine(COLUMN_NAMES.map((column) => cells[column]))
}

export const cartridgeHeading = (): string => csvLine(HEADINGS)

/**
 * The rows of a file, each with its cartridge or with all that is wrong in it; or why the whole file is refused.
 * @rule supplies/catalogue-import  A file is refused whole when it is no CSV or has other columns; else rows with faults are listed and the others are imported.
 */
export function readCartridges(text: string): ReadCartridges {
  const parsed = parseRows(text.replace(/^\ufeff/, ''))
  if (typeof parsed === 'string') return { refused: parsed }
  const [heading, ...body] = parsed
  const wrong = whyNotHeading(heading?.cells.map((cell) => cell.trim()) ?? [])
  if (wrong) return { refused: wrong }
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (filled.length === 0) return { refused: 'The file has a heading and no cartridges. Write each cartridge in a row below it.' }
  if (filled.length > MOST_ROWS)
    return {
      refused: `The file has ${filled.length.toLocaleString('en-US')} cartridges; the maximum is ${MOST_ROWS.toLocaleString('en-US')}. Split it into several files.`,
    }
  const rows = filled.map(readRow)
  markDoubles(rows)
  return { rows }
}

function parseRows(text: string): { row: number; cells: string[] }[] | string {
  const found: { row: number; cells: string[] }[] = []
  if (text.trim() === '') return 'The file is empty. Choose a CSV file with the columns of the export.'
  try {
    parse(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: (cells: string[]) => {
        found.push({ row: found.length + 1, cells })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return `The file is not CSV: row ${found.length + 1} has a double quote at a wrong place. A value with a comma, a quote or a line break needs double quotes.`
  }
  return found
}

function whyNotHeading(cells: string[]): string | undefined {
  if (cells.length === HEADINGS.length && cells.every((cell, i) => cell === HEADINGS[i])) return undefined
  const missing = HEADINGS.filter((name) => !cells.includes(name))
  const extra = cells.filter((cell) => !HEADINGS.some((name) => name === cell))
  const details = [
    ...(missing.length > 0 ? [`Missing: ${missing.join(', ')}.`] : []),
    ...(extra.length > 0 ? [`Not known: ${extra.join(', ')}.`] : []),
    ...(missing.length + extra.length === 0 ? ['Some are in another place.'] : []),
  ]
  return `The columns differ from those of the export: ${HEADINGS.join(', ')}. ${details.join(' ')}`
}

function readRow({ row, cells }: { row: number; cells: string[] }): CartridgeRow {
  const value = Object.fromEntries(COLUMN_NAMES.map((column, i) => [column, readCell(cells[i] ?? '').trim()])) as Record<Column, string>
  const faults: CartridgeRow['faults'] = []
  if (cells.length !== HEADINGS.length)
    faults.push({ column: '', message: `The row has ${cells.length} values where the heading has ${HEADINGS.length}.` })
  const draft = {
    manufacturer: value.manufacturer,
    part: value.part,
    name: value.name,
    kind: wordOf(value.kind, CARTRIDGE_KINDS),
    color: value.color || null,
    yieldPages: numberOf(value.yieldPages),
    yieldBasis: value.yieldBasis ? wordOf(value.yieldBasis, YIELD_BASES) : null,
    yieldClass: value.yieldClass ? wordOf(value.yieldClass, YIELD_CLASSES) : 'standard',
    family: value.family || value.part,
    priceCents: centsOf(value.price),
    currency: value.currency ? value.currency.toUpperCase() : null,
    weightGrams: numberOf(value.weightGrams),
    orderable: yesOrNo(value.orderable),
    models: modelsOf(value.models),
  }
  const checked = CartridgeForm.safeParse(draft)
  if (!checked.success) faults.push(...checked.error.issues.map(toFault))
  return { row, part: value.part, form: checked.success && faults.length === 0 ? checked.data : null, faults }
}

const COLUMN_OF: Record<string, Column> = { priceCents: 'price' }

function toFault({ path, message }: z.core.$ZodIssue): CartridgeRow['faults'][number] {
  const field = String(path[0] ?? '')
  return { column: CARTRIDGE_COLUMNS[COLUMN_OF[field] ?? (field as Column)] ?? '', message }
}

// What is no number is left as it is, so that the check of the form says so.
const numberOf = (text: string): number | null => (text === '' ? null : /^\d+$/.test(text) ? Number(text) : Number.NaN)
const centsOf = (text: string): number | null =>
  text === '' ? null : /^\d+(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : Number.NaN
const yesOrNo = (text: string): unknown => (text === '' || /^yes$/i.test(text) ? true : /^no$/i.test(text) ? false : text)

/** The word of the API for what a person wrote: that word, or its label. */
function wordOf(text: string, words: Record<string, string>): string {
  const wanted = text.toLowerCase()
  return Object.entries(words).find(([word, label]) => word === wanted || label.toLowerCase() === wanted)?.[0] ?? text
}

function modelsOf(text: string): { manufacturer: string; model: string }[] {
  const parts = text.split(';').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  return parts.map((part) => {
    const [manufacturer = '', ...model] = part.split(':')
    return { manufacturer: manufacturer.trim(), model: model.join(':').trim() }
  })
}

function markDoubles(rows: CartridgeRow[]): void {
  const first = new Map<string, number>()
  for (const each of rows) {
    if (!each.form) continue
    const key = `${each.form.manufacturer.toLowerCase()} ${partKey(each.form.part)}`
    const before = first.get(key)
    if (before === undefined) {
      first.set(key, each.row)
      continue
    }
    each.faults.push({ column: CARTRIDGE_COLUMNS.part, message: `Row ${before} has the same part of the same maker.` })
    each.form = null
  }
}
