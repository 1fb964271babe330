import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SAMPLE_ORGANIZATIONS, SAMPLE_PEOPLE } from '../../src/sample/sample-data.ts'
import { launchBrowser } from '../support/browser.ts'
import { type System, startSystem } from '../support/system.ts'
import { type Visitor, visit } from './visitor.ts'

// SPEC chapters 3, 5, 7 and 11: a child organization is entitled, its printers get a contact and are added, the provider accepts.

const CHILD = SAMPLE_ORGANIZATIONS.newcomer
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe.each([
  { how: 'with the mouse', mouse: true },
  { how: 'with the keyboard alone', mouse: false },
])('the main job, $how', ({ mouse }) => {
  let system: System | undefined
  let visitor: Visitor
  beforeAll(async () => {
    system = await startSystem()
    visitor = await visit(browser, { url: system.url, mouse })
  }, 240_000)
  afterAll(() => system?.stop())
  afterEach(({ task }) => keepPicture(visitor, task.result?.state === 'fail'))

  it('starts at the dashboard, with a card per portal', async () => {
    await visitor.look('01-sign-in')
    await visitor.signIn(SAMPLE_PEOPLE.partnerAdministrator.email)
    const { page } = visitor
    await page.getByRole('link', { name: 'Account Management' }).first().waitFor()
    await page.getByText('Agents silent').waitFor()
    await visitor.look('02-dashboard')
  })

  it('entitles the child organization, which cannot be undone [entitlements/no-way-back]', async () => {
    const { page, press, look, picture } = visitor
    await press(page.getByRole('main').getByRole('link', { name: 'Open Account Management' }))
    await press(page.getByRole('button', { name: 'Next' }))
    await page.getByRole('tab', { name: 'Child Organizations' }).waitFor()
    await page.getByRole('link', { name: CHILD, exact: true }).waitFor()
    await look('03-child-organizations')
    await press(page.getByRole('link', { name: CHILD, exact: true }))
    await press(page.getByRole('button', { name: 'Organization', exact: true }))
    await press(page.getByRole('menuitem', { name: 'Organization Entitlements' }))
    await press(page.getByRole('checkbox', { name: 'MPS Express' }))
    await press(page.getByRole('button', { name: 'Save Changes' }))
    const dialog = page.getByRole('dialog')
    await dialog.getByText(CHILD).first().waitFor()
    expect(await dialog.textContent()).toContain('cannot be undone')
    await look('04-entitle')
    await press(dialog.getByRole('button', { name: 'Entitle' }))
    await page.getByText(/^Granted by Alex Partner/).waitFor()
    expect(await page.getByRole('checkbox', { name: 'MPS Express' }).isDisabled()).toBe(true)
    await picture('05-entitled')
  })

  it('shows the printers that an agent read, and creates and assigns a contact [contacts/create-and-assign]', async () => {
    const { page, press, type, look, picture } = visitor
    await openFleet(visitor)
    await picture('06-printers')
    await selectRows(visitor, 3)
    await openWindow(visitor, 'Create and assign new supplies delivery contact')
    const dialog = page.getByRole('dialog', { name: 'Create and Assign Supplies Delivery Contact' })
    for (const [label, text] of CONTACT) await type(dialog.getByLabel(label, { exact: false }).first(), text)
    await chooseCountry(visitor, 'Germany')
    await type(dialog.getByLabel('Postal Code'), '10115')
    await look('07-create-and-assign')
    await press(dialog.getByRole('button', { name: 'Create and Assign' }))
    await dialog.waitFor({ state: 'hidden' })
    await page
      .getByText(/Assign contact.*(Completed|completed)/)
      .first()
      .waitFor()
    await page.getByRole('gridcell', { name: 'Nadia Newcomer' }).first().waitFor()
    await picture('08-assigned')
  })

  it('assigns an existing contact to another printer', async () => {
    const { page, press, picture } = visitor
    await openFleet(visitor)
    await selectRows(visitor, 5)
    await openWindow(visitor, 'Assign supplies delivery contact')
    const dialog = page.getByRole('dialog', { name: 'Assign Supplies Delivery Contact' })
    await press(dialog.getByRole('radio').first())
    await picture('09-assign-contact')
    await press(dialog.getByRole('button', { name: 'Assign Contact' }))
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(() => page.getByRole('gridcell', { name: 'Nadia Newcomer' }).count(), { timeout: 20_000 }).toBe(5)
  })

  it('assesses the selected printers and adds the eligible ones, terms accepted [program/ineligible-reasons] [program/terms-first]', async () => {
    const { page, press, look, picture } = visitor
    await openFleet(visitor)
    await selectRows(visitor, 7)
    await openWindow(visitor, 'Add to MPS Express')
    const dialog = page.getByRole('dialog', { name: 'Add to MPS Express' })
    await dialog.getByText('Printer Eligibility Status').first().waitFor()
    await dialog.getByText('Associated with down-level fleet agent').first().waitFor()
    await look('10-eligibility')
    await press(dialog.getByRole('button', { name: /No supplies delivery contact assigned/ }))
    await dialog.getByRole('cell').first().waitFor()
    await picture('11-eligibility-printers')
    await press(dialog.getByRole('button', { name: 'Continue' }))
    await press(dialog.getByRole('checkbox', { name: /I accept the terms of service/ }))
    await look('12-terms')
    await press(dialog.getByRole('button', { name: 'Add to MPS Express' }))
    await dialog.waitFor({ state: 'hidden' })
    await page
      .getByText(/Add to MPS Express.*[Cc]ompleted with errors/)
      .first()
      .waitFor()
    await expect.poll(() => page.getByRole('gridcell', { name: 'MPS Express (Pending)' }).count(), { timeout: 20_000 }).toBe(5)
    await picture('13-pending')
    await press(page.getByRole('navigation').getByRole('link', { name: 'Tasks' }))
    await press(page.getByRole('row', { name: /Add to MPS Express/ }).getByRole('link'))
    await page.getByRole('cell', { name: 'No supplies delivery contact assigned' }).first().waitFor()
    await picture('14-task')
  })

  it('is accepted, or rejected with a reason, by the provider [program/decisions]', async () => {
    const { page, press, type, look, picture } = visitor
    await visitor.signOut()
    await visitor.signIn(SAMPLE_PEOPLE.operations.email)
    await press(page.getByRole('main').getByRole('link', { name: 'Open Operations' }))
    await page
      .getByRole('heading', { name: /Pending/ })
      .first()
      .waitFor()
    await type(page.getByRole('searchbox').first(), CHILD)
    await expect.poll(() => page.getByRole('row').count(), { timeout: 20_000 }).toBe(6)
    await press(page.getByRole('row').nth(1).getByRole('checkbox'))
    await look('15-operations')
    await press(page.getByRole('button', { name: 'Reject' }))
    const reject = page.getByRole('dialog')
    await type(reject.getByLabel('Reason'), 'The shipping address has no loading dock.')
    await press(reject.getByRole('button', { name: /Reject/ }))
    await closeOutcomes(visitor)
    await expect.poll(() => page.getByRole('row').count(), { timeout: 20_000 }).toBe(5)
    await selectRows(visitor, 4)
    await press(page.getByRole('button', { name: 'Accept' }))
    await press(page.getByRole('dialog').getByRole('button', { name: /Accept/ }))
    await closeOutcomes(visitor)
    await page
      .getByText(/No (pending )?requests|No printers match/i)
      .first()
      .waitFor()
    await picture('16-accepted')
  })

  it('is seen by the partner: MPS Express', async () => {
    const { page, picture } = visitor
    await visitor.signOut()
    await visitor.signIn(SAMPLE_PEOPLE.partnerAdministrator.email)
    await openFleet(visitor)
    await expect.poll(() => page.getByRole('gridcell', { name: 'MPS Express', exact: true }).count(), { timeout: 20_000 }).toBe(4)
    await picture('17-managed')
  })

  // The provider's further acts are made of the same windows: once is enough.
  if (!mouse) return

  it('shows the partner why one was rejected', async () => {
    const { page, press, picture } = visitor
    const managed = page.getByRole('gridcell', { name: 'MPS Express', exact: true })
    const contact = page.getByRole('gridcell', { name: 'Nadia Newcomer' })
    await press(page.getByRole('row').filter({ has: contact }).filter({ hasNot: managed }).getByRole('link').first())
    await page.getByText('The shipping address has no loading dock.').waitFor()
    await picture('18-printer')
  })

  it('is let go by the provider alone, with a reason [program/removal-by-the-provider]', async () => {
    const { page, press, type, picture } = visitor
    await visitor.signOut()
    await visitor.signIn(SAMPLE_PEOPLE.operations.email)
    await press(page.getByRole('main').getByRole('link', { name: 'Open Operations' }))
    await press(page.getByRole('navigation').getByRole('link', { name: /Managed/ }))
    await type(page.getByRole('searchbox').first(), CHILD)
    await expect.poll(() => page.getByRole('row').count(), { timeout: 20_000 }).toBe(5)
    await press(page.getByRole('row').nth(1).getByRole('checkbox'))
    await press(page.getByRole('button', { name: 'Unenroll' }))
    const dialog = page.getByRole('dialog')
    await type(dialog.getByLabel('Reason'), 'The printer was sold.')
    await picture('19-unenroll')
    await press(dialog.getByRole('button', { name: 'Unenroll' }))
    await closeOutcomes(visitor)
    await expect.poll(() => page.getByRole('row').count(), { timeout: 20_000 }).toBe(4)
  })
})

