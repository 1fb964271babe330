import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildConsoleIfStale } from '../../scripts/build-console.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Cast, makeCast, PASSWORD } from '../support/make.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { sheetRows, workbook } from '../support/workbooks.ts'
import { type Visitor, visit } from './visitor.ts'

// SPEC chapter 4.1, the tables that people have: other headings, separators, encodings, workbooks.

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mps-express-any-file-'))

let server: TestServer
let cast: Cast
let browser: Browser
beforeAll(async () => {
  await buildConsoleIfStale()
  server = await startTestServer()
  cast = await makeCast(server)
  await choosePassword()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

const GERMAN = [
  'Ansprechpartner;Firma;E-Mail;Telefon;Straße;Nr.;PLZ;Ort;Land',
  'Jürgen Groß;Groß GmbH;juergen@example.com;+49 30 5550123;Hauptstraße;1;10115;Berlin;Deutschland',
  'Ada Berg;Berg AG;ada@example.com;0351/5550124;Weg;2;1067;Dresden;Deutschland',
  'Jo Lang;;jo@example.com;+43 1 5550125;Gasse;3;1010;Wien;Österreich',
]
const SHEET = [
  ['Given Name', 'Surname', 'E-mail', 'Phone', 'Street', 'Town', 'ZIP Code', 'State'],
  ['Mia', 'Moss', 'mia@example.com', '(859) 555-0123', '1 Main Street', 'Lexington', '40511', 'Kentucky'],
  ['Ned', 'Nash', 'ned@example.com', '859.555.0124', '2 Main Street', 'Lexington', '40511', 'KY'],
]

describe('contacts-any-file', () => {
  let visitor: Visitor
  let dialog: Locator
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    const file = path.join(os.tmpdir(), 'mps-express-failed-any-file.png')
    await visitor.page.screenshot({ path: file })
    console.error(`the page as it was: ${file}`)
  })

  it('a file with semicolons, German headings and +49 numbers is mapped and previewed before anything is written [contacts/previewed-before-written] [contacts/any-table]', async () => {
    visitor = await visit(browser, { url: server.url, mouse: true })
    const { page, press, look } = visitor
    await visitor.signIn('partner-fleet@example.com', PASSWORD)
    await page.goto(`${server.url}/fleet/${cast.child}/contacts?import=new`)
    dialog = page.getByRole('dialog')
    await choose('Kunden.csv', Buffer.from(GERMAN.join('\r\n'), 'latin1'))
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    await dialog.getByRole('heading', { name: 'Which column holds what' }).waitFor()
    await dialog.getByText('Windows-1252 (Western)').waitFor()
    await look('contacts-any-file-columns')
    await press(dialog.getByRole('button', { name: 'Another column for Address Line 1' }))
    await press(page.getByRole('option', { name: 'Nr.' }))
    await dialog.getByRole('cell', { name: 'Hauptstraße 1' }).waitFor()
    await press(dialog.getByRole('button', { name: 'Preview' }))
    await dialog.getByText('Contacts to import (2)').waitFor()
    await dialog.getByText('Contacts with missing or invalid information (1)').waitFor()
    await dialog.getByRole('row', { name: /^3 Ada Berg Postal Code 1067 .*01067\?/ }).waitFor()
    await look('contacts-any-file-preview')
    expect((await cast.fleetAdministrator.contacts.list({ organizationId: cast.child })).total).toBe(0)
  })

  it('its sound rows are imported, and the other is corrected without leaving the window [contacts/rejected-rows-are-corrected]', async () => {
    const { press, type, look } = visitor
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    await dialog.getByText('2 contacts imported, 1 with missing or invalid information').waitFor()
    await press(dialog.getByRole('button', { name: 'Correct here' }))
    await type(dialog.getByLabel('Postal Code of row 3'), '01067')
    await press(dialog.getByRole('button', { name: 'Import corrected rows' }))
    await dialog.getByText('3 contacts imported').waitFor()
    await look('contacts-any-file-results')
    const { items } = await cast.fleetAdministrator.contacts.list({ organizationId: cast.child, name: 'ada berg' })
    expect(items[0]).toMatchObject({ countryCode: '49', addressLine1: 'Weg 2', postalCode: '01067', country: 'DE' })
    await press(dialog.getByRole('button', { name: 'Close' }).last())
  })

  it('a workbook is imported with one country for all its rows, and undone [contacts/any-table] [contacts/imports-are-undone]', async () => {
    const { page, press, type, look } = visitor
    await page.goto(`${server.url}/fleet/${cast.child}/contacts?import=new`)
    await choose('Customers.xlsx', workbook({ Customers: sheetRows(SHEET), Notes: sheetRows([['nothing']]) }))
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    await dialog.getByRole('heading', { name: 'Which column holds what' }).waitFor()
    await type(dialog.getByLabel('Country for all rows without a value'), 'United States')
    await look('contacts-any-file-workbook')
    await press(dialog.getByRole('button', { name: 'Preview' }))
    await dialog.getByText('Contacts to import (2)').waitFor()
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    await dialog.getByText('2 contacts imported').waitFor()
    const { items } = await cast.fleetAdministrator.contacts.list({ organizationId: cast.child, name: 'mia moss' })
    expect(items[0]).toMatchObject({ countryCode: '1', phoneNumber: '(859) 555-0123', state: 'KY', country: 'US' })
    await press(dialog.getByRole('button', { name: 'Undo import' }))
    await press(dialog.getByRole('button', { name: 'Delete the contacts' }))
    await dialog.getByText('2 contacts deleted.').waitFor()
    await look('contacts-any-file-undone')
    expect((await cast.fleetAdministrator.contacts.list({ organizationId: cast.child, name: 'mia moss' })).total).toBe(0)
    await press(dialog.getByRole('button', { name: 'Close' }).last())
    await page.context().close()
  })

  async function choose(name: string, content: Buffer) {
    const file = path.join(folder, name)
    fs.writeFileSync(file, content)
    const chooser = visitor.page.waitForEvent('filechooser')
    await dialog.getByText('Choose File', { exact: true }).first().click()
    await (await chooser).setFiles(file)
    await dialog.getByText(name).first().waitFor()
  }
})

async function choosePassword() {
  const { organizationAdministrator, partner } = cast
  const { items } = await organizationAdministrator.accounts.people.list({ organizationId: partner, search: 'partner-fleet@example.com' })
  const { token } = await organizationAdministrator.accounts.people.reinvite({ organizationId: partner, personId: items[0]!.id })
  await server.as().accounts.invitations.accept({ token, password: PASSWORD })
}
