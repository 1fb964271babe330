import { isPlaceholderSerial } from '../../agent-protocol/serial-number.ts'
import { CONTACT_FIELD_NAMES, IMPORT_FIELD_NAMES, IMPORT_FIELDS, type ImportField } from '../contact-columns.ts'
import { ContactForm, contactKey } from '../contact-form.ts'
import { countryFrom } from '../normal/countries.ts'
import { withLostZeros } from '../normal/postal-codes.ts'
import type { FileRow } from './contact-file.ts'
import type { ImportFault, PreviewedRow } from './contact-imports.api.ts'

/**
 * Checks the rows of a file of contacts.
 *
 * Open in the specification is whose fault a serial number is that stands twice: of every row that names it, since nobody can know which
 * is meant.
 * A row whose contact is equal to that of an earlier row is left out of this: it counts as already existing, and assigns nothing.
 */

export interface CheckedRow {
  row: number
  line: number
  values: string[]
  /** as it is stored; null when the row has faults of its own */
  contact: ContactForm | null
  serialNumbers: string[]
  faults: ImportFault[]
}

/** A serial number as two writings of it are the same; the database has the same function. */
export const serialKey = (serial: string): string => serial.normalize('NFKC').replace(/\s+/gu, '').toLowerCase().slice(0, 200)

/** Checks a row for itself: every fault of it, each with its column, what is expected, and an example. */
export function checkRow({ row, line, values, fault }: FileRow): CheckedRow {
  const checked = { row, line, values, serialNumbers: [], faults: [] }
  if (fault) return { ...checked, contact: null, faults: [{ field: null, column: 'Row', message: fault }] }
  const cells = Object.fromEntries(IMPORT_FIELD_NAMES.map((field, i) => [field, values[i]!])) as Record<ImportField, string>
  const form = ContactForm.safeParse(cells)
  const { serialNumbers, faults } = readSerialNumbers(cells.serialNumbers)
  const own = form.success ? [] : form.error.issues.map((issue) => faultOf(issue.path[0] as ImportField, issue.message, cells))
  return { ...checked, contact: form.success ? form.data : null, serialNumbers, faults: [...own.sort(inOrderOfColumns), ...faults] }
}

const inOrderOfColumns = (a: ImportFault, b: ImportFault) => IMPORT_FIELD_NAMES.indexOf(a.field!) - IMPORT_FIELD_NAMES.indexOf(b.field!)

function faultOf(field: ImportField, message: string, cells: Record<ImportField, string>): ImportFault {
  return { field, column: IMPORT_FIELDS[field], message: message + (hintFor(field, cells) ?? '') }
}

/** What a spreadsheet may have done to a value, where that is what is wrong. */
function hintFor(field: ImportField, cells: Record<ImportField, string>): string | undefined {
  const text = cells[field].trim()
  if (field === 'countryCode' && /^\+\s*\d/.test(text)) return ` Write ${text.replace(/\D/g, '')}.`
  if (SHORTENED.test(text)) return ' A spreadsheet has shortened a long number: format its cells as text, and type it again.'
  if (field !== 'postalCode') return undefined
  const zeros = withLostZeros(countryFrom(cells.country), text)
  return zeros && ` A spreadsheet may have removed leading zeros: ${zeros}? Format its cells as text.`
}

// As a spreadsheet shows a long number: 1.23E+12.
const SHORTENED = /^\d([.,]\d+)?e\+?\d+$/i

const serialFault = (message: string): ImportFault => ({ field: 'serialNumbers', column: IMPORT_FIELDS.serialNumbers, message })

/** At most so many serial numbers does a row bring, and so many of their faults are listed. */
const MOST_SERIALS = 500
const MOST_SERIAL_FAULTS = 20

function readSerialNumbers(cell: string): { serialNumbers: string[]; faults: ImportFault[] } {
  const written = cell.split(',', 2 * MOST_SERIALS).map((serial) => serial.normalize('NFC').replace(/\s+/gu, ' ').trim())
  const serialNumbers = written.filter((serial) => serial !== '')
  if (serialNumbers.length > MOST_SERIALS || written.length === 2 * MOST_SERIALS)
    return { serialNumbers: [], faults: [serialFault(`A row holds at most ${MOST_SERIALS} serial numbers. ${ASSIGN_IN_THE_LIST}`)] }
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const serial of serialNumbers) {
    const key = serialKey(serial)
    if (seen.has(key)) twice.add(serial)
    seen.add(key)
  }
  const faults = [
    ...serialNumbers.flatMap((serial) => whyNoSerial(serial) ?? []),
    ...[...twice].map((serial) => `Serial number ${serial} is here twice. Write it once.`),
  ]
  return { serialNumbers, faults: serialFaults(faults) }
}

const ASSIGN_IN_THE_LIST = 'Assign the other printers in the list of printers.'

function serialFaults(messages: readonly string[]): ImportFault[] {
  const more = messages.length - MOST_SERIAL_FAULTS
  const reported = messages.slice(0, MOST_SERIAL_FAULTS)
  return [...reported, ...(more > 0 ? [`${more.toLocaleString('en-US')} more serial numbers of this row have faults.`] : [])].map(
    serialFault,
  )
}

