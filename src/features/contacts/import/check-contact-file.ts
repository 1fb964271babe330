import { createHash } from 'node:crypto'
import { contactKey } from '../contact-form.ts'
import {
  type FileRefusal,
  type MappedFile,
  type MappedOptions,
  type ReadFile,
  type ReadMapped,
  readContactFile,
  readMappedFile,
} from './contact-file.ts'
import { type CheckedRow, checkRow, checkSerials, type SerialContext, serialKey } from './contact-import-rows.ts'

/** What is done with a file of contacts away from everybody else's requests: in a thread of its own. */

/** Keys of all serial numbers that rows bring, each once: what is asked of the database before rows are checked beside others. */
const keysOf = (rows: readonly CheckedRow[]) => [...new Set(rows.flatMap((row) => row.serialNumbers.map(serialKey)))]

export interface CheckedRows {
  rows: CheckedRow[]
  serialKeys: string[]
}

export type CheckedFile = (CheckedRows & { digest: string; refused?: undefined }) | { rows?: undefined; refused: FileRefusal }

/** A file read and each of its rows checked for itself; or why the file is refused. */
export async function checkContactFile(bytes: Uint8Array, options: FileOptions): Promise<CheckedFile> {
  const { rows, refused } = options.mapping ? rowsOfMapped(await readMappedFile(bytes, options)) : readContactFile(bytes, options)
  if (refused) return { refused }
  const checked = { ...checkCells(rows), digest: createHash('sha256').update(bytes).digest('hex') }
  return checked.serialKeys.length > MOST_SERIALS_OF_A_FILE ? { refused: TOO_MANY_SERIALS } : checked
}

export type FileOptions = MappedOptions & { columnsByName: boolean }

function rowsOfMapped(read: ReadMapped): ReadFile {
  if (read.refused) return { refused: read.refused }
  if (read.rows) return { rows: read.rows }
  const message = `The mapping does not fit the file. ${read.faults.map((fault) => fault.message).join(' ')}`
  return { refused: { code: 'file-not-importable', message, faults: read.faults } }
}

export type PreviewedFile =
  | (Omit<MappedFile, 'rows'> &
      CheckedRows & { /** by row: the identity of a sound contact */ identities: [number, string][]; refused?: undefined })
  | { rows?: undefined; refused: FileRefusal }

/**
 * A table read as far as a person must see it before it is imported: how it was read, how it is mapped, and each row checked for itself.
 */
export async function previewContactFile(bytes: Uint8Array, options: MappedOptions): Promise<PreviewedFile> {
  const read = await readMappedFile(bytes, options)
  if (read.refused) return { refused: read.refused }
  const checked = checkCells(read.rows ?? [])
  if (checked.serialKeys.length > MOST_SERIALS_OF_A_FILE) return { refused: TOO_MANY_SERIALS }
  const identities = checked.rows.flatMap(({ row, contact }): [number, string][] =>
    contact ? [[row, createHash('sha256').update(contactKey(contact)).digest('hex')]] : [],
  )
  return { ...read, ...checked, identities }
}

const MOST_SERIALS_OF_A_FILE = 50_000
const whyTooManySerials = `The file has more than ${MOST_SERIALS_OF_A_FILE.toLocaleString('en-US')} serial numbers, which is the most that a file may hold. Split it into several files.`
const TOO_MANY_SERIALS: FileRefusal = {
  code: 'file-not-importable',
  message: whyTooManySerials,
  faults: [{ field: 'Serial Numbers', message: whyTooManySerials }],
}

/** Rows checked each for itself. */
export function checkCells(rows: readonly { row: number; line: number; values: string[] }[]): CheckedRows {
  const checked = rows.map(checkRow)
  return { rows: checked, serialKeys: keysOf(checked) }
}

/** Rows checked beside each other, and beside what the database knows of their serial numbers. */
export const checkBesideOthers = (rows: readonly CheckedRow[], context: SerialContext): CheckedRow[] => checkSerials(rows, context)
