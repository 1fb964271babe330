import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { buildConsoleIfStale } from '../scripts/build-console.ts'
import { serve } from '../src/server/serve.ts'
import { enrollMany, giveAdministratorPassword, signInAsAdministrator } from '../test/stories/printer-fleet.ts'
import { launchBrowser } from '../test/support/browser.ts'
import { contactFile, contactRows } from '../test/support/contact-files.ts'
import { asOwner, makeCast } from '../test/support/make.ts'
import { clientOf, type TestServer } from '../test/support/server.ts'
import { openBenchDatabase, SECRET } from './database.ts'
import { median, print } from './measure.ts'
import { launch } from './printers-stack.ts'

// How long a person at the console waits, in a real browser, among a hundred thousand printers. `ours` is the median, `baseline` the goal.

const PRINTERS = 100_000
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15)
const MOST = { usable: 1000, paint: 100, task: 200 }

/** What the page of the browser keeps of what it measured. */
interface Measured {
  /** milliseconds from a navigation until its rows stand there and a box that was ticked is counted */
  usable?: number
  /** of each interaction, until the next paint */
  paints: number[]
  /** of each task that kept the page from answering */
  tasks: number[]
}

declare global {
  var measured: Measured
}

/** The figures of the console: navigation, interactions of the printer list, and how long an import of contacts keeps the page busy. */
export async function benchConsole(): Promise<void> {
  await buildConsoleIfStale()
  const database = await openBenchDatabase()
  const running = await serve({ databaseUrl: database.serverUrl, secret: SECRET, port: 0, worker: false })
  const server: TestServer = {
    ...running,
    database,
    as: (bearer) => clientOf(running.url, bearer),
  }
  const cast = await makeCast(server)
  await cast.partnerAdministrator.entitlements.grant({ organizationId: cast.child })
  await enrollMany(server, cast.child, PRINTERS, 'MN')
  // Else PostgreSQL does so of its own accord while the first figures are taken.
  await asOwner(server, 'vacuum analyze')
  await giveAdministratorPassword(server, cast)
  await running.stop()
  // In a process of its own: what steers the browser is not to hold it up.
  const alone = await launch('bench/printer-server.ts', { DATABASE_URL: database.serverUrl, WORKER: 'on' })
  const url = alone.url.replace('127.0.0.1', 'localhost')
  const browser = await launchBrowser()
  try {
    const { page } = await signInAsAdministrator(browser, url)
    const list = new URL(`/fleet/${cast.child}/printers`, url).href
    await navigations(browser, page.context(), list)
    await page.addInitScript(measure)
    await interactions(page, list)
    await importing(page, new URL(`/fleet/${cast.child}/contacts`, url).href)
  } finally {
    await browser.close()
    await alone.stop()
    await database.close()
  }
}

const report = (name: string, values: number[], goal: number) =>
  print({ name: `${name}, against ${goal} ms`, ours: median(values), baseline: goal, unit: 'ms' })

/** Opens the list: as somebody who was here before, and as somebody who never was, whose browser keeps nothing. */
async function navigations(browser: Browser, signedIn: BrowserContext, list: string) {
  const state = await signedIn.storageState()
  const again: number[] = []
  const first: number[] = []
  const known = await browser.newContext({ viewport: { width: 1280, height: 900 }, storageState: state })
  for (let round = -1; round < ROUNDS; round++) {
    const seen = await usable(known, list)
    const stranger = await browser.newContext({ viewport: { width: 1280, height: 900 }, storageState: state })
    const unseen = await usable(stranger, list)
    await stranger.close()
    if (round < 0) continue
    again.push(seen)
    first.push(unseen)
  }
  await known.close()
  report('the list usable after navigation', again, MOST.usable)
  report('the same with nothing in the browser yet', first, MOST.usable)
}

async function usable(context: BrowserContext, list: string): Promise<number> {
  const page = await context.newPage()
  await page.addInitScript(measure)
  await page.addInitScript(tickTheFirst)
  await page.goto(list)
  const found = await page.waitForFunction(() => globalThis.measured.usable)
  const took = (await found.jsonValue())!
  await page.close()
  return took
}

// Runs in the page, before anything of the page does.
function measure() {
  const measured: Measured = { paints: [], tasks: [] }
  globalThis.measured = measured
  new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries() as PerformanceEventTiming[]) if (entry.interactionId) measured.paints.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries()) measured.tasks.push(entry.duration)
  }).observe({ type: 'longtask' })
}

// Runs in the page too: ticks the first box as soon as there is one, and waits until that is counted.
function tickTheFirst() {
  let ticked = false
  const look = () => {
    const box = document.querySelector<HTMLInputElement>('tbody input[type=checkbox]')
    if (box && !ticked) box.click()
    ticked ||= box !== null
    if (!ticked || !document.body.textContent?.includes('1 printer selected')) requestAnimationFrame(look)
    else
      requestAnimationFrame(() =>
        setTimeout(() => {
          globalThis.measured.usable = performance.now()
        }),
      )
  }
  requestAnimationFrame(look)
}