function whyNoSerial(serial: string): string | undefined {
  if ([...serial].length > 64)
    return `Serial number ${serial.slice(0, 20)}… has more than 64 characters. Several are separated by commas, such as AC100200,AC100201.`
  if (/\p{Cc}/u.test(serial)) return 'A serial number contains a control character. Remove it.'
  if (SHORTENED.test(serial))
    return `“${serial}” is a long number that a spreadsheet has shortened. Format its cells as text, and enter the serial number again.`
  if (serial.includes(';')) return `Serial numbers are separated by commas, not semicolons: ${serial.replaceAll(';', ',')}.`
  // A short one may be real; a word or a row of noughts is not.
  return (serialKey(serial).length > 2 || !/[\p{L}\p{N}]/u.test(serial)) && isPlaceholderSerial(serial)
    ? `“${serial}” does not identify a printer. Leave it blank if there is no serial number.`
    : undefined
}

/** What the check of serial numbers needs to know beside the rows. */
export interface SerialContext {
  /** keys of serial numbers that enrolled printers of several makers carry, with the makers */
  severalMakers: ReadonlyMap<string, readonly string[]>
  /** of rows that are not checked now, but belong to the same file: where each key stands */
  elsewhere: ReadonlyMap<string, readonly number[]>
}

/**
 * Adds the faults that a row has only beside others.
 * @rule contacts/one-row-per-serial  A serial number that is twice in one file, or that printers of two makers have, is a fault of its row.
 */
export function checkSerials(rows: readonly CheckedRow[], { severalMakers, elsewhere }: SerialContext): CheckedRow[] {
  const repeated = repeatedRows(rows)
  const rowsOfSerial = new Map([...elsewhere].map(([key, numbers]) => [key, new Set(numbers)]))
  for (const { row, serialNumbers } of rows)
    if (!repeated.has(row))
      for (const serial of serialNumbers) {
        const key = serialKey(serial)
        rowsOfSerial.set(key, (rowsOfSerial.get(key) ?? new Set()).add(row))
      }
  return rows.map((checked) => {
    if (repeated.has(checked.row)) return checked
    const faults = checked.serialNumbers.flatMap((serial) => {
      const key = serialKey(serial)
      const makers = severalMakers.get(key)
      return [
        ...(whyInOtherRows(serial, checked.row, rowsOfSerial.get(key)!) ?? []),
        ...(makers
          ? [`Serial number ${serial} is shared by printers of ${makers.join(' and ')}. Assign these in the list of printers.`]
          : []),
      ]
    })
    return faults.length === 0 ? checked : { ...checked, faults: [...checked.faults, ...serialFaults(faults)] }
  })
}

const MOST_OTHER_ROWS = 5

function whyInOtherRows(serial: string, row: number, numbers: ReadonlySet<number>): [string] | undefined {
  const more = numbers.size - 1 - MOST_OTHER_ROWS
  // Not more of them are looked at than are named: a file may hold one serial number in every row.
  const first: number[] = []
  for (const other of numbers) {
    if (other !== row) first.push(other)
    if (first.length === MOST_OTHER_ROWS) break
  }
  if (first.length === 0) return undefined
  const named = first.toSorted((a, b) => a - b).join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-US')} others` : '')
  return [`Serial number ${serial} is also in row ${named}. A printer has one contact: write it once.`]
}

/** What would become of each row, by the identities of sound contacts and the contacts that have them already. */
export function previewRows(
  rows: readonly CheckedRow[],
  identities: ReadonlyMap<number, string>,
  known: ReadonlyMap<string, string>,
): PreviewedRow[] {
  const first = new Map<string, number>()
  return rows.map(({ row, values, faults }) => {
    const identity = identities.get(row)
    if (faults.length > 0 || identity === undefined) return { row, values, outcome: 'faulty', faults, contactId: null, sameAsRow: null }
    const contactId = known.get(identity) ?? null
    const sameAsRow = first.get(identity) ?? null
    if (sameAsRow === null) first.set(identity, row)
    return { row, values, outcome: contactId || sameAsRow ? 'existing' : 'sound', faults: [], contactId, sameAsRow }
  })
}

function repeatedRows(rows: readonly CheckedRow[]): Set<number> {
  const known = new Set<string>()
  const repeated = new Set<number>()
  for (const { row, contact, faults } of rows) {
    if (!contact || faults.length > 0) continue
    const key = contactKey(contact)
    if (known.has(key)) repeated.add(row)
    known.add(key)
  }
  return repeated
}

/** A contact as the cells of its row are stored: in the order of the columns. */
export const contactCells = (contact: ContactForm): (string | null)[] => CONTACT_FIELD_NAMES.map((field) => contact[field])

/** A rejected row's faults as its cell in the column Reason. */
export const reasonOf = (faults: readonly ImportFault[]): string => faults.map(({ message }) => message).join(' ')