// What stands on the page when a step fails shows more than the step.
async function keepPicture(visitor: Visitor, failed: boolean) {
  if (!failed) return
  const file = path.join(os.tmpdir(), 'mps-express-failed-story.png')
  await visitor.page.screenshot({ path: file })
  console.error(`the page as it was: ${file}`)
}

const CONTACT: [string, string][] = [
  ['First Name', 'Nadia'],
  ['Last Name', 'Newcomer'],
  ['Email', 'nadia.newcomer@example.com'],
  ['Country Code', '49'],
  ['Phone Number', '30 5550199'],
  ['Address Line 1', 'Musterstraße 9'],
  ['City', 'Berlin'],
]

async function openFleet({ page, press }: Visitor) {
  await press(page.getByRole('button', { name: 'Portals' }))
  await press(page.getByRole('menuitem', { name: 'Fleet Management' }))
  await press(page.getByRole('main').getByRole('link', { name: CHILD, exact: true }))
  await page
    .getByRole('link', { name: /^127\.21\.0\.\d+$/ })
    .first()
    .waitFor()
}

async function selectRows({ page, press }: Visitor, count: number) {
  for (let row = 1; row <= count; row++) await press(page.getByRole('row').nth(row).getByRole('checkbox'))
}

async function openWindow({ page, press }: Visitor, item: string) {
  await press(page.getByRole('button', { name: 'Printer', exact: true }))
  await press(page.getByRole('menuitem', { name: 'Managed Print Services' }))
  await press(page.getByRole('menuitem', { name: item }))
}

async function chooseCountry({ page, press }: Visitor, country: string) {
  await press(page.getByRole('dialog').getByLabel('Country', { exact: true }))
  await page.keyboard.type(country)
  await page.getByRole('option', { name: country }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

async function closeOutcomes({ page, press }: Visitor) {
  const dialog = page.getByRole('dialog')
  await press(dialog.getByRole('button', { name: /Close|Done/ }).last())
  await dialog.waitFor({ state: 'hidden' })
}
