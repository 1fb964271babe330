import { CONTACT_FIELD_NAMES, IMPORT_FIELD_NAMES, type ImportField } from '../../contact-columns.ts'
import { type ContactDraft, checkDraft } from '../../contact-draft.ts'

/**
 * Rejected rows of an import while a person mends them. What the schema of a contact can assess is assessed at every key; what takes
 * the other
 * rows or the printers (serial numbers, the row as a whole) only the server can: such a fault stands until its cell is touched, and is
 * assessed
 * again when the row is sent.
 */

export interface RejectedRow {
  row: number
  /** in the order of the columns of the sample */
  values: readonly string[]
  faults: readonly { field: ImportField | null; message: string }[]
}

interface CorrectedRow {
  rejected: RejectedRow
  values: Partial<Record<ImportField, string>>
}

/** What was typed so far, by the number of the row. */
export type Corrections = ReadonlyMap<number, CorrectedRow>

export const NO_CORRECTIONS: Corrections = new Map()

export interface CheckedRow {
  values: Record<ImportField, string>
  /** every fault that is left, by its cell */
  faults: Partial<Record<ImportField, string>>
  /** what is wrong with the row as a whole */
  rowFault: string | undefined
  /** touched and without a fault: to be sent */
  isCorrected: boolean
  /** every fault that is left is one that only the server can assess */
  isForTheServer: boolean
}

/** A cell was changed. */
export function correctField(corrections: Corrections, rejected: RejectedRow, field: ImportField, value: string): Corrections {
  const before = corrections.get(rejected.row)
  return new Map(corrections).set(rejected.row, { rejected, values: { ...before?.values, [field]: value } })
}

/** The row is to be assessed by the server again as it is: the other row with the same serial number may have been corrected. */
export function tryAgain(corrections: Corrections, rejected: RejectedRow): Corrections {
  const { values } = checkRow(corrections, rejected)
  return correctField(corrections, rejected, 'serialNumbers', values.serialNumbers)
}

/** These rows are the server's again, such as after they were sent, or when what was typed is given up. */
export function release(corrections: Corrections, rows: readonly number[]): Corrections {
  const left = new Map(corrections)
  for (const row of rows) left.delete(row)
  return left
}

const NAMES: readonly ImportField[] = ['firstName', 'lastName']

/**
 * The columns to show: those that say whose row it is, those with a fault at the beginning or now, and those in which somebody has
 * typed. None leaves
 * while it is being corrected, also where the first letter is no fault any more.
 */
export function fieldsToCorrect(corrections: Corrections, rows: readonly RejectedRow[]): ImportField[] {
  const shown = new Set(NAMES)
  for (const rejected of rows) {
    for (const { field } of rejected.faults) if (field) shown.add(field)
    const faults = Object.keys(checkRow(corrections, rejected).faults) as ImportField[]
    const typed = Object.keys(corrections.get(rejected.row)?.values ?? {}) as ImportField[]
    for (const field of [...faults, ...typed]) shown.add(field)
  }
  return IMPORT_FIELD_NAMES.filter((field) => shown.has(field))
}

/** How a row stands: its values as corrected so far, and the faults that are left. */
export function checkRow(corrections: Corrections, rejected: RejectedRow): CheckedRow {
  const corrected = corrections.get(rejected.row)
  const theirs = Object.fromEntries(IMPORT_FIELD_NAMES.map((field, i) => [field, rejected.values[i] ?? '']))
  const values = { ...theirs, ...corrected?.values } as Record<ImportField, string>
  const faults = corrected ? faultsLeft(corrected, values) : serverFaults(rejected)
  const rowFault = corrected ? undefined : rejected.faults.find(({ field }) => field === null)?.message
  const faulty = Object.keys(faults) as ImportField[]
  return {
    values,
    faults,
    rowFault,
    isCorrected: corrected !== undefined && faulty.length === 0,
    isForTheServer: (rowFault !== undefined || faulty.length > 0) && faulty.every((field) => field === 'serialNumbers'),
  }
}

/**
 * The rows to send: those that were touched and have no fault left.
 * @rule contacts/rejected-rows-are-corrected  Rejected rows can be corrected in the window and imported again; a row that still has errors stays rejected.
 */
export function correctedRows(corrections: Corrections): { row: number; values: string[] }[] {
  return [...corrections.values()].flatMap(({ rejected }) => {
    const { isCorrected, values } = checkRow(corrections, rejected)
    return isCorrected ? [{ row: rejected.row, values: IMPORT_FIELD_NAMES.map((field) => values[field]) }] : []
  })
}

function serverFaults({ faults }: RejectedRow): CheckedRow['faults'] {
  const sorted: CheckedRow['faults'] = {}
  for (const { field, message } of faults) if (field) sorted[field] = [sorted[field], message].filter(Boolean).join(' ')
  return sorted
}

function faultsLeft({ rejected, values: typed }: CorrectedRow, values: Record<ImportField, string>): CheckedRow['faults'] {
  const draft = Object.fromEntries(CONTACT_FIELD_NAMES.map((field) => [field, values[field]])) as ContactDraft
  const serials = typed.serialNumbers === undefined ? serverFaults(rejected).serialNumbers : undefined
  return { ...checkDraft(draft).faults, ...(serials ? { serialNumbers: serials } : {}) }
}
