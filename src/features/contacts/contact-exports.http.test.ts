import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactFile, contactRow, importEnded, importFile, rowsOfImport } from '../../../test/support/contact-files.ts'
import { asOwner, type Cast, makeAgent, makeCast, reading } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { IMPORT_COLUMNS } from './contact-columns.ts'

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
const byName = async (name: string) => (await fleet().contacts.list({ ...here, name })).items[0]!
const imported = (content: string, options = {}) => importFile(fleet(), cast.child, content, options)
const rowsOf = (importId: string, outcome?: 'imported' | 'existing' | 'rejected') => rowsOfImport(fleet(), cast.child, importId, outcome)
const newChild = async (name: string) => (await cast.partnerAdministrator.organizations.create({ organizationId: cast.partner, name })).id

describe('rejected rows', () => {
  it('are corrected, checked again, and imported by the same import [contacts/corrections-are-checked]', async () => {
    const first = await imported(
      contactFile([
        contactRow({ lastName: 'Corrected', city: '', serialNumbers: 'MEND1' }),
        contactRow({ lastName: 'Sound', serialNumbers: 'MEND2' }),
        contactRow({ lastName: 'Never', email: 'x' }),
        contactRow({ lastName: 'Twin', city: '' }),
      ]),
    )
    expect(first).toMatchObject({ imported: 1, rejected: 3 })
    const correct = (rows: { row: number; values: string[] }[], key?: string) =>
      fleet().contacts.imports.correct({
        params: { ...here, importId: first.id },
        headers: key ? { 'idempotency-key': key } : {},
        body: { rows },
      })
    await expect(
      correct([
        { row: 3, values: contactRow() },
        { row: 99, values: contactRow() },
      ]),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'Row 3 is not among the rejected rows of this import. Row 99 is not among the rejected rows of this import.',
    })
    // One still takes the serial number of another row.
    const corrected = [
      { row: 2, values: contactRow({ lastName: 'Corrected', serialNumbers: 'MEND1' }) },
      { row: 5, values: contactRow({ lastName: 'Twin', serialNumbers: 'mend 2' }) },
    ]
    await Promise.all([correct(corrected, 'mend them once'), correct(corrected, 'mend them once')])
    const second = await importEnded(fleet(), cast.child, first.id)
    expect(second).toMatchObject({
      id: first.id,
      status: 'completed',
      rows: 4,
      imported: 2,
      existing: 0,
      rejected: 2,
      notImported: 0,
      waiting: 0,
    })
    const rows = await rowsOf(first.id)
    expect(rows.map(({ row, outcome }) => [row, outcome])).toEqual([
      [2, 'imported'],
      [3, 'imported'],
      [4, 'rejected'],
      [5, 'rejected'],
    ])
    expect(rows[3]!.faults).toEqual([
      { field: 'serialNumbers', column: 'Serial Numbers', message: expect.stringContaining('mend 2 is also in row 3') },
    ])
    await correct([{ row: 5, values: contactRow({ lastName: 'Twin' }) }])
    expect(await importEnded(fleet(), cast.child, first.id)).toMatchObject({ imported: 3, rejected: 1 })
  })

  it('are downloaded with their reasons, corrected, and imported as they are [contacts/rejected-rows-can-be-imported]', async () => {
    const values = contactRow({ firstName: "''=1+1", lastName: 'Down"load, é', city: '', serialNumbers: 'DOWN1' })
    const { id: importId } = await imported(contactFile([values, contactRow({ lastName: 'Loaded' })]), { name: 'Büro.csv' })
    const { headers, body } = await fleet().contacts.imports.downloadRejectedRows({ ...here, importId })
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="B_ro - rejected rows.csv"; filename*=UTF-8''B%C3%BCro%20-%20rejected%20rows.csv`,
    })
    const text = await body.text()
    expect(text.split('\r\n')[0]).toBe(`${IMPORT_COLUMNS.join(',')},Reason`)
    expect(text).toContain(`''=1+1,"Down""load, é"`)
    expect(text).toContain('City is required.')
    expect(await imported(text)).toMatchObject({ rows: 1, rejected: 1 })
    const corrected = text.replace('1 Main Street,,,', '1 Main Street,,Springfield,')
    const again = await imported(corrected)
    expect(again).toMatchObject({ rows: 1, imported: 1 })
    expect(await byName('load, é')).toMatchObject({ firstName: "'=1+1", lastName: 'Down"load, é' })
  })
})

describe('an export', () => {
  it('imported elsewhere and exported again is the same file; it honours filters and order; nothing in it is run [contacts/exports-can-be-imported] [files/formulas-are-text]', async () => {
    const there = await newChild('Export there')
    const from = await newChild('Export from')
    const rows = [
      contactRow({ firstName: '=1+1', lastName: 'Formula', addressLine1: "'@home", city: "'s-Hertogenbosch", serialNumbers: 'EXB,EXA' }),
      contactRow({ firstName: 'Dana', lastName: 'כהן', businessName: 'a,b "c"', email: 'dana@example.com' }),
      contactRow({
        firstName: 'Ren\u0301e',
        lastName: '山田',
        businessName: null,
        country: 'Germany',
        state: null,
        postalCode: '01067',
        countryCode: '49',
        phoneNumber: '030 5550123',
      }),
    ]
    await importFile(fleet(), from, contactFile(rows))
    const agent = await makeAgent(server, fleet(), from)
    await agent.deliver({ '10.4.0.1': reading({ serialNumber: 'EXB' }) })
    const read = async (organizationId: string, filter = {}) => {
      const { headers, body } = await fleet().contacts.export({ organizationId, ...filter })
      expect(headers['content-disposition']).toContain('contacts.csv')
      return Buffer.from(await body.arrayBuffer()).toString()
    }
    const first = await read(from)
    expect(first.startsWith(`\ufeff${IMPORT_COLUMNS.join(',')}\r\n`)).toBe(true)
    expect(first).toContain("'=1+1,Formula")
    expect(first).toContain(`"EXA,EXB"`)
    expect(await importFile(fleet(), there, Buffer.from(first))).toMatchObject({ imported: 3, rejected: 0 })
    const second = await read(there)
    expect(second.split('\r\n').sort()).toEqual(first.split('\r\n').sort())
    expect((await read(from, { name: 'formula' })).split('\r\n')).toHaveLength(3)
    const cities = (await read(from, { sort: 'email', direction: 'desc' })).split('\r\n').slice(1, -1)
    expect(cities[0]).toContain('dana@example.com')
    const sample = await fleet().contacts.getImportSample({ organizationId: from })
    expect(await importFile(fleet(), there, await sample.body.text())).toMatchObject({ imported: 2, rejected: 0 })
  })

  it('of more than a portion has each contact once', async () => {
    const organizationId = await newChild('Export of many')
    await asOwner(
      server,
      `insert into contacts (organization_id, first_name, last_name, email, country_code, phone_number, address_line_1, city, country)
        select $1, 'Nr ' || n, 'Many', 'many@example.com', '1', '202 555 0123', n || ' Street', 'Town', 'US' from generate_series(1, 2500) as n`,
      [organizationId],
    )
    const { body } = await fleet().contacts.export({ organizationId, sort: 'city' })
    const lines = (await body.text()).split('\r\n').slice(1, -1)
    expect([lines.length, new Set(lines).size]).toEqual([2500, 2500])
  })
})
