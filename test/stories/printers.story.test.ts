import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MANY, type PrinterFleet, startPrinterFleet } from './printer-fleet.ts'
import type { Visitor } from './visitor.ts'

// SPEC chapters 6, 8 and 10. One server for the three: `npm run story -- printers`, `unenroll` or `tasks` runs one of them.

let fleet: PrinterFleet
beforeAll(async () => {
  fleet = await startPrinterFleet()
}, 180_000)
afterAll(() => fleet?.stop())

const many = MANY.toLocaleString('en-US')

describe('printers', () => {
  let visitor: Visitor
  beforeAll(async () => {
    visitor = await fleet.visit({ mouse: true })
  })
  afterEach(({ task }) => keepPicture(visitor, task.result?.state === 'fail'))

  it('are none, one, fifty or very many, on narrow screens and wide ones', async () => {
    const { page } = visitor
    await open(page, fleet.none)
    await page.getByText('No printers yet').first().waitFor()
    await pictures(visitor, 'printers-0')
    await open(page, fleet.one)
    await page.getByText('1-1 of 1').first().waitFor()
    await pictures(visitor, 'printers-1')
    await open(page, fleet.fifty)
    await page.getByText('1-50 of 50').first().waitFor()
    await pictures(visitor, 'printers-50')
    await open(page, fleet.many)
    await page.getByText(`1-50 of ${many}`).first().waitFor()
    // What is asked for with the document is not asked for again.
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
    expect(asked.filter((pathname) => pathname.endsWith('/printers'))).toHaveLength(1)
    await pictures(visitor, `printers-100000`)
  })

  it('are found, filtered, sorted and turned page by page, all in the address [printers/list-pages]', async () => {
    const { page, press, type } = visitor
    await press(page.getByRole('button', { name: 'Next page' }))
    await page.getByText(`51-100 of ${many}`).first().waitFor()
    await press(page.getByRole('button', { name: 'Next page' }))
    await page.getByText(`101-150 of ${many}`).first().waitFor()
    await expect.poll(() => firstLink(page).textContent(), { timeout: 20_000 }).toBe('10.0.0.101')
    await page.reload()
    await page.getByText(`101-150 of ${many}`).first().waitFor()
    expect(await firstLink(page).textContent()).toBe('10.0.0.101')
    await press(page.getByRole('button', { name: 'Previous page' }))
    await page.getByText(`51-100 of ${many}`).first().waitFor()
    await press(page.getByRole('button', { name: /^Lexmark Managed/ }).first())
    await press(page.getByRole('option', { name: /^MPS Express \(Pending\)/ }))
    await page.keyboard.press('Escape')
    await page
      .getByText(`1-50 of ${(MANY / 10).toLocaleString('en-US')}`)
      .first()
      .waitFor()
    await type(page.getByRole('searchbox'), 'N000010')
    await page.getByText('1-1 of 1').first().waitFor()
    const link = page.url()
    await open(page, fleet.fifty)
    await page.goto(link)
    await page.getByText('1-1 of 1').first().waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('N000010')
  })

  it('are shown as a view defines, which can be copied and becomes the first one shown [printers/system-views]', async () => {
    const { page, press, type, look } = visitor
    await open(page, fleet.fifty)
    await chooseView(visitor, /Counters/)
    await page.getByRole('columnheader', { name: 'Page count read' }).waitFor()
    await press(page.getByRole('button', { name: /^View: Counters/ }))
    expect(await page.getByRole('menuitem', { name: 'Rename or share' }).getAttribute('aria-disabled')).toBe('true')
    await look('printers-views')
    await press(page.getByRole('menuitem', { name: 'Save as a new view' }))
    await type(page.getByRole('dialog').getByRole('textbox', { name: 'Name' }), 'Monthly counters')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Save' }))
    await page.getByRole('button', { name: 'View: Monthly counters', exact: true }).waitFor()
    // The heading stands under its copy that stays in sight: the keyboard reaches it all the same.
    await page.getByRole('columnheader', { name: 'Model' }).getByRole('button').first().press('Enter')
    await page.getByRole('button', { name: 'View: Monthly counters, changed' }).waitFor()
    await press(page.getByRole('button', { name: /^View: Monthly counters/ }))
    await press(page.getByRole('menuitem', { name: 'Save changes' }))
    await page.getByRole('button', { name: 'View: Monthly counters', exact: true }).waitFor()
    await press(page.getByRole('button', { name: /^View: Monthly counters/ }))
    await press(page.getByRole('menuitem', { name: 'Open the list with this view' }))
    await page.getByText('opens with the view Monthly counters').first().waitFor()
    await open(page, fleet.fifty)
    await page.getByRole('button', { name: 'View: Monthly counters', exact: true }).waitFor()
    await chooseView(visitor, /Standard/)
    await page.getByRole('columnheader', { name: 'Lexmark Managed' }).waitFor()
  })

  it('are exported exactly as they are shown', async () => {
    const { page } = visitor
    await chooseView(visitor, /Managed/)
    await page.getByText('1-10 of 10').first().waitFor()
    const download = page.waitForEvent('download')
    await choose(visitor, 'Export')
    const lines = fs
      .readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split(/\r?\n/)
    const shown = await page.getByRole('columnheader').allTextContents()
    expect(lines[0]).toContain('IP address,Manufacturer,Model,Serial number,Lexmark Managed')
    expect(lines[0]?.split(',')).toEqual(shown.filter((heading) => heading.trim() !== ''))
    expect(lines.length).toBe(11)
  })

  it('are given an asset tag and a tag, many at once and one in place; of two who edit one, the second is warned [printers/second-editor-is-warned]', async () => {
    const { page, press, type, picture } = visitor
    await chooseView(visitor, /Standard/)
    await page.getByText('1-50 of 50').first().waitFor()
    await press(page.getByRole('button', { name: 'Select all 50 that match' }))
    await page.getByText('All 50 printers selected').first().waitFor()
    await choose(visitor, 'Tags')
    await page.getByRole('dialog').getByText('50 printers selected').waitFor()
    await press(page.getByRole('dialog').getByRole('button', { name: /Add tags/ }))
    await page.keyboard.type('Audit 2026')
    await page.getByRole('option', { name: /Audit 2026/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Save' }))
    await page.getByText('Tags: Completed').first().waitFor()
    await press(page.getByRole('button', { name: /^Tags/ }))
    await page.getByRole('option', { name: /Audit 2026/ }).waitFor()
    await page.keyboard.press('Escape')
    await press(firstLink(page))
    await page.getByRole('heading', { name: 'Identification' }).waitFor()
    await press(page.getByRole('button', { name: 'Edit asset tag and location' }))
    await type(page.getByRole('dialog').getByRole('textbox', { name: 'Asset tag' }), 'AT-2026')
    const printerId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await fleet.cast.fleetAdministrator.printers.edit({ organizationId: fleet.fifty, printerId, assetTag: 'AT-OTHER' })
    await press(page.getByRole('dialog').getByRole('button', { name: 'Save' }))
    await page.getByText('Somebody else changed this printer while you were editing').waitFor()
    await page.getByRole('table', { name: 'Both versions' }).getByText('AT-OTHER').waitFor()
    await picture('printers-edited-by-another')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }))
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByText('AT-2026').first().waitFor()
  })

  it('each have a page with charts that can be read as tables, tasks and what changed', async () => {
    const { page, press, look, picture } = visitor
    await page.getByRole('heading', { name: 'Pages printed by day' }).waitFor()
    await page.getByRole('table', { name: 'History of changes' }).getByText('AT-2026').waitFor()
    await page.getByRole('table', { name: 'Tasks' }).getByRole('link').first().waitFor()
    await look('printers-details')
    await page.getByText('Page count went down').first().waitFor()
    await page.getByRole('heading', { name: 'Counters and supplies over time' }).evaluate((heading) => heading.scrollIntoView())
    await picture('printers-history')
    await press(page.getByRole('button', { name: 'Table', exact: true }).first())
    await page.getByRole('cell', { name: 'Not known: page count went down' }).waitFor()
    await page.getByRole('cell', { name: /^[\d,]+ since / }).waitFor()
    await press(page.getByRole('button', { name: 'Table', exact: true }).last())
    expect(await page.getByRole('table', { name: 'Supply levels' }).getByRole('row').count()).toBeGreaterThan(10)
    const download = page.waitForEvent('download')
    await choose(visitor, 'Export')
    const lines = fs
      .readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('SN000001')
  })

  it('have tags that are renamed, and deleted with word of how many lose them', async () => {
    const { page, press, type, look } = visitor
    await page.goto(new URL(`/fleet/${fleet.fifty}/printers/tags`, fleet.server.url).href)
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
    await press(row('50 printers tagged Audit 2026').getByRole('radio'))
    await look('printers-tags')
    await press(page.getByRole('button', { name: 'Rename' }))
    await type(page.getByRole('dialog').getByRole('textbox', { name: 'Name' }), 'Audit')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Rename' }))
    await press(row('50 printers tagged Audit').getByRole('radio'))
    await press(page.getByRole('button', { name: 'Delete' }))
    await page.getByRole('dialog').getByText('50 printers lose the tag Audit.').waitFor()
    await press(page.getByRole('dialog').getByRole('button', { name: 'Delete' }))
    await row('50 printers tagged Audit').waitFor({ state: 'hidden' })
    await row('10 printers tagged Lease').waitFor()
  })

  it('of all children are seen in one list by the partner, to look at and to export', async () => {
    const { page, press, picture } = visitor
    await page.goto(new URL('/fleet', page.url()).href)
    await press(page.getByRole('link', { name: /All organizations \(view only\)/ }))
    await page
      .getByText(`1-50 of ${(MANY + 51).toLocaleString('en-US')}`)
      .first()
      .waitFor()
    await press(page.getByRole('button', { name: 'Printer', exact: true }))
    expect(await page.getByRole('menuitem', { name: 'Unenroll' }).getAttribute('aria-disabled')).toBe('true')
    await picture('printers-all-organizations')
    await page.keyboard.press('Escape')
    await press(page.getByRole('link', { name: /customer|printer|Child/ }).first())
    await page.getByRole('heading', { name: /^Printers/ }).waitFor()
  })
})

