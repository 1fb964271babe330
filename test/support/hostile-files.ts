import { IMPORT_COLUMNS } from '../../src/features/contacts/contact-columns.ts'
import { contactFile, contactRow, contactRows } from './contact-files.ts'

const HEADER = `${IMPORT_COLUMNS.join(',')}\n`
const MEGABYTE = 1024 * 1024

/** Files that cost a careless reader seconds, minutes or all its memory; each with what is answered. Null: it is imported. */
export const HOSTILE_FILES: readonly [name: string, content: () => string | Uint8Array<ArrayBuffer>, refusal: RegExp | null][] = [
  ['0.6 MB of blank lines', () => HEADER + '\n'.repeat(600_000), /has a header and no contacts/],
  ['7.9 MB of blank lines', () => HEADER + '\n'.repeat(7.9 * MEGABYTE), /has a header and no contacts/],
  ['7.9 MB of blank rows', () => HEADER + `${','.repeat(12)}\r\n`.repeat(550_000), /has a header and no contacts/],
  ['4 million blank rows of another width', () => HEADER + ',\n'.repeat(4_000_000), /more than 20,000 rows hold separators and no value/],
  ['600,000 rows that are not blank', () => HEADER + 'x\n'.repeat(600_000), /more than 300 contacts; the maximum/],
  [
    '40,000 columns',
    () => Array.from({ length: 40_000 }, (_, i) => `Column ${i}`).join(','),
    /Row 1 has 40,000 values; a row has at most 500/,
  ],
  ['8 million columns', () => ','.repeat(7.9 * MEGABYTE), /The first row is not the header/],
  ['a row of 4 million values', () => `${HEADER}${'x,'.repeat(3_900_000)}`, /Row 2 has 3,900,001 values/],
  ['a quote that is never closed', () => `${HEADER}"${'a\n'.repeat(3_900_000)}`, /has a double quote that is never closed/],
  ['nothing but quotes', () => HEADER + '"'.repeat(7.8 * MEGABYTE), null],
  [
    'a byte at its end that is not UTF-8',
    () => new TextEncoder().encode(`${HEADER}${'€'.repeat(2_600_000)}`).subarray(0, -1),
    /not UTF-8: in line 2, byte 7799998/,
  ],
  ['a cell of 7 MB', () => contactFile([contactRow({ city: 'x'.repeat(7 * MEGABYTE) })]), null],
  [
    'a cell with 100,000 serial numbers',
    () => contactFile([contactRow({ serialNumbers: Array.from({ length: 100_000 }, (_, i) => `SN${i}`).join(',') })]),
    null,
  ],
  [
    '300 rows of 500 serial numbers',
    () => contactFile(contactRows(300).map((row, i) => row.with(12, Array.from({ length: 500 }, (_, n) => `SN${i}-${n}`).join(',')))),
    /more than 50,000 serial numbers/,
  ],
  [
    '100 rows of 500 serial numbers',
    () => contactFile(contactRows(100).map((row, i) => row.with(12, Array.from({ length: 500 }, (_, n) => `SN${i}-${n}`).join(',')))),
    null,
  ],
  [
    'one serial number 500 times in each of 300 rows',
    () => contactFile(contactRows(300).map((row) => row.with(12, Array.from({ length: 500 }, () => 'SN1').join(',')))),
    null,
  ],
]
