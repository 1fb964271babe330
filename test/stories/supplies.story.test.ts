import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildConsoleIfStale } from '../../scripts/build-console.ts'
import type { SupplierForm } from '../../src/features/fulfilment/fulfilment.api.ts'
import { fulfilOrders } from '../../src/features/fulfilment/fulfilment.job.ts'
import { followReports } from '../../src/features/orders/morning/morning.job.ts'
import { readRange } from '../../src/platform/outbound/address-rules.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Cast, makeCast, PASSWORD } from '../support/make.ts'
import { cartridge, DAY, makeSupplyFleet, type SupplyFleet } from '../support/orders.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { startSmtpServer } from '../support/suppliers.ts'
import { giveAdministratorPassword } from './printer-fleet.ts'
import { type Visitor, visit } from './visitor.ts'

// SPEC chapter 12: from a falling level through order, shipment and delivery to the installed cartridge, at the console.

const SERIALS = ['SN0001', 'SN0002', 'SN0003', 'SN0004', 'SN0005', 'SN0006']
const DAYS = 28
const START = new Date(Math.floor(Date.now() / DAY) * DAY - DAYS * DAY + 17 * 3_600_000)
const later = (days: number) => new Date(START.getTime() + days * DAY)

let server: TestServer
let cast: Cast
let fleet: SupplyFleet
let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let browser: Browser
let supplierToken: string
const provider = () => ({ organizationId: cast.provider })
const printerPage = (serial: string) => `${server.url}/fleet/${cast.child}/printers/${fleet.ids[serial]}`

beforeAll(async () => {
  await buildConsoleIfStale()
  smtp = await startSmtpServer()
  server = await startTestServer({
    outboundAllowed: [readRange('127.0.0.0/8')!],
    mail: { url: smtp.url, from: 'MPS Express <orders@mps.example>' },
  })
  cast = await makeCast(server)
  await cast.offerManager.catalogue.create({ ...provider(), cartridge: cartridge() })
  fleet = await makeSupplyFleet(server, cast, SERIALS, { at: START })
  await giveAdministratorPassword(server, cast)
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await smtp?.stop()
})

describe('supplies', () => {
  let visitor: Visitor
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    const file = path.join(os.tmpdir(), 'mps-express-failed-supplies.png')
    await visitor.page.screenshot({ path: file, fullPage: true })
    console.error(`the page as it was: ${file}`)
  })

  it('begin without an order: the pages say so and name the next step', async () => {
    visitor = await visit(browser, { url: server.url, mouse: true })
    await visitor.signIn('partner-fleet@example.com', PASSWORD)
    await visitor.page.goto(`${server.url}/fleet/${cast.child}/supplies`)
    await visitor.page.getByText('No orders yet').waitFor()
    await visitor.look('supplies-empty')
  })

  it('that fall are ordered, with the reason in one sentence, and the supplier gets one mail [orders/every-decision-has-its-reason]', async () => {
    const { page, press, look } = visitor
    // Four fall by 3% a day; two hardly print.
    for (let day = 1; day < DAYS; day++) {
      const levels = SERIALS.map((serial, i) =>
        i < 4
          ? { serial, percent: Math.max(1, 80 - day * 3), pages: 1000 + day * 150, at: later(day) }
          : { serial, percent: 80 - Math.floor(day / 4), pages: 1000 + day * 12, at: later(day) },
      )
      await fleet.deliver(levels)
    }
    const supplier: SupplierForm = {
      name: 'Acme Supplies',
      manufacturers: [],
      countries: [],
      priority: 1,
      offersExpress: true,
      active: true,
      channel: 'email',
      settings: { to: 'orders@acme.example' },
    }
    const { id: supplierId } = await cast.operator.fulfilment.createSupplier({ ...provider(), supplier })
    supplierToken = (await cast.operator.fulfilment.createSupplierToken({ ...provider(), supplierId })).token
    await page.goto(printerPage('SN0001'))
    await press(page.getByRole('button', { name: 'Decide now' }))
    const section = page.getByRole('table', { name: 'Supply orders' })
    await section.getByText(/% left, .* risks /).waitFor()
    await look('supplies-printer')
    await fulfilOrders(server.services)
    expect(smtp.mails).toHaveLength(1)
    await page.goto(`${server.url}/fleet/${cast.child}/supplies`)
    await press(page.getByRole('rowheader').getByRole('link').first())
    await page.getByRole('heading', { name: 'Story' }).waitFor()
    await look('supplies-order')
  })

  it('are shipped by the supplier: carrier and tracking link stand in the story, and a receipt is confirmed by its button [orders/state-machine]', async () => {
    const { page, press, look } = visitor
    const { items } = await server.as(supplierToken).fulfilment.supplier.listOrders({ state: 'all' })
    await server.as(supplierToken).fulfilment.supplier.ship({
      order: items[0]!.order,
      reference: 'S-1',
      carrier: 'DHL',
      trackingNumber: 'JD014600003',
      trackingUrl: 'https://track.example/JD014600003',
      shippedOn: new Date().toISOString().slice(0, 10),
      lines: items[0]!.lines.map(({ line }) => line),
    })
    await page.reload()
    await page.getByRole('link', { name: /JD014600003/ }).waitFor()
    await page.getByRole('checkbox', { name: 'Select Black toner for SN0001' }).setChecked(true)
    await press(page.getByRole('button', { name: 'Acts' }))
    await look('supplies-acts')
    await press(page.getByRole('menuitem', { name: 'Confirm receipt' }))
    await press(page.getByRole('dialog').getByRole('button', { name: 'Confirm receipt' }))
    await page.getByText(/^Confirm receipt: \d lines? changed/).waitFor()
    await fleet.deliver([{ serial: 'SN0001', percent: 100, pages: 5100, at: new Date(Date.now() - 60_000) }])
    await followReports(server.services.db)
    await page.reload()
    await page.getByRole('gridcell', { name: 'Installed' }).first().waitFor()
    await look('supplies-installed')
  })

  it('are asked for by a person without an account: the label of a printer opens its supplies on a phone, what is on its way first [orders/links-open-one-printer]', async () => {
    const { page, press, look } = visitor
    await page.goto(printerPage('SN0005'))
    await press(page.getByRole('button', { name: 'Label', exact: true }))
    await press(page.getByRole('dialog').getByRole('button', { name: 'Create label' }))
    await page.getByRole('img', { name: 'QR code of the link' }).waitFor()
    await look('supplies-label')
    const address = (await page.getByText(/\/supplies\/[a-z0-9]+$/).textContent())!
    const phone = await visit(browser, { url: address, mouse: true })
    await phone.page.setViewportSize({ width: 390, height: 844 })
    await phone.page.getByText('Nothing is on its way.').waitFor()
    await phone.press(phone.page.getByRole('button', { name: 'Ask for supplies' }))
    await phone.press(phone.page.getByRole('radio', { name: /^It has run out/ }))
    await phone.press(phone.page.getByRole('button', { name: 'Ask', exact: true }))
    await phone.page.getByText(/^The printer has run out/).waitFor()
    await phone.press(phone.page.getByRole('button', { name: 'Close' }).last())
    await phone.page.getByRole('button', { name: /^It has arrived/ }).waitFor()
    await phone.look('supplies-phone')
    await phone.press(phone.page.getByRole('button', { name: /^It has arrived/ }))
    await phone.page.getByText('Delivered').waitFor()
    await phone.page.context().close()
  })
})
