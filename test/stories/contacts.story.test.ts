import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Download, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildConsoleIfStale } from '../../scripts/build-console.ts'
import { IMPORT_COLUMNS } from '../../src/features/contacts/contact-columns.ts'
import { launchBrowser } from '../support/browser.ts'
import { contactFile, contactRow } from '../support/contact-files.ts'
import { type Cast, makeAgent, makeCast, PASSWORD, reading } from '../support/make.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { type Visitor, visit } from './visitor.ts'

// SPEC chapters 4 and 5: every button of the contacts and of their assignment, with files on disk and the browser's own file chooser.

const ADMINISTRATOR = 'partner-fleet@example.com'
const PRINTERS = 60
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mps-express-contacts-'))

let server: TestServer
let cast: Cast
let browser: Browser
beforeAll(async () => {
  await buildConsoleIfStale()
  server = await startTestServer()
  cast = await makeCast(server)
  const agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
  await agent.deliver(
    Object.fromEntries(Array.from({ length: PRINTERS }, (_, i) => [`10.0.0.${i + 1}`, reading({ serialNumber: `SN${100 + i}` })])),
  )
  await choosePassword()
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

describe('contacts', () => {
  let visitor: Visitor
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    const file = path.join(os.tmpdir(), 'mps-express-failed-contacts.png')
    await visitor.page.screenshot({ path: file })
    console.error(`the page as it was: ${file}`)
  })

  it('may be as many in a file as the provider sets', async () => {
    visitor = await visit(browser, { url: server.url, mouse: true })
    const { page, press, type, look } = visitor
    await visitor.signIn('provider@example.com', PASSWORD)
    await page.goto(`${server.url}/account/${cast.provider}?tab=settings`)
    await type(page.getByLabel('Contacts in an import file'), '10000')
    await look('contacts-settings')
    await press(page.getByRole('button', { name: 'Save Changes' }))
    await page.getByText('The settings are saved.').waitFor()
    await page.context().close()
  })

  it('are imported from a file that is checked whole first [contacts/files-are-refused-whole] [contacts/columns-by-name]', async () => {
    visitor = await visit(browser, { url: server.url, mouse: true })
    const { page, press, look } = visitor
    await visitor.signIn(ADMINISTRATOR, PASSWORD)
    await openPrinters(page)
    await openMenu(visitor, 'Manage Contacts')
    await press(page.getByRole('button', { name: 'Import Contacts' }))
    const dialog = page.getByRole('dialog')
    const sample = await textOf(await downloaded(page, () => press(dialog.getByRole('link', { name: 'Download the sample file' }))))
    expect(sample.split('\r\n')[0]).toContain(IMPORT_COLUMNS.join(','))
    const header = IMPORT_COLUMNS.map((column) => (column === 'Email' ? 'E-Mail' : column)).filter((column) => column !== 'City')
    await chooseFile(visitor, keep('wrong.csv', contactFile([contactRow()], header)))
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    await dialog.getByText('Nothing was imported').waitFor()
    for (const fault of ['“Email” is missing', '“City” is missing']) await dialog.getByRole('listitem').filter({ hasText: fault }).waitFor()
    await look('contacts-refusal')
    const turned = FIRST_FILE.map((row) => row.toReversed())
    await chooseFile(visitor, keep('by name.txt', contactFile(turned, IMPORT_COLUMNS.toReversed())))
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    await press(dialog.getByRole('button', { name: 'Read the columns by their names' }))
    await groupsAre(dialog, { imported: 2, existing: 1, notImported: 0, rejected: 2 })
    await dialog.getByRole('link', { name: /^Assign contact/ }).waitFor()
  })

  it('are corrected in the window where a row was rejected, or as a file [contacts/rejected-rows-are-corrected] [contacts/rejected-rows-can-be-imported]', async () => {
    const { page, press, type, look } = visitor
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('cell', { name: 'City is required.' }).waitFor()
    await press(dialog.getByRole('button', { name: 'Correct here' }))
    await type(dialog.getByLabel('Email of row 5'), 'cora@example.com')
    await look('contacts-corrections')
    await type(dialog.getByLabel('City of row 5'), 'Springfield')
    await dialog.getByText('1 of 2 rows corrected').waitFor()
    await press(dialog.getByRole('button', { name: 'Import corrected rows' }))
    await groupsAre(dialog, { imported: 3, existing: 1, notImported: 0, rejected: 1 })
    const rejected = await textOf(await downloaded(page, () => press(dialog.getByRole('link', { name: 'Download rejected rows' }))))
    expect(rejected.split('\r\n')[0]).toMatch(/,Serial Numbers,Reason$/)
    await press(dialog.getByRole('button', { name: 'Close' }).last())
    await press(page.getByRole('button', { name: 'Import', exact: true }))
    await chooseFile(visitor, keep('corrected.csv', rejected.replace('Atlantis', 'US')))
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    await groupsAre(dialog, { imported: 1, existing: 0, notImported: 0, rejected: 0 })
    await press(dialog.getByRole('button', { name: 'Close' }).last())
  })

  it('stop coming in at Cancel; what was added stays, and the result shows all four groups [contacts/cancel-stops-before-the-next-row]', async () => {
    const { page, press, look } = visitor
    const dialog = page.getByRole('dialog')
    const many = Array.from({ length: 9998 }, (_, i) => contactRow({ firstName: `Nr ${i + 1}`, lastName: 'Many' }))
    await press(page.getByRole('button', { name: 'Import', exact: true }))
    await chooseFile(visitor, keep('many.csv', contactFile([FIRST_FILE[0]!, contactRow({ lastName: 'Bad', countryCode: '+1' }), ...many])))
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    const progress = dialog.getByText(/^([4-9]|\d\d+|\d,\d+) of 10,000 contacts$/)
    await progress.waitFor()
    if (process.env.MPS_PICTURES) await page.screenshot({ path: path.join(process.env.MPS_PICTURES, 'contacts-progress.png') })
    await press(dialog.getByRole('button', { name: 'Cancel' }))
    await dialog.getByText('The import was canceled.').waitFor()
    const counts = await groupCounts(dialog)
    expect(counts).toMatchObject({ existing: 1, rejected: 1 })
    expect(counts.imported).toBeGreaterThan(0)
    expect(counts.imported + counts.notImported).toBe(9998)
    for (const group of ['Contacts imported', 'Contacts already exists', 'Contacts not imported'])
      await press(dialog.getByRole('button', { name: new RegExp(`^${group} `) }))
    await dialog.getByRole('row', { name: /^2 Ada Berg/ }).waitFor()
    await dialog.getByRole('row', { name: /^Rows [\d,]+-10,001 .* Import canceled$/ }).waitFor()
    await dialog.getByRole('row', { name: /^3 Country Code .* Write 1\.$/ }).waitFor()
    await look('contacts-results')
    await press(dialog.getByRole('button', { name: 'Close' }).last())
    await press(page.getByRole('button', { name: 'Recent imports' }))
    await dialog.getByRole('row', { name: /many\.csv Canceled/ }).waitFor()
    await press(dialog.getByRole('link', { name: 'many.csv' }))
    await groupsAre(dialog, counts)
    await press(dialog.getByRole('button', { name: 'Close' }).last())
  })

  it('wait for printers by serial number; each number can be deleted', async () => {
    const { page, press, look } = visitor
    await found(visitor, 'Ada Berg', 1)
    await press(page.getByRole('button', { name: '2 printers pending' }))
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('cell', { name: 'WAIT-2' }).waitFor()
    await look('contacts-pending')
    await press(dialog.getByRole('button', { name: 'Delete WAIT-2' }))
    await press(dialog.getByRole('button', { name: 'Delete', exact: true }))
    await dialog.getByRole('cell', { name: 'WAIT-1' }).waitFor()
    await expect.poll(() => dialog.getByRole('cell', { name: 'WAIT-2' }).count()).toBe(0)
    await press(dialog.getByRole('button', { name: 'Close' }).last())
    await page.getByRole('button', { name: '1 printers pending' }).waitFor()
    const exported = await textOf(await downloaded(page, () => press(page.getByRole('link', { name: 'Export' }))))
    expect(exported.trim().split('\r\n')).toHaveLength(2)
    expect(exported).toContain('SN100')
  })

  it('are created, edited, duplicated and deleted, one or several [contacts/several-are-deleted-as-far-as-they-may]', async () => {
    const { page, press, type, look } = visitor
    const dialog = page.getByRole('dialog')
    await press(page.getByRole('button', { name: 'Create', exact: true }))
    await fill(visitor, dialog, { 'First Name': 'Zoe', 'Last Name': 'Zimmer' })
    await press(dialog.getByRole('button', { name: 'Create Contact' }))
    await page.getByText('The contact Zoe Zimmer was created.').waitFor()
    await found(visitor, 'Zimmer', 1)
    await press(page.getByRole('link', { name: 'Zoe Zimmer' }))
    await type(dialog.getByLabel('City'), 'Shelbyville')
    await press(dialog.getByRole('button', { name: 'Update Contact' }))
    await page.getByText('The contact Zoe Zimmer was updated.').waitFor()
    await press(page.getByRole('row', { name: /Zoe Zimmer/ }).getByRole('checkbox'))
    await press(page.getByRole('button', { name: 'Duplicate' }))
    await press(dialog.getByRole('button', { name: 'Create Contact' }))
    await dialog.getByText('already exists').waitFor()
    await type(dialog.getByLabel('First Name'), 'Zara')
    await press(dialog.getByRole('button', { name: 'Create Contact' }))
    await dialog.waitFor({ state: 'hidden' })
    await found(visitor, 'Zimmer', 2)
    await press(page.getByRole('button', { name: 'Delete' }))
    await press(dialog.getByRole('button', { name: 'Delete Contact' }))
    await page.getByText('1 contact deleted.').waitFor()
    // Both on one page: one is assigned and has a serial number that waits.
    await type(page.getByRole('searchbox', { name: 'Search contacts' }), 'Springfield')
    for (const name of [/Ada Berg/, /Cora Bad/]) await press(page.getByRole('row', { name }).getByRole('checkbox'))
    await press(page.getByRole('button', { name: 'Delete' }))
    await dialog.getByText(/is assigned to 1 printer and has 1 pending serial number/).waitFor()
    await look('contacts-delete')
    await press(dialog.getByRole('button', { name: 'Delete Contact' }))
    await dialog.getByText('1 contact deleted. 1 contact stayed.').waitFor()
    await press(dialog.getByRole('button', { name: 'Close' }).last())
  })

  it('are assigned from the list: to one printer, to a page, to all that match [contacts/create-and-assign]', async () => {
    const { page, press, type, look } = visitor
    await openPrinters(page)
    await press(page.getByRole('row').nth(1).getByRole('checkbox'))
    const assign = await openWindow(visitor, 'Assign supplies delivery contact')
    await type(assign.getByRole('searchbox', { name: 'Contact name' }), 'zar')
    await assign.getByText('1 contact', { exact: true }).waitFor()
    await type(assign.getByRole('searchbox', { name: 'City' }), 'Springfield')
    await assign.getByText('No contacts match').waitFor()
    await type(assign.getByRole('searchbox', { name: 'City' }), 'shelby')
    await press(assign.getByRole('radio', { name: /Zara Zimmer/ }))
    await look('contacts-assign')
    await press(assign.getByRole('button', { name: 'Assign Contact' }))
    await contactsOfPage(page, 'Zara Zimmer', 1)
    await press(page.getByRole('checkbox', { name: 'Select all printers of this page' }))
    const create = await openWindow(visitor, 'Create and assign new supplies delivery contact')
    await fill(visitor, create, { 'First Name': 'Pia', 'Last Name': 'Page' })
    await press(create.getByRole('button', { name: 'Create and Assign' }))
    await contactsOfPage(page, 'Pia Page', 50)
    await press(page.getByRole('button', { name: `Select all ${PRINTERS} that match` }))
    await page.getByText(`All ${PRINTERS} printers`).waitFor()
    const all = await openWindow(visitor, 'Assign supplies delivery contact')
    await type(all.getByRole('searchbox', { name: 'Business name' }), 'berg')
    await type(all.getByRole('searchbox', { name: 'Contact name' }), 'grace')
    await press(all.getByRole('radio', { name: /Grace Fine/ }))
    await press(all.getByRole('button', { name: 'Assign Contact' }))
    await contactsOfPage(page, 'Grace Fine', 50)
  })

  it('are assigned on the page of a printer, an existing one or a new one', async () => {
    const { page, press, type } = visitor
    await press(page.getByRole('row').nth(1).getByRole('link').first())
    // The last of the page to come.
    await page.getByRole('heading', { name: 'Supply levels' }).waitFor()
    await page.getByRole('link', { name: 'Grace Fine' }).first().waitFor()
    await press(page.getByRole('button', { name: 'Assign supplies delivery contact', exact: true }).first())
    const dialog = page.getByRole('dialog')
    await type(dialog.getByRole('searchbox', { name: 'Contact name' }), 'zara')
    await press(dialog.getByRole('radio', { name: /Zara Zimmer/ }))
    await press(dialog.getByRole('button', { name: 'Assign Contact' }))
    await page.getByRole('link', { name: 'Zara Zimmer' }).first().waitFor()
    await press(page.getByRole('button', { name: 'Create and assign new supplies delivery contact' }).first())
    await fill(visitor, dialog, { 'First Name': 'Dee', 'Last Name': 'Details' })
    await press(dialog.getByRole('button', { name: 'Create and Assign' }))
    await page.getByRole('link', { name: 'Dee Details' }).first().waitFor()
    await page.context().close()
  })

  it('are imported, mended and closed without a mouse', async () => {
    visitor = await visit(browser, { url: server.url, mouse: false })
    const { page, press, type } = visitor
    await visitor.signIn(ADMINISTRATOR, PASSWORD)
    await page.goto(`${server.url}/fleet/${cast.child}/contacts`)
    await page
      .getByRole('link', { name: /Berg|Nr / })
      .first()
      .waitFor()
    await press(page.getByRole('button', { name: 'Import', exact: true }))
    const dialog = page.getByRole('dialog')
    const chooser = page.waitForEvent('filechooser')
    await press(dialog.getByRole('button', { name: 'Choose File' }))
    const rows = [contactRow({ firstName: 'Key', lastName: 'Board' }), contactRow({ lastName: 'Keys', email: 'no' })]
    await (await chooser).setFiles(keep('keyboard.csv', contactFile(rows)))
    await press(dialog.getByRole('button', { name: 'Import Contacts' }))
    await groupsAre(dialog, { imported: 1, existing: 0, notImported: 0, rejected: 1 })
    await tabTo(page, dialog.getByRole('button', { name: 'List of faults' }))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const email = dialog.getByLabel('Email of row 3')
    await tabTo(page, email)
    await type(email, 'keys@example.com')
    await page.keyboard.press('Shift+Tab')
    await dialog.getByText('1 of 1 row corrected').waitFor()
    await tabTo(page, dialog.getByRole('button', { name: 'Import corrected rows' }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await groupsAre(dialog, { imported: 2, existing: 0, notImported: 0, rejected: 0 })
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })
})

const FIRST_FILE = [
  contactRow({ serialNumbers: 'SN100,WAIT-1,WAIT-2' }),
  contactRow({ firstName: 'Grace', lastName: 'Fine' }),
  contactRow({ firstName: 'ada', lastName: 'BERG' }),
  contactRow({ firstName: 'Cora', lastName: 'Bad', email: 'cora(at)example.com', city: '' }),
  contactRow({ firstName: 'Noor', lastName: 'Bad', country: 'Atlantis' }),
]

async function choosePassword() {
  const { organizationAdministrator, partner } = cast
  const { items } = await organizationAdministrator.accounts.people.list({ organizationId: partner, search: ADMINISTRATOR })
  const { token } = await organizationAdministrator.accounts.people.reinvite({ organizationId: partner, personId: items[0]!.id })
  await server.as().accounts.invitations.accept({ token, password: PASSWORD })
}

function keep(name: string, content: string): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, content)
  return file
}

