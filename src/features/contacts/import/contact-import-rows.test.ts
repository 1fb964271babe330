import { describe, expect, it } from 'vitest'
import { contactRow } from '../../../../test/support/contact-files.ts'
import { readContactFile } from './contact-file.ts'
import { type CheckedRow, checkRow, checkSerials } from './contact-import-rows.ts'
import { SAMPLE_FILE } from './contact-sample.ts'

const check = (change: Parameters<typeof contactRow>[0], row = 2) => checkRow({ row, line: row, values: contactRow(change) })
const reported = ({ faults }: CheckedRow) => faults.map(({ column, message }) => `${column}: ${message}`)
const NOBODY = { severalMakers: new Map(), elsewhere: new Map() }

describe('a row', () => {
  it('reports every fault, in the order of the columns, with what is expected [contacts/fields]', () => {
    expect(
      reported(
        check({ firstName: '', email: 'x', countryCode: '+1', phoneNumber: '12', postalCode: '1', country: 'US', serialNumbers: 'N/A' }),
      ),
    ).toEqual([
      'First Name: First Name is required.',
      'Email: Email is not a valid address, such as jo@example.com.',
      'Country Code: Country Code is 1 to 3 digits without + or other symbols, such as 1 or 49. Write 1.',
      'Postal Code: Postal Code is not of the form that United States of America uses, such as 95014.',
      'Serial Numbers: “N/A” does not identify a printer. Leave it blank if there is no serial number.',
    ])
    expect(reported(check({ phoneNumber: '12', country: 'Atlantis' }))).toEqual([
      'Phone Number: Phone Number is not possible in country code 1: too short or too long.',
      expect.stringMatching(/^Country: /),
    ])
  })

  it.each([
    [{ country: 'DE', state: null, countryCode: '49', postalCode: '1067' }, /A spreadsheet may have removed leading zeros: 01067\?/],
    [{ postalCode: '2134' }, /removed leading zeros: 02134\?/],
    [{ phoneNumber: '4.9E+11' }, /A spreadsheet has shortened a long number/],
  ])('says what a spreadsheet has done to %j', (change, hint) => {
    expect(reported(check(change))).toEqual([expect.stringMatching(hint)])
  })

  it.each([
    ['', []],
    [' A1 ,b  2,', ['A1', 'b 2']],
  ])('has the serial numbers %j', (serialNumbers, expected) => {
    expect(check({ serialNumbers })).toMatchObject({ serialNumbers: expected, faults: [] })
  })

  it.each([
    ['A100;A200', /separated by commas, not semicolons: A100,A200/],
    ['AC100, ac 100', /ac 100 is here twice/],
    ['x'.repeat(65), /more than 64 characters/],
    ['00000', /does not identify a printer/],
  ])('refuses the serial numbers %j', (serialNumbers, message) => {
    expect(reported(check({ serialNumbers }))).toEqual([expect.stringMatching(message)])
  })
})

describe('a serial number [contacts/one-row-per-serial]', () => {
  it('in two rows is a fault of both, however it is written; in a row equal to an earlier one it counts for nothing', () => {
    const rows = [
      check({ serialNumbers: 'AC100' }, 2),
      check({ lastName: 'Other', serialNumbers: 'ac 100' }, 3),
      check({ firstName: 'ADA', serialNumbers: 'AC100' }, 4),
      check({ lastName: 'Third', serialNumbers: 'AC200' }, 5),
    ]
    expect(checkSerials(rows, NOBODY).map(reported)).toEqual([
      [expect.stringContaining('AC100 is also in row 3.')],
      [expect.stringContaining('ac 100 is also in row 2.')],
      [],
      [],
    ])
  })

  it('that printers of two makers carry, or that another row of the import has, is a fault', () => {
    const rows = [check({ serialNumbers: 'AC100,AC200' }, 7)]
    const severalMakers = new Map([['ac100', ['Acme', 'Bolt']]])
    expect(checkSerials(rows, { severalMakers, elsewhere: new Map([['ac200', [3]]]) }).map(reported)).toEqual([
      [expect.stringContaining('AC100 is shared by printers of Acme and Bolt'), expect.stringContaining('AC200 is also in row 3')],
    ])
  })
})

it('the sample file can be imported as it is', () => {
  const { rows } = readContactFile(new TextEncoder().encode(SAMPLE_FILE), { limit: 300, columnsByName: false })
  expect(checkSerials(rows!.map(checkRow), NOBODY).map(reported)).toEqual([[], []])
})