describe.each([
  { how: 'with the mouse', mouse: true, first: 1 },
  { how: 'with the keyboard alone', mouse: false, first: 11 },
])('unenroll, $how', ({ mouse, first }) => {
  let visitor: Visitor
  beforeAll(async () => {
    visitor = await fleet.visit({ mouse })
  })
  afterEach(({ task }) => keepPicture(visitor, task.result?.state === 'fail'))

  it('is refused where all that are selected are held: no task [printers/only-unmanaged-printers-leave]', async () => {
    const { page, press, picture } = visitor
    await open(page, fleet.fifty, '?management=managed')
    await selectRows(visitor, [1, 2])
    await choose(visitor, 'Unenroll')
    const dialog = page.getByRole('dialog', { name: 'Unenroll' })
    await dialog.getByText('2 managed printers cannot be unenrolled.').first().waitFor()
    expect(await dialog.getByRole('button', { name: 'Unenroll', exact: true }).count()).toBe(0)
    await picture('unenroll-refused')
    await press(dialog.getByRole('button', { name: 'Close' }).last())
  })

  it('of a mixture says first which stay, and lets the others go', async () => {
    const { page, press, look, picture } = visitor
    await open(page, fleet.fifty, `?search=SN0000${first === 1 ? '0' : '1'}`)
    await page
      .getByRole('row')
      .nth(first === 1 ? 9 : 10)
      .waitFor()
    await press(page.getByRole('button', { name: /^Select all/ }))
    await page
      .getByText(/^All (9|10) printers \(search/)
      .first()
      .waitFor()
    await choose(visitor, 'Unenroll')
    const dialog = page.getByRole('dialog', { name: 'Unenroll' })
    await dialog.getByText('the task ends Completed with errors').first().waitFor()
    expect(await dialog.textContent()).toContain(`search “SN0000${first === 1 ? '0' : '1'}”`)
    await press(dialog.getByRole('button', { name: /^Cannot be unenrolled: MPS Express:/ }))
    await dialog.getByRole('row').nth(1).waitFor()
    await look('unenroll-mixed')
    await press(dialog.getByRole('button', { name: 'Unenroll', exact: true }))
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('Unenroll: Completed with errors').first().waitFor()
    await expect.poll(() => page.getByRole('row').count(), { timeout: 20_000 }).toBeLessThan(4)
    await press(page.getByRole('link', { name: /^Task \d+/ }).first())
    await page.getByRole('cell', { name: 'MPS Express', exact: true }).first().waitFor()
    await picture('unenroll-task')
  })

  // The page is the same without the mouse: once is enough.
  if (!mouse) return

  it('is not on the page of a held printer; from the page of another it leads to the list [printers/no-unenroll-on-held-page]', async () => {
    const { page, press } = visitor
    for (const [address, count] of [
      ['?management=managed', 0],
      ['?management=none&search=SN00004', 1],
    ] as const) {
      await open(page, fleet.fifty, address)
      await press(firstLink(page))
      await page.getByRole('heading', { name: 'Identification' }).waitFor()
      await press(page.getByRole('button', { name: 'Printer', exact: true }))
      await page.getByRole('menuitem', { name: 'Tags' }).waitFor()
      expect(await page.getByRole('menuitem', { name: 'Unenroll' }).count()).toBe(count)
      if (count === 0) await page.keyboard.press('Escape')
    }
    await press(page.getByRole('menuitem', { name: 'Unenroll' }))
    await press(page.getByRole('dialog').getByRole('button', { name: 'Unenroll', exact: true }))
    await page.getByRole('heading', { name: /^Printers/ }).waitFor()
    await page.getByText('Unenroll: Completed').first().waitFor()
    await page.goBack()
    await page.getByText('This printer is not on the list').waitFor()
  })
})

describe('tasks', () => {
  let visitor: Visitor
  beforeAll(async () => {
    visitor = await fleet.visit({ mouse: true })
    const organizationId = fleet.many
    const { id: selectionId } = await fleet.cast.fleetAdministrator.printers.select({ organizationId, filter: { search: 'MN0000' } })
    const { taskId } = await fleet.cast.fleetAdministrator.printers.unenroll({
      params: { organizationId },
      headers: {},
      body: { selectionId },
    })
    for await (const task of await fleet.cast.fleetAdministrator.tasks.watch({ organizationId, taskId })) if (task.endedAt) break
  })
  afterEach(({ task }) => keepPicture(visitor, task.result?.state === 'fail'))

  it('are listed and filtered', async () => {
    const { page, press, look } = visitor
    await page.goto(new URL(`/fleet/${fleet.many}/tasks`, fleet.server.url).href)
    await page.getByRole('cell', { name: 'Completed with errors' }).first().waitFor()
    await press(page.getByRole('button', { name: /^Status/ }))
    await press(page.getByRole('option', { name: 'Failed' }))
    await page.getByText('No tasks match').first().waitFor()
    await press(page.getByRole('button', { name: 'Clear filters' }))
    await page.getByRole('cell', { name: 'Completed with errors' }).first().waitFor()
    await look('tasks-list')
  })

  it('report the outcome of each printer, and try those again that stayed [tasks/retry]', async () => {
    const { page, press, look } = visitor
    await press(page.getByRole('row').nth(1).getByRole('link').first())
    await press(page.getByRole('button', { name: /^Outcome/ }))
    await press(page.getByRole('option', { name: 'Refused' }))
    await page.getByRole('cell', { name: 'MPS Express', exact: true }).first().waitFor()
    const download = page.waitForEvent('download')
    await press(page.getByRole('link', { name: 'Export' }))
    expect(
      fs
        .readFileSync(await (await download).path(), 'utf8')
        .trim()
        .split(/\r?\n/).length,
    ).toBe(20)
    expect(await page.getByRole('button', { name: 'Cancel task' }).getAttribute('aria-disabled')).toBe('true')
    await look('tasks-task')
    const task = page.url()
    await fleet.letGo(fleet.many, 'MN000005')
    await press(page.getByRole('button', { name: /^Retry failed/ }))
    await expect.poll(() => page.url(), { timeout: 20_000 }).not.toBe(task)
    await page
      .getByText(/^Retry of/)
      .first()
      .waitFor()
    await page.getByText('19 of 19 printers').first().waitFor()
  })
})

const firstLink = (page: Page) => page.getByRole('row').nth(1).getByRole('link').first()

async function open(page: Page, organizationId: string, search = '') {
  await page.goto(new URL(`/fleet/${organizationId}/printers${search}`, fleet.server.url).href)
}

async function selectRows({ page, press }: Visitor, rows: number[]) {
  for (const row of rows) await press(page.getByRole('row').nth(row).getByRole('checkbox'))
}

async function choose({ page, press }: Visitor, item: string) {
  await press(page.getByRole('button', { name: 'Printer', exact: true }))
  await press(page.getByRole('menuitem', { name: item, exact: true }))
}

async function chooseView({ page, press }: Visitor, name: RegExp) {
  const item = page.getByRole('menuitem', { name }).first()
  // A menu that closed a moment ago takes the focus back to its button, and so closes the one that was opened since: open it again, as anybody would.
  const open = async () => {
    if (!(await item.isVisible())) await press(page.getByRole('button', { name: /^View:/ }))
    return item.isVisible()
  }
  await expect.poll(open, { timeout: 20_000, interval: 100 }).toBe(true)
  await press(item)
}

/** Keeps pictures in both widths, where pictures are kept. */
async function pictures({ page }: Visitor, name: string) {
  const folder = process.env.MPS_PICTURES
  if (!folder) return
  for (const [width, height] of [
    [1920, 1080],
    [1280, 900],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), animations: 'disabled' })
  }
}

// What stands on the page when a step fails shows more than the step.
async function keepPicture(visitor: Visitor | undefined, failed: boolean) {
  if (!failed || !visitor) return
  const file = path.join(os.tmpdir(), 'mps-express-failed-printers-story.png')
  await visitor.page.screenshot({ path: file })
  console.error(`the page as it was: ${file}`)
}
