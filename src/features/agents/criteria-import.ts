import { CsvError, parse } from 'csv-parse/browser/esm/sync'
import { formatNumber } from '../../platform/numbers.ts'
import { whyNotCriterion } from './criteria.ts'

/**
 * Discovery criteria from a file. The specification leaves its columns open: we take `Criteria` (Include or Exclude), `Address` and
 * `SNMP Profile` (a profile's name; blank for Exclude), separated by commas, semicolons or tabs as spreadsheets write them. A file with one
 * fault is not taken at all; what is there already, or stands twice, is left out and reported.
 */

export const CRITERIA_COLUMNS = ['Criteria', 'Address', 'SNMP Profile'] as const
export const MOST_ENTRIES = 10_000

export interface ImportedCriteria {
  include: { entry: string; profileId: string }[]
  exclude: string[]
  /** entries that stood there already or twice in the file, by line */
  duplicates: { line: number; entry: string }[]
}

export type CriteriaImport = { faults: { line: number; message: string }[] } | ImportedCriteria

interface Present {
  include: readonly { entry: string }[]
  exclude: readonly string[]
}

interface Profile {
  id: string
  name: string
}

/** A file to begin with, which can be imported as it is once the profile's name is right. */
export function sampleCriteria(profileName = 'Office printers'): string {
  const rows = [
    CRITERIA_COLUMNS,
    ['Include', '10.0.0.0/24', profileName],
    ['Include', '10.0.1.1-10.0.1.99', profileName],
    ['Include', '10.0.2.15', profileName],
    ['Include', 'printer.example.com', profileName],
    ['Exclude', '10.0.0.7', ''],
  ]
  return `${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** The text of a file as spreadsheets write it: UTF-8, or UTF-16 with its mark. Undefined when it is neither. */
export function textOf(bytes: Uint8Array): string | undefined {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Reads a file of criteria; all its faults by line, or what it adds to the present ones.
 * @rule agents/criteria-import  A file of criteria is added completely or not at all; every fault and every duplicate is reported with its line.
 */
export function readCriteria(text: string, profiles: readonly Profile[], present: Present): CriteriaImport {
  const rows = rowsOf(text)
  if ('fault' in rows) return { faults: [rows.fault] }
  const [header, ...rest] = rows.rows
  const why = whyNotHeader(header?.cells)
  if (why) return { faults: [{ line: header?.line ?? 1, message: why }] }
  if (rows.more) return { faults: [{ line: MOST_ENTRIES + 2, message: `An agent has at most ${formatNumber(MOST_ENTRIES)} entries.` }] }
  if (rest.length === 0) return { faults: [{ line: 1, message: 'The file has no entries below its first line.' }] }
  const byName = new Map(profiles.map((profile) => [comparable(profile.name), profile]))
  const faults = rest.flatMap(({ line, cells }) => faultsOf(cells, byName).map((message) => ({ line, message })))
  return faults.length > 0 ? { faults } : take(rest, byName, present)
}

interface Row {
  line: number
  cells: string[]
}

/** The rows that hold a value; reading ends at the header and one more than there may be, so that no file keeps the page waiting. */
function rowsOf(text: string): { rows: Row[]; more: boolean } | { fault: { line: number; message: string } } {
  const [first = ''] = text.split(/\r?\n/, 1)
  const delimiter = [';', '\t'].find((mark) => first.includes(mark)) ?? ','
  try {
    const to = MOST_ENTRIES + 2
    const records = parse(text, { bom: true, delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, info: true, to })
    return {
      more: records.length === to,
      rows: (records as unknown as { record: string[]; info: { lines: number } }[])
        .map(({ record, info }) => ({ line: info.lines, cells: record }))
        .filter(({ cells }) => cells.some((cell) => cell !== '')),
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return {
      fault: {
        line: Number((error as { lines?: number }).lines ?? 1),
        message: 'The line is not valid CSV: a quotation mark is in the wrong place.',
      },
    }
  }
}

const comparable = (text: string) => text.normalize('NFKC').trim().toLowerCase()
const same = (a: string, b: string) => comparable(a) === comparable(b)

function whyNotHeader(cells: string[] | undefined): string | undefined {
  const expected = `The first line is: ${CRITERIA_COLUMNS.join(',')}`
  if (!cells) return `The file is empty. ${expected}`
  return CRITERIA_COLUMNS.every((column, i) => same(cells[i] ?? '', column)) && cells.length === CRITERIA_COLUMNS.length
    ? undefined
    : `The columns are not those of the sample file. ${expected}`
}

function faultsOf([kind = '', entry = '', profile = '', ...more]: string[], profiles: ReadonlyMap<string, Profile>): string[] {
  const faults: string[] = []
  const include = same(kind, 'Include')
  if (!include && !same(kind, 'Exclude')) faults.push(`Criteria is Include or Exclude, not "${kind}".`)
  const why = entry === '' ? 'Address is missing.' : whyNotCriterion(entry)
  if (why) faults.push(why)
  if (include && profile === '') faults.push('An entry to include names its SNMP profile.')
  if (include && profile !== '' && !profiles.has(comparable(profile))) faults.push(`There is no SNMP profile "${profile}".`)
  if (more.some((cell) => cell !== '')) faults.push('There are more values than columns.')
  return faults
}

function take(rows: Row[], profiles: ReadonlyMap<string, Profile>, present: Present): ImportedCriteria {
  const seen = new Set([
    ...present.include.map(({ entry }) => keyOf('Include', entry)),
    ...present.exclude.map((entry) => keyOf('Exclude', entry)),
  ])
  const taken: ImportedCriteria = { include: [], exclude: [], duplicates: [] }
  for (const { line, cells } of rows) {
    const [kind = '', entry = '', profile = ''] = cells
    const key = keyOf(kind, entry)
    if (seen.has(key)) taken.duplicates.push({ line, entry })
    else if (same(kind, 'Exclude')) taken.exclude.push(entry)
    else taken.include.push({ entry, profileId: profiles.get(comparable(profile))!.id })
    seen.add(key)
  }
  return taken
}

const keyOf = (kind: string, entry: string) => `${kind} ${entry.replace(/\s+/g, '')}`.toLowerCase()
