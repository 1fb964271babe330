import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SAMPLE_ORGANIZATIONS, SAMPLE_PEOPLE } from '../../src/sample/sample-data.ts'
import { launchBrowser } from '../support/browser.ts'
import { type System, startSystem } from '../support/system.ts'
import { type Visitor, visit } from './visitor.ts'

// SPEC chapters 8 and 9: an agent is created with its SNMP profile and criteria, installed, asked to discover; what its held printers forbid.

const CHILD = SAMPLE_ORGANIZATIONS.entitled
let browser: Browser
let system: System | undefined
let visitor: Visitor
beforeAll(async () => {
  browser = await launchBrowser()
  system = await startSystem()
  visitor = await visit(browser, { url: system.url, mouse: true })
  await visitor.signIn(SAMPLE_PEOPLE.fleetAdministrator.email)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await system?.stop()
})
afterEach(({ task }) => keepPicture(visitor, task.result?.state === 'fail'))

describe('fleet agents', () => {
  it('are listed with their status, version and printers', async () => {
    const { page, press, look } = visitor
    await press(page.getByRole('button', { name: 'Portals' }))
    await press(page.getByRole('menuitem', { name: 'Fleet Management' }))
    await press(page.getByRole('main').getByRole('link', { name: CHILD, exact: true }))
    await press(page.getByRole('navigation').getByRole('link', { name: 'Agents', exact: true }))
    const old = page.getByRole('row', { name: /Annex/ })
    await old.getByText('0.9.4').waitFor()
    await old.getByText(/^update to .* required$/).waitFor()
    await page
      .getByRole('row', { name: /Headquarters/ })
      .getByText('Communicating')
      .waitFor()
    await look('agents-01-list')
  })

  it('are created by the keyboard alone, with an SNMP profile of version 3 and criteria from a file [agents/criteria-import]', async () => {
    const { page } = visitor
    const keys = await visit(browser, { url: system!.url, mouse: false })
    await keys.signIn(SAMPLE_PEOPLE.fleetAdministrator.email)
    await keys.page.goto(page.url())
    await keys.press(keys.page.getByRole('button', { name: 'Create', exact: true }).first())
    const form = keys.page.getByRole('dialog', { name: 'Create agent' })
    await keys.type(form.getByLabel('Name', { exact: true }), 'Warehouse')
    await keys.press(form.getByRole('button', { name: 'Create SNMP profile' }))
    const profile = keys.page.getByRole('dialog', { name: 'Create SNMP profile' })
    await keys.type(profile.getByLabel('Profile name'), 'Warehouse printers')
    await keys.press(profile.getByLabel('SNMP version'))
    await keys.page.keyboard.type('v3')
    await keys.page.keyboard.press('Enter')
    await keys.type(profile.getByLabel('User name'), 'monitor')
    await keys.type(profile.getByLabel('Authentication password'), 'a sample secret')
    await keys.type(profile.getByLabel('Privacy password'), 'a sample secret')
    await keys.press(profile.getByRole('button', { name: 'Create profile' }))
    await profile.waitFor({ state: 'hidden' })
    await keys.press(form.getByRole('button', { name: 'Import criteria' }))
    const importing = keys.page.getByRole('dialog', { name: 'Import criteria' })
    // The system's own window for choosing a file is beyond a page.
    const rows = ['Criteria,Address,SNMP Profile', 'Include,127.22.0.1-127.22.0.9,Warehouse printers', 'Exclude,127.22.0.300,']
    const file = (lines: string[]) => ({ name: 'criteria.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) })
    await importing.locator('input[type=file]').setInputFiles(file(rows))
    await importing.getByText(/^127\.22\.0\.300: /).waitFor()
    await importing.locator('input[type=file]').setInputFiles(file([...rows.slice(0, 2), 'Exclude,127.22.0.3,']))
    await keys.press(importing.getByRole('button', { name: 'Add 2 entries' }))
    await keys.press(form.getByRole('button', { name: 'Create', exact: true }))
    await keys.page.getByRole('heading', { name: 'Warehouse', exact: true }).waitFor()
    await keys.page.getByText('Activation required').waitFor()
    await keys.page.getByText('127.22.0.1-127.22.0.9', { exact: true }).waitFor()
    await page.goto(keys.page.url())
    await keys.page.close()
  })

  it('are installed from a package with an activation code in it, and shown the profile without its secrets [agents/secrets-are-sealed]', async () => {
    const { page, press, look } = visitor
    await page.getByRole('heading', { name: 'Warehouse', exact: true }).waitFor()
    await press(page.getByRole('button', { name: 'Agent', exact: true }))
    await press(page.getByRole('menuitem', { name: 'Download installation package' }))
    const downloading = page.waitForEvent('download')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Download' }))
    expect((await downloading).suggestedFilename()).toBe('mps-express-agent-warehouse.tar.gz')
    await page.getByText('was downloaded').waitFor()
    await look('agents-02-package')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Close' }).last())
    await press(page.getByRole('navigation').getByRole('link', { name: 'Agents', exact: true }))
    await press(page.getByRole('link', { name: 'SNMP profiles' }))
    await page
      .getByRole('row', { name: /Warehouse printers/ })
      .getByText('User monitor, SHA-256, AES-128')
      .waitFor()
    await press(page.getByRole('button', { name: 'Edit Warehouse printers' }))
    expect(await page.getByLabel('Authentication password').inputValue()).toBe('')
    await look('agents-03-profile')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Cancel' }))
  })

  it('of held printers can be neither deactivated nor deleted, and say first how many their criteria lose [agents/held-printers-keep-their-agent] [agents/criteria-warn-of-held-printers]', async () => {
    const { page, press, type, look } = visitor
    await press(page.getByRole('navigation').getByRole('link', { name: 'Agents', exact: true }))
    await press(page.getByRole('link', { name: 'Headquarters' }))
    await press(page.getByRole('button', { name: 'Discover now' }))
    await page.getByText('was asked to discover printers now').waitFor()
    await press(page.getByRole('button', { name: 'Agent', exact: true }))
    for (const act of ['Deactivate', 'Delete'])
      expect(await page.getByRole('menuitem', { name: act }).getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Escape')
    await press(page.getByRole('button', { name: 'Edit', exact: true }))
    const form = page.getByRole('dialog')
    await type(form.getByRole('textbox', { name: /Address, range/ }).first(), '127.20.0.60-127.20.0.250')
    await press(form.getByRole('button', { name: 'Save' }))
    await form.getByText(/\d+ managed or pending printers would no longer be read/).waitFor()
    await look('agents-04-held-printers')
    await press(form.getByRole('button', { name: 'Save anyway' }))
    await page.getByText('Headquarters was saved').waitFor()
    await page.goto(`${page.url().replace(/\/agents\/.*/, '')}/printers?communication=noncommunicating&search=127.20.0.11`)
    await page
      .getByText(/excluded from discovery since/)
      .first()
      .waitFor()
    await look('agents-05-excluded')
    await press(page.getByRole('link', { name: /^127\.20\.0\.11/ }).first())
    await page.getByText(/Not read: excluded from discovery since .+ Last read on/).waitFor()
  })

  it('do not enroll what they discover where that is set; somebody does from the Printer menu, and passes printers on [agents/discovered-wait] [agents/transfer-on-request]', async () => {
    const { page, press, look } = visitor
    await press(page.getByRole('navigation').getByRole('link', { name: 'Agents', exact: true }))
    await press(page.getByRole('link', { name: 'Headquarters', exact: true }))
    await press(page.getByRole('button', { name: 'Edit', exact: true }))
    await press(page.getByRole('dialog').getByText('Enroll discovered printers at once'))
    await press(page.getByRole('dialog').getByRole('button', { name: 'Save' }))
    await page.getByText('Headquarters was saved').waitFor()
    const agent = page.url()
    const printers = agent.replace(/\/agents\/.*/, '/printers')
    await page.goto(`${printers}?management=none&communication=communicating&search=127.20.0.1`)
    const box = page.getByRole('checkbox', { name: /^Select (?!all)/ }).first()
    const name = (await box.getAttribute('aria-label'))!.replace('Select ', '')
    await choose(name, 'Unenroll')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Unenroll', exact: true }))
    await page.getByText('Unenroll: Completed').waitFor()
    await page.goto(agent)
    await press(page.getByRole('button', { name: 'Discover now' }))
    await page.getByText('1 printer waits as Discovered').waitFor({ timeout: 60_000 })
    await look('agents-06-waits')
    await press(page.getByRole('link', { name: 'View it' }))
    await choose(name, 'Enroll')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Enroll' }))
    await page.getByText('Enroll: Completed').waitFor()
    await page.goto(`${printers}?search=${name}`)
    await page.getByRole('row', { name: new RegExp(name) }).waitFor()
    await press(page.getByRole('checkbox', { name: `Select ${name}` }))
    await press(page.getByRole('button', { name: 'Printer', exact: true }))
    expect(await page.getByRole('menuitem', { name: 'Enroll', exact: true }).getAttribute('aria-disabled')).toBe('true')
    await press(page.getByRole('menuitem', { name: 'Transfer to another agent' }))
    await press(page.getByRole('dialog').getByRole('button', { name: /^Agent Choose/ }))
    await press(page.getByRole('option', { name: /Annex/ }))
    await look('agents-07-transfer')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Transfer' }))
    await page.getByText('Transfer to another agent: Completed').waitFor()
    await press(page.getByRole('link', { name: /^Task \d+$/ }).first())
    await page.getByText(/The discovery criteria of Annex.* do not cover it/).waitFor()
    await look('agents-08-transfer-task')
  })

  it('diagnose a printer step by step [agents/offline-work-is-queued]', async () => {
    const { page, press, look } = visitor
    await page.goto(page.url().replace(/(\/fleet\/[^/]+)\/.*/, '$1/printers?search=127.20.0.61'))
    await press(page.getByRole('link', { name: /^127\.20\.0\.61$/ }).first())
    await press(page.getByRole('link', { name: 'Diagnose' }))
    await press(page.getByRole('button', { name: 'Diagnose' }).first())
    await page.getByRole('table', { name: 'Steps' }).getByRole('row').nth(2).waitFor()
    await look('agents-09-diagnosis')
  })
})

/** Selects one printer of the list and chooses an item of the menu `Printer`. */
async function choose(name: string, item: string) {
  const { page, press } = visitor
  await press(page.getByRole('checkbox', { name: `Select ${name}` }))
  await press(page.getByRole('button', { name: 'Printer', exact: true }))
  await press(page.getByRole('menuitem', { name: item, exact: true }))
}

// What stands on the page when a step fails shows more than the step.
async function keepPicture({ page }: Visitor, failed: boolean) {
  if (!failed) return
  const file = path.join(os.tmpdir(), 'mps-express-failed-agents-story.png')
  await page.screenshot({ path: file })
  console.error(`the page as it was: ${file}`)
}