interface Interaction {
  name: string
  what: (page: Page) => Locator
  /** what must stand there when all is over */
  until: (page: Page) => Promise<unknown>
}

const settled = (page: Page) => page.getByText(/^1-\d+ of /).waitFor()
const checkbox = (row: number) => (page: Page) => page.locator('tbody tr').nth(row).locator('input[type=checkbox]')
const shown = (text: string) => (page: Page) => page.getByText(text, { exact: true }).first().waitFor()
const gone = (what: (page: Page) => Locator) => (page: Page) => what(page).waitFor({ state: 'hidden' })
const menu = (page: Page) => page.getByRole('button', { name: 'Printer', exact: true })
const item = (page: Page) => page.getByRole('menuitem', { name: 'Unenroll' })
const filter = (page: Page) => page.getByRole('button', { name: /^Lexmark Managed/ }).first()
const option = (page: Page) => page.getByRole('option', { name: /Pending/ })
// The heading in sight is the copy that stays when the rows move.
const heading = (page: Page) => page.locator('[data-focus-id=sorting-control-model]').first()
const allOfPage = (page: Page) => page.locator('thead input[type=checkbox]').first()
const fewer = (page: Page) => page.getByText(/^1-\d+ of 10,000$/).waitFor()
const all = (page: Page) => page.getByText(/^1-\d+ of 100,000$/).waitFor()
const sorted = (direction: string) => (page: Page) =>
  page.waitForFunction((wanted) => document.querySelector(`thead th[aria-sort=${wanted}]`) !== null, direction)

const INTERACTIONS: Interaction[] = [
  { name: 'select a row', what: checkbox(1), until: shown('1 printer selected') },
  { name: 'select another', what: checkbox(2), until: shown('2 printers selected') },
  { name: 'select the page', what: allOfPage, until: shown('50 printers selected') },
  {
    name: 'clear the selection',
    what: (page) => page.getByRole('button', { name: 'Clear selection' }),
    until: shown('No printer selected'),
  },
  { name: 'open the menu', what: menu, until: (page) => item(page).waitFor() },
  { name: 'close the menu', what: menu, until: gone(item) },
  { name: 'open a filter', what: filter, until: (page) => option(page).waitFor() },
  { name: 'apply it', what: option, until: fewer },
  { name: 'take it back', what: option, until: all },
  { name: 'close it', what: filter, until: gone(option) },
  { name: 'sort', what: heading, until: sorted('ascending') },
  { name: 'sort the other way', what: heading, until: sorted('descending') },
  {
    name: 'turn the page',
    what: (page) => page.getByRole('button', { name: 'Next page' }),
    until: (page) => page.getByText(/^51-100 of /).waitFor(),
  },
]

/** Each interaction in turn, many times: until the next paint, and the longest task until all is over. */
async function interactions(page: Page, list: string) {
  const paints = INTERACTIONS.map((): number[] => [])
  const tasks = INTERACTIONS.map((): number[] => [])
  for (let round = -1; round < ROUNDS; round++) {
    await page.goto(list)
    await settled(page)
    for (const [i, { what, until }] of INTERACTIONS.entries()) {
      const { paint, task } = await once(page, what(page), until)
      if (round < 0) continue
      paints[i]!.push(paint)
      tasks[i]!.push(task)
    }
  }
  for (const [i, { name }] of INTERACTIONS.entries()) report(`${name}: the next paint`, paints[i]!, MOST.paint)
  for (const [i, { name }] of INTERACTIONS.entries()) report(`${name}: the longest task`, tasks[i]!, MOST.task)
}

async function once(page: Page, what: Locator, until: (page: Page) => Promise<unknown>) {
  await what.scrollIntoViewIfNeeded()
  await page.evaluate(async () => {
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }))
    measured.paints.length = 0
    measured.tasks.length = 0
  })
  await what.click()
  await until(page)
  return page.evaluate(async () => {
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }))
    await new Promise((resolve) => setTimeout(resolve, 100))
    // Shorter ones are not reported: eight milliseconds are the unit of what is.
    return { paint: Math.max(16, ...measured.paints), task: Math.max(0, ...measured.tasks) }
  })
}

/** An import of 300 contacts, watched in its window from the first row to the results. */
async function importing(page: Page, contacts: string) {
  const tasks: number[] = []
  const rounds = Math.min(3, ROUNDS)
  for (let round = 0; round < rounds; round++) {
    await page.goto(contacts)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const buffer = Buffer.from(contactFile(contactRows(300, `Row ${round}`)))
    await dialog.locator('input[type=file]').setInputFiles({ name: 'contacts.csv', mimeType: 'text/csv', buffer })
    await page.evaluate(() => {
      measured.tasks.length = 0
    })
    await dialog.getByRole('button', { name: 'Import Contacts' }).click()
    await dialog.getByText('Import Contacts Results').waitFor()
    await dialog.getByRole('button', { name: /^Contacts imported/ }).waitFor()
    tasks.push(await page.evaluate(() => Math.max(0, ...measured.tasks)))
  }
  report('import of 300 contacts: the longest task', tasks, MOST.task)
}
