import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactFile, contactRow, contactRows, importEnded, importFile, rowsOfImport, startImport } from '../../../test/support/contact-files.ts'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, printersBySerial, reading } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const total = async (name: string) => (await fleet().contacts.list({ ...here, name })).total

describe('an import', () => {
  it('adds sound rows, lists the others, and each row has one outcome', async () => {
    await fleet().contacts.create({ ...here, contact: contactForm({ lastName: 'Known' }) })
    const file = contactFile([
      contactRow({ lastName: 'Fine' }),
      contactRow({ lastName: 'KNOWN' }),
      contactRow({ lastName: 'Bad', countryCode: '+1', postalCode: '1', city: '' }),
      contactRow({ firstName: ' ada ', lastName: 'Fíne'.normalize('NFD').replace(/\u0301/, '') }),
      contactRow({ lastName: 'Two\nlines' }),
    ])
    const first = await importFile(fleet(), cast.child, file)
    expect(first).toMatchObject({ status: 'completed', rows: 5, imported: 2, existing: 2, rejected: 1, notImported: 0, waiting: 0, taskId: null })
    const rows = await rowsOfImport(fleet(), cast.child, first.id)
    expect(rows.map(({ row, line, outcome }) => [row, line, outcome])).toEqual([
      [2, 2, 'imported'],
      [3, 3, 'existing'],
      [4, 4, 'rejected'],
      [5, 5, 'existing'],
      [6, 7, 'imported'],
    ])
    expect(rows[2]!.faults.map(({ column, message }) => `${column}: ${message}`)).toEqual([
      'Country Code: Country Code is 1 to 3 digits without + or other symbols, such as 1 or 49. Write 1.',
      'City: City is required.',
      'Postal Code: Postal Code is not of the form that United States of America uses, such as 95014.',
    ])
    const second = await importFile(fleet(), cast.child, file)
    expect(second).toMatchObject({ imported: 0, existing: 4, rejected: 1 })
  })
})
