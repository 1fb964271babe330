import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactRows, importEnded } from '../../../../test/support/contact-files.ts'
import { type Cast, contactForm, makeCast } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import type { ContactMapping } from '../mapping/contact-mapping.ts'

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
const HEADER = 'Ansprechpartner;Firma;E-Mail;Telefon;Straße;PLZ;Ort;Land'
const german = (...rows: string[]) => new File([Buffer.from([HEADER, ...rows, ''].join('\r\n'), 'latin1')], 'Kunden.csv')
const ROWS = [
  'Jürgen Groß;Groß GmbH;juergen@example.com;+49 30 5550123;Hauptstraße 1;10115;Berlin;Deutschland',
  'Ada Berg;;ada@example.com;030/5550124;Weg 2;1067;Dresden;Deutschland',
  'jürgen GROSS;Gross GmbH;neu@example.com;030 5550125;Hauptstrasse 1;10115;Berlin;DE',
  'Jo Known;;jo@example.com;0043 1 5550123;Gasse 3;1010;Wien;Österreich',
]
const preview = (file: File, format: { mapping?: ContactMapping; encoding?: 'windows-1250' } = {}) =>
  fleet().contacts.imports.preview({ params: here, body: { file, ...format } })

describe('a table that people have [contacts/any-table]', () => {
  it('is previewed before anything is written: sound, existing and faulty rows, each with its faults or its twin [contacts/previewed-before-written]', async () => {
    const known = await fleet().contacts.create({
      ...here,
      contact: contactForm({
        firstName: 'Jo',
        lastName: 'Known',
        businessName: null,
        addressLine1: 'Gasse 3',
        city: 'Wien',
        postalCode: '1010',
        state: null,
        country: 'AT',
      }),
    })
    const shown = await preview(german(...ROWS))
    expect(shown).toMatchObject({
      format: { encoding: 'windows-1252', separator: ';' },
      headings: HEADER.split(';'),
      mapping: { fullName: 'Ansprechpartner', columns: { postalCode: ['PLZ'], city: ['Ort'], addressLine1: ['Straße'] } },
      mappingFaults: [],
      sound: 1,
      existing: 2,
      faulty: 1,
    })
    expect(shown.samples[0]![0]).toBe('Jürgen Groß')
    expect(shown.rows.map(({ row, outcome, contactId, sameAsRow }) => [row, outcome, contactId, sameAsRow])).toEqual([
      [2, 'sound', null, null],
      [3, 'faulty', null, null],
      [4, 'existing', null, 2],
      [5, 'existing', known.id, null],
    ])
    expect(shown.rows[1]!.faults.map(({ message }) => message)).toEqual([expect.stringContaining('leading zeros: 01067?')])
    expect((await fleet().contacts.list({ ...here, search: 'groß' })).total).toBe(0)
    expect((await fleet().contacts.imports.list(here)).items).toEqual([])
  })

  it('is imported with its mapping, and refused without one', async () => {
    const { mapping } = await preview(german(...ROWS))
    const start = (body: { mapping?: ContactMapping }) =>
      fleet().contacts.imports.create({ params: here, headers: {}, body: { file: german(...ROWS), ...body } })
    await expect(start({})).rejects.toMatchObject({ code: 'file-not-importable' })
    const { id } = await start({ mapping })
    expect(await importEnded(fleet(), cast.child, id)).toMatchObject({ imported: 1, existing: 2, rejected: 1 })
    const { items } = await fleet().contacts.list({ ...here, search: 'groß gmbh' })
    expect(items[0]).toMatchObject({
      firstName: 'Jürgen',
      countryCode: '49',
      phoneNumber: '030 5550123',
      country: 'DE',
      postalCode: '10115',
    })
  })

  it('is read as is stated; what does not fit is said by its column, and the limit of contacts holds', async () => {
    expect((await preview(german(...ROWS), { encoding: 'windows-1250' })).format.encoding).toBe('windows-1250')
    const gone = await preview(german(...ROWS), { mapping: { columns: { city: ['Stadt'] }, constants: {} } })
    expect(gone).toMatchObject({ mappingFaults: [{ field: 'Stadt' }], rows: [] })
    const mapping = { columns: { city: ['Stadt'] }, constants: {} }
    await expect(
      fleet().contacts.imports.create({ params: here, headers: {}, body: { file: german(...ROWS), mapping } }),
    ).rejects.toMatchObject({ code: 'file-not-importable', data: { faults: [{ field: 'Stadt' }] } })
    await expect(preview(german(...contactRows(301).map((row) => row.join(';'))))).rejects.toMatchObject({
      code: 'file-not-importable',
      message: expect.stringContaining('maximum is 300'),
    })
    const viewer = cast.fleetViewer.contacts.imports.preview({ params: here, body: { file: german(...ROWS) } })
    await expect(viewer).rejects.toMatchObject({ code: 'not-allowed' })
  })
})