async function chooseFile({ page }: Visitor, file: string) {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('dialog').getByText('Choose File', { exact: true }).first().click()
  await (await chooser).setFiles(file)
  await page.getByRole('dialog').getByText(path.basename(file)).first().waitFor()
}

async function downloaded(page: Page, act: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return download
}

const textOf = async (download: Download) => fs.readFileSync(await download.path(), 'utf8')

interface Counts {
  imported: number
  existing: number
  notImported: number
  rejected: number
}

/** The counts of the four groups of the results, as the window shows them. */
async function groupCounts(dialog: Locator): Promise<Counts> {
  const count = async (group: string) => {
    const heading = await dialog.getByRole('button', { name: new RegExp(`^${group} \\(`) }).textContent()
    return Number(/\(([\d,]+)\)/.exec(heading ?? '')?.[1]?.replaceAll(',', ''))
  }
  return {
    imported: await count('Contacts imported'),
    existing: await count('Contacts already exists'),
    notImported: await count('Contacts not imported'),
    rejected: await count('Contacts with missing or invalid information'),
  }
}

async function groupsAre(dialog: Locator, counts: Counts) {
  await dialog.getByText('Import Contacts Results').waitFor()
  await expect.poll(() => groupCounts(dialog), { timeout: 20_000 }).toEqual(counts)
}

