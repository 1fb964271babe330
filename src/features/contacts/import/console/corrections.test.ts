import { describe, expect, it } from 'vitest'
import { IMPORT_FIELD_NAMES, type ImportField } from '../../contact-columns.ts'
import {
  checkRow,
  correctedRows,
  correctField,
  fieldsToCorrect,
  NO_CORRECTIONS,
  type RejectedRow,
  release,
  tryAgain,
} from './corrections.ts'

const SOUND: Record<ImportField, string> = {
  firstName: 'Dana',
  lastName: 'Delivery',
  businessName: '',
  email: 'dana@example.com',
  countryCode: '1',
  phoneNumber: '202 555 0123',
  addressLine1: '100 Sample Street',
  addressLine2: '',
  city: 'Lexington',
  state: 'KY',
  postalCode: '40511',
  country: 'United States of America',
  serialNumbers: '',
}

function rejected(spoiled: Partial<Record<ImportField, string>>, faults: RejectedRow['faults']): RejectedRow {
  const values = { ...SOUND, ...spoiled }
  return { row: 7, values: IMPORT_FIELD_NAMES.map((field) => values[field]), faults }
}

const twoFaults = rejected({ email: 'dana', city: '' }, [
  { field: 'email', message: 'Email is not a valid address.' },
  { field: 'city', message: 'City is required.' },
])
const serialFault = rejected({ serialNumbers: 'A1' }, [{ field: 'serialNumbers', message: 'A1 stands in row 3 already.' }])

describe('correcting rejected rows in the window [contacts/rejected-rows-are-corrected]', () => {
  it('shows what the server found until the row is touched', () => {
    expect(checkRow(NO_CORRECTIONS, twoFaults)).toMatchObject({
      faults: { email: 'Email is not a valid address.', city: 'City is required.' },
      isCorrected: false,
      isForTheServer: false,
    })
    expect(correctedRows(NO_CORRECTIONS)).toEqual([])
  })

  it('keeps a column that appeared while it is typed in, also where its first letter is no fault any more', () => {
    const stateless = rejected({ country: 'Atlantis', state: '' }, [{ field: 'country', message: 'Country is none.' }])
    const shown = (corrections: Parameters<typeof fieldsToCorrect>[0]) => fieldsToCorrect(corrections, [stateless])
    expect(shown(NO_CORRECTIONS)).toEqual(['firstName', 'lastName', 'country'])
    const needed = correctField(NO_CORRECTIONS, stateless, 'country', 'US')
    expect(shown(needed)).toEqual(['firstName', 'lastName', 'state', 'country'])
    expect(shown(correctField(needed, stateless, 'state', 'KY'))).toEqual(['firstName', 'lastName', 'state', 'country'])
  })

  it('lets each fault go as soon as it is corrected, and sends the row when none is left', () => {
    const one = correctField(NO_CORRECTIONS, twoFaults, 'email', 'dana@example.com')
    expect(Object.keys(checkRow(one, twoFaults).faults)).toEqual(['city'])
    expect(correctedRows(one)).toEqual([])
    const both = correctField(one, twoFaults, 'city', 'Lexington')
    expect(checkRow(both, twoFaults)).toMatchObject({ faults: {}, isCorrected: true })
    expect(correctedRows(both)).toEqual([{ row: 7, values: IMPORT_FIELD_NAMES.map((field) => SOUND[field]) }])
    expect(NO_CORRECTIONS.size).toBe(0)
  })

  it('finds new faults, also in another cell than the one that was changed', () => {
    const emptied = correctField(NO_CORRECTIONS, twoFaults, 'firstName', '')
    expect(checkRow(emptied, twoFaults).faults.firstName).toContain('required')
    const moved = correctField(NO_CORRECTIONS, twoFaults, 'country', 'DE')
    expect(checkRow(moved, twoFaults).faults.postalCode).toBeUndefined()
    const toCanada = correctField(NO_CORRECTIONS, twoFaults, 'country', 'Canada')
    expect(checkRow(toCanada, twoFaults).faults.postalCode).toContain('Canada')
  })

  it('keeps a fault of serial numbers until these are touched: only the server can assess them', () => {
    const renamed = correctField(NO_CORRECTIONS, serialFault, 'firstName', 'Dan')
    expect(checkRow(renamed, serialFault)).toMatchObject({ faults: { serialNumbers: 'A1 stands in row 3 already.' }, isForTheServer: true })
    expect(correctedRows(correctField(renamed, serialFault, 'serialNumbers', 'A2'))).toHaveLength(1)
    const again = tryAgain(renamed, serialFault)
    expect(correctedRows(again)[0]?.values).toEqual(
      IMPORT_FIELD_NAMES.map((field) => ({ ...SOUND, firstName: 'Dan', serialNumbers: 'A1' })[field]),
    )
  })

  it('reports a fault of the row as a whole until the row is touched, and reads a short row as blank', () => {
    const short = { row: 9, values: ['Dana', 'Delivery'], faults: [{ field: null, message: 'The row has 2 values instead of 13.' }] }
    expect(checkRow(NO_CORRECTIONS, short)).toMatchObject({ rowFault: 'The row has 2 values instead of 13.', isForTheServer: true })
    const touched = checkRow(correctField(NO_CORRECTIONS, short, 'city', 'Bonn'), short)
    expect(touched.rowFault).toBeUndefined()
    expect(touched.values.serialNumbers).toBe('')
    expect(touched.faults.email).toContain('required')
  })

  it('gives up what was typed', () => {
    const typed = correctField(NO_CORRECTIONS, twoFaults, 'city', 'Lexington')
    expect(checkRow(release(typed, [7]), twoFaults)).toEqual(checkRow(NO_CORRECTIONS, twoFaults))
  })
})
