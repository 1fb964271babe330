import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet, orderCartridge, type SupplyFleet } from '../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { startSmtpServer, startSupplierServer } from '../../../test/support/suppliers.ts'
import { readRange } from '../../platform/outbound/address-rules.ts'
import { response } from './cxml/order-request.ts'
import { parseCxml } from './cxml/parse-cxml.ts'
import type { SupplierForm } from './fulfilment.api.ts'
import { fulfilOrders } from './fulfilment.job.ts'

const SERIALS = Array.from({ length: 12 }, (_, i) => `SN${1000 + i}`)
const common = { manufacturers: [], countries: [], priority: 100, offersExpress: false, active: true }

let server: TestServer
let cast: Cast
let fleet: SupplyFleet
let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let shop: Awaited<ReturnType<typeof startSupplierServer>>
let root: string
let supplierId = ''
let version = 1
const provider = () => ({ organizationId: cast.provider })
const here = () => ({ organizationId: cast.child })

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'suppliers-'))
  ;[smtp, shop] = await Promise.all([startSmtpServer(), startSupplierServer()])
  server = await startTestServer({
    outboundAllowed: [readRange('127.0.0.0/8')!],
    mail: { url: smtp.url, from: 'MPS Express <orders@mps.example>' },
    supplierFolder: root,
  })
  cast = await makeCast(server)
  await cast.offerManager.catalogue.create({ ...provider(), cartridge: cartridge() })
  const other = { part: 'AC-100X', yieldClass: 'high' as const, yieldPages: 9000, orderable: false }
  await cast.offerManager.catalogue.create({ ...provider(), cartridge: cartridge(other) })
  fleet = await makeSupplyFleet(server, cast, SERIALS, { at: new Date(Date.now() - DAY) })
})
afterAll(async () => {
  await server.stop()
  await Promise.all([smtp.stop(), shop.stop()])
  rmSync(root, { recursive: true })
})

/** Works as the job does, until the messages of these orders are made: a transaction elsewhere in the same PostgreSQL may hold up the outbox for a moment. */
async function work(...orderIds: string[]) {
  const isCollected = async () => {
    await fulfilOrders(server.services)
    const made = await dispatches()
    return orderIds.every((id) => made.some(({ orderId }) => orderId === id))
  }
  await expect.poll(isCollected, { timeout: 20_000 }).toBe(true)
}
const dispatches = async () => (await cast.operator.fulfilment.listDispatches(provider())).items
/** The one supplier of the test, in the way that a test is about. */
async function supplierBy(form: Pick<SupplierForm, 'channel' | 'settings'> & { secret?: string }) {
  const supplier = { name: 'Acme Supplies', ...common, ...form } as SupplierForm
  const made = supplierId
    ? await cast.operator.fulfilment.updateSupplier({ ...provider(), supplierId, version, supplier })
    : await cast.operator.fulfilment.createSupplier({ ...provider(), supplier })
  supplierId = made.id
  version = made.version
}
const order = (serial: string) => orderCartridge(server, cast, fleet, serial)
const stateOf = async (orderId: string) =>
  (await cast.fleetAdministrator.orders.get({ ...here(), orderId })).orderLines.map(({ state }) => state)
const dispatchOf = async (orderId: string) => (await dispatches()).find((one) => one.orderId === orderId)!

it('a line that no supplier fits waits, and is sent as soon as one does [fulfilment/routing]', async () => {
  const { orderId } = await order(SERIALS[0]!)
  await work(orderId)
  expect(await dispatchOf(orderId)).toMatchObject({ state: 'unrouted', supplier: null, lines: 1 })
  await supplierBy({ channel: 'folder', settings: { folder: 'acme' } })
  await work()
  expect(await dispatchOf(orderId)).toMatchObject({ state: 'sent', supplier: 'Acme Supplies' })
})

describe('by e-mail', () => {
  it('an order arrives as one mail with a CSV file; a mail server that is away loses nothing and doubles nothing [fulfilment/until-it-arrives]', async () => {
    await supplierBy({ channel: 'email', settings: { to: 'orders@acme.example' } })
    smtp.setAway(true)
    const { orderId } = await order(SERIALS[1]!)
    await work(orderId)
    const waiting = await dispatchOf(orderId)
    expect(waiting).toMatchObject({ state: 'waiting', trouble: expect.stringContaining('Try again later') })
    smtp.setAway(false)
    await cast.operator.fulfilment.retryDispatch({ ...provider(), dispatchId: waiting.id })
    await Promise.all([work(), work()])
    await work()
    expect(await dispatchOf(orderId)).toMatchObject({ state: 'sent', trouble: null })
    expect(smtp.mails).toHaveLength(1)
    expect(smtp.mails[0]).toContain(`Message-ID: <${waiting.id}@mps.example>`)
    expect(smtp.mails[0]).toMatch(/To: orders@acme\.example/)
    expect(smtp.mails[0]).toContain(`filename=order-${waiting.code}.csv`)
  })
})

