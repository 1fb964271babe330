import { CONTACT_FIELD_NAMES, IMPORT_FIELD_NAMES, type ImportField } from '../../contact-columns.ts'
import { type ContactDraft, checkDraft } from '../../contact-draft.ts'

/**
 * Rejected rows of an import while a person mends them. What the schema of a contact can judge is judged at every key; what takes the other
 * rows or the printers (serial numbers, the row as a whole) only the server can: such a fault stands until its cell is touched, and is judged
 * again when the row is sent.
 */

export interface RejectedRow {
  row: number
  /** in the order of the columns of the sample */
  values: readonly string[]
  faults: readonly { field: ImportField | null; message: string }[]
}

interface MendedRow {
  rejected: RejectedRow
  values: Partial<Record<ImportField, string>>
}

/** What was typed so far, by the number of the row. */
export type Mending = ReadonlyMap<number, MendedRow>

export const NOTHING_MENDED: Mending = new Map()

export interface CheckedRow {
  values: Record<ImportField, string>
  /** every fault that is left, by its cell */
  faults: Partial<Record<ImportField, string>>
  /** what is wrong with the row as a whole */
  rowFault: string | undefined
  /** touched and without a fault: to be sent */
  isMended: boolean
  /** every fault that is left is one that only the server can judge */
  isForTheServer: boolean
}

/** A cell was changed. */
export function mend(mending: Mending, rejected: RejectedRow, field: ImportField, value: string): Mending {
  const before = mending.get(rejected.row)
  return new Map(mending).set(rejected.row, { rejected, values: { ...before?.values, [field]: value } })
}

/** The row is to be judged by the server again as it is: the other row with the same serial number may have been mended. */
export function tryAgain(mending: Mending, rejected: RejectedRow): Mending {
  const { values } = checkRow(mending, rejected)
  return mend(mending, rejected, 'serialNumbers', values.serialNumbers)
}

/** These rows are the server's again, such as after they were sent, or when what was typed is given up. */
export function release(mending: Mending, rows: readonly number[]): Mending {
  const left = new Map(mending)
  for (const row of rows) left.delete(row)
  return left
}

/** How a row stands: its values as mended so far, and the faults that are left. */
export function checkRow(mending: Mending, rejected: RejectedRow): CheckedRow {
  const mended = mending.get(rejected.row)
  const theirs = Object.fromEntries(IMPORT_FIELD_NAMES.map((field, i) => [field, rejected.values[i] ?? '']))
  const values = { ...theirs, ...mended?.values } as Record<ImportField, string>
  const faults = mended ? faultsLeft(mended, values) : serverFaults(rejected)
  const rowFault = mended ? undefined : rejected.faults.find(({ field }) => field === null)?.message
  const faulty = Object.keys(faults) as ImportField[]
  return {
    values,
    faults,
    rowFault,
    isMended: mended !== undefined && faulty.length === 0,
    isForTheServer: (rowFault !== undefined || faulty.length > 0) && faulty.every((field) => field === 'serialNumbers'),
  }
}

/**
 * The rows to send: those that were touched and have no fault left.
 * @rule contacts/rejected-rows-are-mended  Rejected rows can be corrected in the window and imported again; a row that still has errors stays rejected.
 */
export function mendedRows(mending: Mending): { row: number; values: string[] }[] {
  return [...mending.values()].flatMap(({ rejected }) => {
    const { isMended, values } = checkRow(mending, rejected)
    return isMended ? [{ row: rejected.row, values: IMPORT_FIELD_NAMES.map((field) => values[field]) }] : []
  })
}

function serverFaults({ faults }: RejectedRow): CheckedRow['faults'] {
  const sorted: CheckedRow['faults'] = {}
  for (const { field, message } of faults) if (field) sorted[field] = [sorted[field], message].filter(Boolean).join(' ')
  return sorted
}

function faultsLeft({ rejected, values: typed }: MendedRow, values: Record<ImportField, string>): CheckedRow['faults'] {
  const draft = Object.fromEntries(CONTACT_FIELD_NAMES.map((field) => [field, values[field]])) as ContactDraft
  const serials = typed.serialNumbers === undefined ? serverFaults(rejected).serialNumbers : undefined
  return { ...checkDraft(draft).faults, ...(serials ? { serialNumbers: serials } : {}) }
}
