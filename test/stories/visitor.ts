import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { SAMPLE_PASSWORD } from '../../src/sample/sample-data.ts'

/** A person at the console: what they see and do, by role and label. */
export interface Visitor {
  page: Page
  /** activates a button, link, box or menu item: with the mouse, or by reaching it with the keyboard */
  press(what: Locator): Promise<void>
  type(into: Locator, text: string): Promise<void>
  signIn(email: string, password?: string): Promise<void>
  signOut(): Promise<void>
  /** keeps a picture of the page, when asked to, and finds nothing serious with axe */
  look(name: string): Promise<void>
  /** keeps a picture alone: of a page that was looked at before, in another state */
  picture(name: string): Promise<void>
}

interface VisitorOptions {
  url: string
  mouse: boolean
  /** what a browser kept in which somebody is signed in already */
  kept?: Awaited<ReturnType<BrowserContext['storageState']>>
}

export async function visit(browser: Browser, { url, mouse, kept }: VisitorOptions): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    ...(kept && { storageState: kept }),
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(url)
  const press = mouse ? (what: Locator) => what.click() : (what: Locator) => pressByKeyboard(page, what)
  const visitor: Visitor = {
    page,
    press,
    type: async (into, text) => {
      if (mouse) await into.fill(text)
      else {
        await reach(page, into)
        await page.keyboard.press('ControlOrMeta+a')
        await page.keyboard.type(text)
      }
    },
    signIn: async (email, password = SAMPLE_PASSWORD) => {
      await visitor.type(page.getByLabel('E-mail address'), email)
      await visitor.type(page.getByLabel('Password'), password)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
    },
    signOut: async () => {
      await press(
        page
          .getByRole('banner')
          .getByRole('button', { name: /account|Partner|Operations|Fleet/i })
          .first(),
      )
      await press(page.getByRole('menuitem', { name: 'Sign out' }))
      await page.getByLabel('E-mail address').waitFor()
    },
    // The pages are the same without the mouse: once is enough.
    look: async (name) => {
      if (mouse) await look(page, name)
    },
    picture: async (name) => {
      if (mouse) await keepPicture(page, name)
    },
  }
  return visitor
}

/** Moves the focus there: with Tab, in menus and lists with the arrow keys, in a table from cell to cell; as a person without a mouse would. */
async function reach(page: Page, what: Locator) {
  // Found once, and again only when the page has drawn it again: among fifty rows the search takes longer than the key.
  let element = await what.elementHandle()
  for (let i = 0; i < 200; i++) {
    const key = await element?.evaluate(nextKey)
    if (key === null) return
    if (key === undefined || key === 'gone') element = await what.elementHandle()
    else await page.keyboard.press(key)
  }
  throw new Error(`cannot be reached with the keyboard: ${what}`)
}

// Runs in the page.
function nextKey(wanted: Node): string | null {
  if (!(wanted instanceof Element) || !wanted.isConnected) return 'gone'
  const focused = document.activeElement
  if (wanted === focused || (focused && wanted.contains(focused))) return null
  const role = wanted.getAttribute('role') ?? ''
  if (role.startsWith('menuitem') || role === 'option') return 'ArrowDown'
  const [to, from] = [wanted, focused].map((element) => element?.closest('td, th') as HTMLTableCellElement | null | undefined)
  if (!to || !from || to.closest('table') !== from.closest('table')) return 'Tab'
  const [down, right] = [rowOf(to) - rowOf(from), to.cellIndex - from.cellIndex]
  if (down !== 0) return down > 0 ? 'ArrowDown' : 'ArrowUp'
  // Within a cell, from one control to the next.
  return right < 0 ? 'ArrowLeft' : 'ArrowRight'

  function rowOf(cell: HTMLTableCellElement) {
    return cell.closest('tr')?.rowIndex ?? 0
  }
}

async function pressByKeyboard(page: Page, what: Locator) {
  await reach(page, what)
  const kind = await what.evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.tagName))
  await page.keyboard.press(kind === 'checkbox' || kind === 'radio' ? 'Space' : 'Enter')
}

async function look(page: Page, name: string) {
  // The rows of a list are alike: three of them show as much as fifty, in half the time.
  const builder = new AxeBuilder({ page }).exclude('tbody tr:nth-child(n+4)').options({ resultTypes: ['violations'] })
  const { violations } = await builder.analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  await keepPicture(page, name)
}

async function keepPicture(page: Page, name: string) {
  const folder = process.env.MPS_PICTURES
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) })
}