describe('by webhook', () => {
  it('counts only {"accepted": true}: a status of 200 with an error in the body is shown and repeated under the same id [fulfilment/webhooks-accept-in-words]', async () => {
    await supplierBy({ channel: 'webhook', settings: { url: shop.url }, secret: 'whsec_c2VjcmV0' })
    shop.answerWith(() => ({ body: '{"error":"unknown customer"}' }))
    const { orderId } = await order(SERIALS[2]!)
    await work(orderId)
    const waiting = await dispatchOf(orderId)
    expect(waiting.trouble).toBe('The supplier answered with status 200, but did not accept the order: {"error":"unknown customer"}')
    shop.answerWith(() => ({ body: '{"accepted":true,"reference":"R-77"}' }))
    await cast.operator.fulfilment.retryDispatch({ ...provider(), dispatchId: waiting.id })
    await work()
    expect(await dispatchOf(orderId)).toMatchObject({ state: 'accepted', reference: 'R-77', trouble: null })
    const mine = shop.received.filter(({ body }) => body.includes(waiting.code))
    expect(mine.length).toBeGreaterThan(1)
    expect(new Set(mine.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([waiting.id]))
    expect(JSON.parse(shop.received.at(-1)!.body)).toMatchObject({
      type: 'order',
      data: { order: waiting.code, lines: [{ line: 1, part: 'AC-100' }] },
    })
  })

  it('what was canceled meanwhile is not sent', async () => {
    shop.answerWith(() => ({ status: 503, body: '' }))
    const { orderId, lineId } = await order(SERIALS[3]!)
    await work(orderId)
    await cast.operator.orders.steer({ ...provider(), act: 'cancel', reason: 'Not needed', lineIds: [lineId] })
    const sent = shop.received.length
    const waiting = await dispatchOf(orderId)
    await cast.operator.fulfilment.retryDispatch({ ...provider(), dispatchId: waiting.id })
    await work()
    expect(await dispatchOf(orderId)).toMatchObject({ state: 'withdrawn' })
    expect(shop.received).toHaveLength(sent)
  })

  it('an address inside the network is refused where the server is not told to allow it', async () => {
    await supplierBy({ channel: 'webhook', settings: { url: 'http://10.0.0.1/orders' }, secret: 'whsec_c2VjcmV0' })
    const { orderId } = await order(SERIALS[4]!)
    await work(orderId)
    expect((await dispatchOf(orderId)).trouble).toContain('10.0.0.1, which is not an address of the public internet')
  })
})

describe('by files in a folder', () => {
  it('an order is a file that is written once, and a report in the folder is taken once, or set aside with the reason', async () => {
    await supplierBy({ channel: 'folder', settings: { folder: 'acme' } })
    const { orderId } = await order(SERIALS[5]!)
    await work(orderId)
    const { code } = await dispatchOf(orderId)
    expect(readFileSync(path.join(root, 'acme/out', `order-${code}.csv`), 'utf8')).toContain('AC-100')
    writeFileSync(path.join(root, 'acme/in/ship.csv'), `Order,Line,Status,Reference,Date,Carrier\n${code},1,Shipped,S-5,2026-03-01,DHL\n`)
    writeFileSync(path.join(root, 'acme/in/wrong.csv'), 'Order,Line,Status,Reference\n999-none,1,Accepted,X\n')
    await work()
    await work()
    expect(await stateOf(orderId)).toEqual(['shipped'])
    expect(readdirSync(path.join(root, 'acme/in/done'))).toEqual(['ship.csv'])
    expect(readFileSync(path.join(root, 'acme/in/failed/wrong.csv.reason.txt'), 'utf8')).toContain('There is no order 999-none')
    const { items } = await cast.fleetAdministrator.fulfilment.listShipments({ ...here(), orderId })
    expect(items).toMatchObject([{ carrier: 'DHL', reference: 'S-5', shippedOn: '2026-03-01' }])
  })
})

let token = ''
describe('pulled by the supplier', () => {
  const supplier = () => server.as(token).fulfilment.supplier

  it('orders are listed until they are acknowledged; acknowledging again changes nothing', async () => {
    await supplierBy({ channel: 'pull', settings: {} })
    ;({ token } = await cast.operator.fulfilment.createSupplierToken({ ...provider(), supplierId }))
    const { orderId } = await order(SERIALS[6]!)
    await work(orderId)
    const { code } = await dispatchOf(orderId)
    const listed = (await supplier().listOrders({})).items.find((one) => one.order === code)!
    expect(listed).toMatchObject({ lines: [{ line: 1, part: 'AC-100' }], shipTo: { lastName: 'Berg' } })
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (let i = 0; i < 2; i++)
      expect(await supplier().acknowledge({ messageIds: [listed.messageId, unknown] })).toEqual({
        acknowledged: [listed.messageId],
        unknown: [unknown],
      })
    expect((await supplier().listOrders({})).items.some((one) => one.order === code)).toBe(false)
    expect((await supplier().listOrders({ state: 'all' })).items.some((one) => one.order === code)).toBe(true)
  })

  it('a report counts once, also when it comes twice at a time; another one under its reference is refused [fulfilment/reports-count-once]', async () => {
    const { orderId } = await order(SERIALS[7]!)
    await work(orderId)
    const { code } = await dispatchOf(orderId)
    const report = { reference: 'S-7', order: code, shippedOn: '2026-03-01', carrier: 'UPS', trackingNumber: '1Z', lines: [1] }
    const answers = await Promise.all([supplier().ship(report), supplier().ship(report), supplier().ship(report)])
    for (const answer of answers) expect(answer).toEqual({ outcomes: [{ line: 1, done: true, message: 'Shipped' }] })
    const { events } = await cast.fleetAdministrator.orders.get({ ...here(), orderId })
    expect(events.filter(({ act }) => act === 'ship')).toMatchObject([{ byKind: 'supplier', by: 'Acme Supplies', reason: 'UPS 1Z' }])
    await expect(supplier().ship({ ...report, carrier: 'DHL' })).rejects.toMatchObject({ code: 'key-reused' })
  })

  it('a part that the catalogue does not know fails its line; one that fits takes the place of the ordered one [fulfilment/unknown-parts-fail-by-line]', async () => {
    const { orderId } = await order(SERIALS[8]!)
    await work(orderId)
    const { code } = await dispatchOf(orderId)
    const confirm = (reference: string, part: string) =>
      supplier().confirm({ reference, order: code, lines: [{ line: 1, outcome: 'substituted', part }] })
    expect((await confirm('C-1', 'ZZ-9')).outcomes).toMatchObject([{ done: false, message: expect.stringContaining('no part ZZ-9') }])
    expect((await confirm('C-2', 'ac 100x')).outcomes).toEqual([{ line: 1, done: true, message: 'Ordered' }])
    const { orderLines } = await cast.fleetAdministrator.orders.get({ ...here(), orderId })
    expect(orderLines).toMatchObject([{ state: 'ordered', part: 'AC-100X', substitutedFor: 'AC-100' }])
  })

  it('an order that a supplier was not sent does not exist for it, and a token ends with the next one [fulfilment/own-orders-only]', async () => {
    const other = await cast.operator.fulfilment.createSupplier({
      ...provider(),
      supplier: { ...common, name: 'Other', channel: 'pull', settings: {}, priority: 900 },
    })
    const { token: foreign } = await cast.operator.fulfilment.createSupplierToken({ ...provider(), supplierId: other.id })
    const codes = [(await dispatches())[0]!.code, '1-00000000']
    for (const code of codes) {
      const report = { reference: 'X', order: code, shippedOn: '2026-03-01', lines: [1] }
      await expect(server.as(foreign).fulfilment.supplier.ship(report)).rejects.toMatchObject({
        code: 'order-not-known',
        message: `There is no order ${code} for this supplier. Use the code of the order as it was sent.`,
      })
    }
    expect((await server.as(foreign).fulfilment.supplier.listOrders({ state: 'all' })).items).toEqual([])
    await cast.operator.fulfilment.createSupplierToken({ ...provider(), supplierId: other.id })
    for (const bearer of [foreign, undefined, cast.keys['partner-fleet']])
      await expect(server.as(bearer).fulfilment.supplier.listOrders({})).rejects.toMatchObject({ code: 'supplier-not-known' })
  })
})

describe('by cXML', () => {
  const parties = { fromIdentity: 'mps', toIdentity: 'acme', domain: 'NetworkID' }
  const post = async (body: string) => parseCxml(await (await fetch(`${server.url}/cxml`, { method: 'POST', body })).text()).status!
  const shipNotice = (code: string, { identity = 'acme', from = 'acme', secret = 'shared' } = {}) =>
    `<?xml version="1.0"?><!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.062/Fulfill.dtd"><cXML payloadID="p" timestamp="2026-03-03T10:00:00Z"><Header>
      <From><Credential domain="NetworkID"><Identity>${from}</Identity></Credential></From>
      <To><Credential domain="NetworkID"><Identity>mps</Identity></Credential></To>
      <Sender><Credential domain="NetworkID"><Identity>${identity}</Identity><SharedSecret>${secret}</SharedSecret></Credential></Sender></Header>
      <Request><ShipNoticeRequest><ShipNoticeHeader shipmentID="S-9" shipmentDate="2026-03-03T10:00:00Z"/>
      <ShipControl><CarrierIdentifier domain="companyName">UPS</CarrierIdentifier><ShipmentIdentifier>1Z9</ShipmentIdentifier></ShipControl>
      <ShipNoticePortion><OrderReference orderID="${code}"/><ShipNoticeItem quantity="1" lineNumber="1"/></ShipNoticePortion></ShipNoticeRequest></Request></cXML>`

  it('an OrderRequest arrives, and a ShipNoticeRequest in return ships the line, once [fulfilment/cxml-senders-are-known]', async () => {
    await supplierBy({ channel: 'cxml', settings: { url: shop.url, ...parties }, secret: 'shared' } as never)
    shop.answerWith(() => ({ body: response(200, 'OK', '', 'a@b', new Date()) }))
    const { orderId } = await order(SERIALS[9]!)
    await work(orderId)
    const { code, state } = await dispatchOf(orderId)
    expect(state).toBe('accepted')
    expect(parseCxml(shop.received.at(-1)!.body)).toMatchObject({ senderIdentity: 'mps', sharedSecret: 'shared' })
    for (const wrong of [{ secret: 'guessed' }, { identity: 'nobody' }, { from: 'somebody-else' }])
      expect(await post(shipNotice(code, wrong))).toMatchObject({ code: 401 })
    expect(await stateOf(orderId)).toEqual(['ordered'])
    expect(await post(shipNotice(code))).toMatchObject({ code: 200 })
    expect(await post(shipNotice(code))).toMatchObject({ code: 200 })
    expect(await stateOf(orderId)).toEqual(['shipped'])
    expect(await post(shipNotice('1-none'))).toMatchObject({ code: 409, message: expect.stringContaining('no order 1-none') })
  })

  it('a document with entities of its own, too large or not cXML is refused with a status, and nothing is read from it', async () => {
    const entity = '<!DOCTYPE cXML [<!ENTITY x SYSTEM "file:///etc/passwd">]><cXML><Header>&x;</Header></cXML>'
    expect(await post(entity)).toMatchObject({ code: 406, message: expect.stringContaining('DTD inside the document') })
    expect(await post('not xml')).toMatchObject({ code: 406 })
    expect(await post(`<cXML>${'x'.repeat(1_100_000)}</cXML>`)).toMatchObject({ code: 413 })
  })
})

it('every ordered line stands in one message, however many servers collect at a time [fulfilment/nothing-lost-nothing-twice] [fulfilment/a-line-is-sent-once]', async () => {
  const made = [await order(SERIALS[10]!), await order(SERIALS[11]!)].map(({ orderId }) => orderId)
  await Promise.all([work(...made), work(...made), work(...made)])
  const [counts] = await asOwner(
    server,
    `select (select count(*)::int from order_lines where ordered_at is not null) as ordered,
      (select count(*)::int from dispatch_lines) as sent, (select count(distinct line_id)::int from dispatch_lines) as once`,
  )
  expect(counts!.sent).toBe(counts!.once)
  expect(counts!.sent).toBe(counts!.ordered)
})

it('a delivery has an outcome for each line', async () => {
  const { code } = (await dispatches()).find(({ state }) => state === 'accepted')!
  expect(await server.as(token).fulfilment.supplier.deliver({ reference: 'D-1', order: code, lines: [1, 9] })).toEqual({
    outcomes: [
      { line: 1, done: true, message: 'Delivered' },
      { line: 9, done: false, message: 'The order has no line 9.' },
    ],
  })
})

it('a second supplier of a name is refused, and so is a webhook without a secret [fulfilment/one-supplier-per-name]', async () => {
  const create = (supplier: Partial<SupplierForm>) =>
    cast.operator.fulfilment.createSupplier({
      ...provider(),
      supplier: { ...common, channel: 'pull', settings: {}, ...supplier } as SupplierForm,
    })
  await expect(create({ name: 'Acme Supplies' })).rejects.toMatchObject({ code: 'name-in-use' })
  await expect(create({ name: 'New', channel: 'webhook', settings: { url: shop.url } })).rejects.toMatchObject({
    code: 'secret-missing',
    message: 'State the signing secret.',
  })
})