async function found({ page, type }: Visitor, text: string, rows: number) {
  await type(page.getByRole('searchbox', { name: 'Search contacts' }), text)
  await expect.poll(() => page.getByRole('row').count(), { timeout: 20_000 }).toBe(rows + 1)
}

async function openPrinters(page: Page) {
  await page.goto(`${server.url}/fleet/${cast.child}/printers`)
  await page
    .getByRole('link', { name: /^10\.0\.0\.\d+$/ })
    .first()
    .waitFor()
}

async function openMenu({ page, press }: Visitor, item: string) {
  await press(page.getByRole('button', { name: 'Printer', exact: true }))
  await press(page.getByRole('menuitem', { name: 'Managed Print Services' }))
  await press(page.getByRole('menuitem', { name: item }))
}

async function openWindow(visitor: Visitor, item: string): Promise<Locator> {
  await openMenu(visitor, item)
  const dialog = visitor.page.getByRole('dialog')
  await dialog.waitFor()
  return dialog
}

// By their text: asking for the roles of six hundred cells over and over would keep the page from drawing them.
async function contactsOfPage(page: Page, contact: string, printers: number) {
  await expect.poll(() => page.locator('tbody td', { hasText: contact }).count(), { timeout: 30_000, interval: 200 }).toBe(printers)
}

const FORM = {
  Email: 'someone@example.com',
  'Country Code': '49',
  'Phone Number': '30 5550199',
  'Address Line 1': 'Musterstraße 9',
  City: 'Berlin',
}

async function fill({ page, press, type }: Visitor, dialog: Locator, name: Record<string, string>) {
  for (const [label, text] of Object.entries({ ...name, ...FORM })) await type(dialog.getByLabel(label, { exact: true }), text)
  await press(dialog.getByLabel('Country', { exact: true }))
  await page.keyboard.type('Germany')
  await page.getByRole('option', { name: 'Germany' }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await type(dialog.getByLabel('Postal Code'), '10115')
}

/** Within a table of fields one goes from field to field with Tab. */
async function tabTo(page: Page, what: Locator, key = 'Tab') {
  await what.waitFor()
  for (let i = 0; i < 60; i++) {
    if (await what.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`cannot be reached with ${key}: ${what}`)
}
