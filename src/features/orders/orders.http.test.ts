import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, makeCast, printersBySerial } from '../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet, type SupplyFleet } from '../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { inScope } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import { systemActor } from '../../platform/scope.ts'
import { followReports, runMorning } from './morning/morning.job.ts'
import type { OrderAct } from './order-states.ts'
import { type OutboxPosition, readOutbox } from './outbox.queries.ts'

// At noon in every zone of the tests, four weeks ago: what is decided "now" comes after.
const START = new Date(Math.floor(Date.now() / DAY) * DAY - 28 * DAY + 17 * 3_600_000)
const later = (days: number) => new Date(START.getTime() + days * DAY)
const SERIALS = ['SN0001', 'SN0002', 'SN0003', 'SN0004', 'SN0005', 'SN0006']

let server: TestServer
let cast: Cast
let fleet: SupplyFleet
const here = () => ({ organizationId: cast.child })
const provider = () => ({ organizationId: cast.provider })
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  fleet = await makeSupplyFleet(server, cast, SERIALS, { at: START })
  await cast.offerManager.catalogue.create({ ...provider(), cartridge: cartridge() })
  const target = { organizationId: cast.child, contactId: null, manufacturer: null, model: null, kind: null, color: null }
  const terms = {
    due: 'risk' as const,
    riskPercent: 2,
    levelPercent: null,
    daysLeft: null,
    alongWorkingDays: 0,
    approval: 'nobody' as const,
  }
  await cast.operator.orders.createRule({
    ...provider(),
    rule: { name: 'Of the test', target, ...terms, monthCartridges: null, monthCostCents: null },
  })
  // Each falls by 3% a day, but for two that nobody needs to think of.
  for (let day = 1; day <= 27; day++)
    await fleet.deliver(
      SERIALS.map((serial, i) => {
        const slow = i >= 4
        return {
          serial,
          percent: slow ? 80 - Math.floor(day / 4) : Math.max(1, 80 - day * 3),
          pages: 1000 + day * (slow ? 12 : 150),
          at: later(day),
        }
      }),
    )
})
afterAll(() => server.stop())

// The next working morning of the address, whatever day the test runs on.
const morning = async () => {
  for (let day = 0; day < 4; day++) await runMorning(server.services.db, later(28 + day))
}
const orders = async () => (await cast.fleetAdministrator.orders.list(here())).items
const linesOf = async (orderId: string) => (await cast.fleetAdministrator.orders.get({ ...here(), orderId })).orderLines
const lineOf = async (serial: string) =>
  (await Promise.all((await orders()).map(({ id }) => linesOf(id))))
    .flat()
    .find((line) => line.serialNumber === serial && line.state !== 'canceled')!
const steer = (act: OrderAct, lineId: string, reason = 'test') =>
  cast.operator.orders.steer({ ...provider(), act, reason, lineIds: [lineId] })

describe('the morning of an address', () => {
  it('orders what is due in one order, once a day and once a need, also when two workers make it [orders/every-working-morning] [orders/one-order-per-need]', async () => {
    await Promise.all([morning(), morning()])
    await morning()
    const [order, ...others] = await orders()
    expect(others).toEqual([])
    expect(order).toMatchObject({ state: 'ordered', contactId: fleet.contactId, address: { lastName: 'Berg', city: 'Springfield' } })
    const needs = await asOwner(server, 'select serial_number || need::text as need from order_lines order by 1')
    expect(needs.length).toBe(new Set(needs.map(({ need }) => need)).size)
    const serials = (await linesOf(order!.id)).map((line) => line.serialNumber)
    expect([...new Set(serials)].toSorted()).toEqual(['SN0001', 'SN0002', 'SN0003', 'SN0004'])
  })

  it('is refused a second line for a need by the database itself [orders/one-order-per-need]', async () => {
    const again = asOwner(
      server,
      `insert into order_lines (organization_id, order_id, printer_id, supply, need, state, name, kind, family, reason, rule)
        select organization_id, order_id, printer_id, supply, need, 'ordered', name, kind, family, reason, rule from order_lines limit 1`,
    )
    await expect(again).rejects.toMatchObject({ constraint: 'one_order_per_need' })
  })

  it('keeps every change with rule, time and reason, and hands it on in the same transaction [orders/every-decision-has-its-reason] [orders/changes-are-handed-on]', async () => {
    const [order] = await orders()
    const { events } = await cast.fleetAdministrator.orders.get({ ...here(), orderId: order!.id })
    expect(events[0]).toMatchObject({ act: 'propose', from: null, to: 'proposed', byKind: 'rule', by: 'Of the test' })
    expect(events[0]!.reason).toMatch(/% left, .* risks /)
    const outbox = await asOwner(server, 'select act, to_state from order_outbox')
    expect(outbox).toHaveLength(events.length)
  })

  it('keeps the address as it was when ordered [orders/address-is-kept]', async () => {
    const contact = await cast.fleetAdministrator.contacts.get({ ...here(), contactId: fleet.contactId })
    await cast.fleetAdministrator.contacts.update({
      ...here(),
      contactId: fleet.contactId,
      version: contact.version,
      contact: contactForm({ city: 'Chicago', postalCode: '60601' }),
    })
    expect((await orders())[0]!.address).toMatchObject({ city: 'Springfield' })
  })
})

describe('an order line', () => {
  it('is seen by customer, partner and provider, and by nobody else', async () => {
    const [order] = await orders()
    expect((await cast.fleetViewer.orders.list(here())).items.map(({ id }) => id)).toEqual([order!.id])
    expect((await cast.operator.orders.listOperations(provider())).items.map(({ id }) => id)).toEqual([order!.id])
    expect((await cast.fleetViewer.orders.listAll({ organizationId: cast.partner })).items.map(({ id }) => id)).toEqual([order!.id])
    expect((await cast.stranger.orders.list({ organizationId: cast.neighbour })).items).toEqual([])
    await expect(cast.stranger.orders.get({ organizationId: cast.neighbour, orderId: order!.id })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect((await cast.operator.orders.listOperations({ ...provider(), search: 'SN0001' })).items).toHaveLength(1)
    expect((await cast.operator.orders.listOperations({ ...provider(), search: order!.number })).items).toHaveLength(1)
    expect((await cast.operator.orders.listOperations({ ...provider(), search: 'SN0006' })).items).toEqual([])
  })

  it('goes from Ordered to Delivered by provider and customer, each recorded [orders/state-machine]', async () => {
    const { id: lineId, orderId } = await lineOf('SN0001')
    expect(await steer('ship', lineId)).toMatchObject({ done: 1, outcomes: [{ message: 'Shipped' }] })
    expect(await steer('ship', lineId)).toMatchObject({
      done: 0,
      outcomes: [{ message: 'Ship is not possible while the line is Shipped.' }],
    })
    expect(await cast.fleetAdministrator.orders.act({ ...here(), act: 'deliver', lineIds: [lineId] })).toMatchObject({ done: 1 })
    expect((await lineOf('SN0001')).state).toBe('delivered')
    const { events } = await cast.fleetAdministrator.orders.get({ ...here(), orderId })
    expect(events.filter((event) => event.lineId === lineId).map(({ act, byKind }) => [act, byKind])).toEqual([
      ['propose', 'rule'],
      ['approve', 'rule'],
      ['ship', 'provider'],
      ['deliver', 'customer'],
    ])
    expect(await asOwner(server, 'select parcels from delivery_times')).toEqual([{ parcels: 1 }])
  })

  it('needs a reason where a person ends it, and is not the viewer’s to change', async () => {
    const { id } = await lineOf('SN0002')
    await expect(cast.operator.orders.steer({ ...provider(), act: 'refuse', lineIds: [id] })).rejects.toMatchObject({
      code: 'reason-missing',
    })
    await expect(cast.fleetViewer.orders.act({ ...here(), act: 'deliver', lineIds: [id] })).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('is Installed by the reading that shows another cartridge [orders/installs-answer-orders] [supplies/state-follows-readings]', async () => {
    await fleet.deliver([{ serial: 'SN0001', percent: 100, pages: 5100, at: new Date(Date.now() - 60_000) }])
    await followReports(server.services.db)
    expect((await lineOf('SN0001')).state).toBe('installed')
    const changes = await asOwner(server, `select kind, before, after from supply_changes where kind = 'installed'`)
    expect(changes).toEqual([{ kind: 'installed', before: '1%', after: '100%' }])
  })

  it('that was refused opens its need again: the next morning orders it [orders/one-order-per-need]', async () => {
    const { id, orderId } = await lineOf('SN0002')
    await steer('refuse', id, 'Out of stock.')
    expect((await linesOf(orderId)).find((line) => line.id === id)).toMatchObject({ state: 'canceled', ending: 'refused' })
    await cast.fleetAdministrator.orders.decide({ ...here(), printerId: fleet.ids.SN0002! })
    const again = await lineOf('SN0002')
    expect([again.id === id, again.state]).toEqual([false, 'ordered'])
  })
})

describe('a cartridge that is defective', () => {
  it('after it was put in is replaced by an express line, once [orders/defective-cartridges]', async () => {
    const installed = await lineOf('SN0001')
    expect(installed.state).toBe('installed')
    const claim = () =>
      cast.fleetAdministrator.orders.act({ ...here(), act: 'claim-defective', reason: 'It leaks.', lineIds: [installed.id] })
    expect(await claim()).toMatchObject({ done: 1 })
    expect(await claim()).toMatchObject({ done: 0 })
    const [again] = await asOwner(
      server,
      `select need, state, express, reason from order_lines where serial_number = 'SN0001' and state <> 'canceled'`,
    )
    expect(again).toMatchObject({ need: 2, express: true, reason: expect.stringContaining('The cartridge that was put in is defective.') })
  })
})

describe('a request', () => {
  const request = (serial: string, situation: 'low' | 'empty' | 'none-on-shelf', key?: string) =>
    cast.fleetAdministrator.orders.request({
      params: here(),
      headers: key ? { 'idempotency-key': key } : {},
      body: { printerId: fleet.ids[serial]!, supplies: ['1.1'], situation },
    })

  it('names what is on its way first [orders/requests-are-answered]', async () => {
    const { outcomes } = await request('SN0003', 'low')
    expect(outcomes).toMatchObject([
      { answer: 'on-the-way', sentence: expect.stringMatching(/^It is on its way: order \d+, expected by /) },
    ])
  })

  it('at low is answered with the planned day [orders/requests-are-answered]', async () => {
    const { outcomes } = await request('SN0005', 'low')
    expect(outcomes).toMatchObject([{ answer: 'planned', orderId: null, expectedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }])
  })

  it('of a printer that has run out is ordered as express, once for a key [orders/requests-are-answered] [orders/run-out-goes-first]', async () => {
    const first = await request('SN0005', 'empty', 'asked for once')
    expect(first.outcomes).toMatchObject([{ answer: 'ordered' }])
    expect(await request('SN0005', 'empty', 'asked for once')).toEqual(first)
    expect(await lineOf('SN0005')).toMatchObject({ express: true, rule: 'Request' })
    await expect(
      cast.fleetAdministrator.orders.request({
        params: here(),
        headers: {},
        body: { printerId: fleet.ids.SN0005!, supplies: ['9'], situation: 'low' },
      }),
    ).rejects.toMatchObject({ code: 'supply-not-known' })
  })
})

describe('the shelf', () => {
  it('holds what was delivered less what was installed [orders/shelf]', async () => {
    await steer('deliver', (await lineOf('SN0003')).id)
    const { items } = await cast.fleetViewer.orders.listShelf(here())
    expect(items).toMatchObject([{ contactId: fleet.contactId, family: 'Acme AC-100', count: 1 }])
  })

  it('is as a person counts it: more are spares, and what is not there is lost [orders/shelf-counts]', async () => {
    const count = (n: number) =>
      cast.fleetAdministrator.orders.countShelf({ ...here(), contactId: fleet.contactId, family: 'Acme AC-100', count: n })
    expect(await count(3)).toMatchObject({ count: 3, countedBy: expect.any(String) })
    expect(await count(0)).toMatchObject({ count: 0 })
    expect((await lineOf('SN0003')).state).toBe('lost')
  })
})

describe('the plan of a printer', () => {
  it('has one forecast for a supply with its decision and reason, the same in the list of what is coming [supplies/one-forecast]', async () => {
    const plan = await cast.fleetViewer.orders.plan({ ...here(), printerId: fleet.ids.SN0006! })
    expect(plan).toMatchObject({
      managed: true,
      supplies: [{ supply: '1.1', decision: 'wait', cartridge: { part: 'AC-100', yieldPages: 5000 } }],
    })
    await cast.fleetAdministrator.orders.decide({ ...here(), printerId: fleet.ids.SN0006! })
    const { items } = await cast.fleetViewer.orders.listPlans(here())
    const listed = items.find(({ printerId }) => printerId === fleet.ids.SN0006)
    expect(listed?.supplies[0]?.forecast).toEqual(plan.supplies[0]!.forecast)
  })

  it('gives the printer list its days left: sorted by the latest day page by page, blank where nothing is forecast [supplies/one-forecast]', async () => {
    await asOwner(server, `delete from supply_outlooks where printer_id = '${fleet.ids.SN0005}'`)
    const ends = await asOwner(
      server,
      `select p.serial_number as serial, ends_from - current_date as from, ends_to - current_date as to
        from supply_outlooks join printers p on p.id = printer_id order by ends_to, p.id`,
    )
    const listed: { serialNumber: string | null; daysLeft: string | null }[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await cast.fleetViewer.printers.list({ ...here(), sort: 'daysLeft', limit: 2, ...(cursor && { cursor }) })
      listed.push(...page.items.map(({ serialNumber, daysLeft }) => ({ serialNumber, daysLeft })))
      cursor = page.nextCursor
    }
    const words = ({ from, to }: Record<string, number>) => {
      const [first, last] = [Math.max(0, from!), Math.max(0, to!)]
      return first === last ? `${last}` : `${first} to ${last}`
    }
    expect(listed).toEqual([
      ...ends.map((one) => ({ serialNumber: one.serial, daysLeft: words(one as Record<string, number>) })),
      { serialNumber: 'SN0005', daysLeft: null },
    ])
  })
})

describe('a rule', () => {
  const rule = {
    name: 'Late',
    target: { organizationId: null, contactId: null, manufacturer: null, model: null, kind: 'toner' as const, color: null },
    due: 'level' as const,
    riskPercent: null,
    levelPercent: 90,
    daysLeft: null,
    alongWorkingDays: 0,
    approval: 'provider' as const,
    monthCartridges: null,
    monthCostCents: null,
  }

  it('can be tried before: what it adds to this morning’s orders, and nothing is written [orders/rule-previews]', async () => {
    const before = await orders()
    const preview = await cast.operator.orders.previewRule({ ...provider(), rule })
    expect(preview).toMatchObject({ printers: SERIALS.length, limited: false })
    expect(preview.ordersThen - preview.ordersNow).toBe(preview.added - preview.dropped)
    expect(preview.examples.filter(({ change }) => change === 'added').map(({ serialNumber }) => serialNumber)).toContain('SN0006')
    expect(await orders()).toEqual(before)
  })

  it('is there once for each choice, holds from the next decision on, and its lines wait for whom it names [orders/one-rule-per-scope] [orders/approval]', async () => {
    const made = await cast.operator.orders.createRule({ ...provider(), rule })
    await expect(cast.operator.orders.createRule({ ...provider(), rule: { ...rule, name: 'Again' } })).rejects.toMatchObject({
      code: 'rule-exists',
    })
    await cast.fleetAdministrator.orders.decide({ ...here(), printerId: fleet.ids.SN0006! })
    const line = await lineOf('SN0006')
    expect(line).toMatchObject({ state: 'proposed', approval: 'provider', rule: 'Late', acts: ['hold', 'cancel'] })
    expect((await cast.fleetViewer.orders.counts(here())).awaitingApproval).toBe(1)
    expect(await cast.fleetAdministrator.orders.act({ ...here(), act: 'approve', lineIds: [line.id] })).toMatchObject({ done: 0 })
    expect(await steer('approve', line.id)).toMatchObject({ done: 1 })
    await expect(cast.operator.orders.changeRule({ ...provider(), ruleId: made.id, version: 9, rule })).rejects.toMatchObject({
      code: 'edited-by-another',
    })
    await cast.operator.orders.removeRule({ ...provider(), ruleId: made.id })
    expect((await cast.operator.orders.listRules(provider())).items.map(({ name }) => name)).toEqual(['Of the test'])
  })
})

describe('Replace printer', () => {
  it('gives contact, place in the program and open orders to the new one, all or nothing [orders/replace-printer]', async () => {
    await fleet.deliver([{ serial: 'SN0009', percent: 100, pages: 10, at: new Date() }])
    const newPrinterId = (await printersBySerial(cast.fleetAdministrator, cast.child)).SN0009!
    const replace = (from: string, to: string) =>
      cast.fleetAdministrator.orders.replacePrinter({ ...here(), printerId: from, newPrinterId: to })
    await expect(replace(fleet.ids.SN0004!, fleet.ids.SN0005!)).rejects.toMatchObject({ code: 'printer-cannot-replace' })
    const before = await lineOf('SN0004')
    expect((await replace(fleet.ids.SN0004!, newPrinterId)).moved).toBeGreaterThan(0)
    expect(await lineOf('SN0009')).toMatchObject({ id: before.id, orderId: before.orderId, state: 'ordered' })
    const [fresh, old] = await Promise.all(
      [newPrinterId, fleet.ids.SN0004!].map((printerId) => cast.fleetViewer.printers.get({ ...here(), printerId })),
    )
    expect([fresh!.management, fresh!.contactId, old!.management]).toEqual(['managed', fleet.contactId, null])
    await expect(replace(fleet.ids.SN0004!, newPrinterId)).rejects.toMatchObject({ code: 'printer-cannot-replace' })
  })
})

describe('the catalogue', () => {
  it('has a part once, however it is written, and lists parts that printers report and it does not know [supplies/one-cartridge-per-part] [supplies/parts-are-matched]', async () => {
    const twice = cast.offerManager.catalogue.create({ ...provider(), cartridge: cartridge({ part: 'ac 100' }) })
    await expect(twice).rejects.toMatchObject({ code: 'cartridge-exists' })
    await fleet.deliver([{ serial: 'SN0005', percent: 70, pages: 2000, at: new Date(), supply: { part: 'ZZ-9' } }])
    await followReports(server.services.db)
    const { items } = await cast.operator.catalogue.listUnmatched(provider())
    expect(items.map(({ part, model }) => [part, model])).toEqual([['ZZ-9', 'Press 100']])
  })

  it('is exported and imported again without a change, after a preview [supplies/catalogue-exports-can-be-imported] [supplies/catalogue-import]', async () => {
    const file = (await cast.operator.catalogue.exportCsv(provider())).body as Blob
    const csv = await file.text()
    expect(await cast.offerManager.catalogue.previewImport({ ...provider(), csv })).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 1,
      faulty: 0,
    })
    const changed =
      csv.replace('Black toner', 'Toner, black'.replace(',', '')) + csv.split('\r\n')[1]!.replace('AC-100', 'AC-200').replace('5000', '0')
    const preview = await cast.offerManager.catalogue.previewImport({ ...provider(), csv: changed })
    expect(preview).toMatchObject({
      added: 0,
      changed: 1,
      faulty: 1,
      rows: [
        { row: 3, outcome: 'faulty' },
        { row: 2, outcome: 'changed' },
      ],
    })
    expect(await cast.offerManager.catalogue.import({ ...provider(), csv: changed })).toMatchObject({ changed: 1, faulty: 1 })
    expect((await cast.operator.catalogue.list({ ...provider(), search: 'ac-100' })).items).toMatchObject([
      { name: 'Toner black', version: 2 },
    ])
    await expect(cast.offerManager.catalogue.import({ ...provider(), csv: 'x' })).rejects.toMatchObject({ code: 'file-not-importable' })
    await expect(cast.operator.catalogue.import({ ...provider(), csv })).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('what is handed on', () => {
  it('is read in order, from a position on, and not before its transaction has ended [orders/changes-are-handed-on]', async () => {
    const scope = makeScope({ organizationId: cast.provider, reach: 'provider', actor: systemActor('test') })
    const read = (after: OutboxPosition, limit = 1000) => inScope(server.services.db, scope, (tx) => readOutbox(tx, after, limit))
    const [{ n }] = (await asOwner(server, 'select count(*)::int as n from order_outbox')) as [{ n: number }]
    // Whatever runs in the same PostgreSQL holds back what is younger.
    await expect.poll(async () => (await read(null)).length, { timeout: 20_000 }).toBe(n)
    const all = await read(null)
    expect(all[0]).toMatchObject({ act: 'propose', from: null, to: 'proposed' })
    const first = await read(null, 3)
    expect([...first, ...(await read(first[2]!))]).toEqual(all)
    const owner = new pg.Client(server.database.url)
    await owner.connect()
    await owner.query('begin')
    await owner.query(
      `insert into order_outbox (organization_id, order_id, line_id, act, to_state) select organization_id, order_id, line_id, 'test', 'ordered' from order_outbox limit 1`,
    )
    await steer('hold', (await lineOf('SN0006')).id).catch(() => {})
    expect(await read(all.at(-1)!)).toEqual([])
    await owner.query('commit')
    await owner.end()
    await expect.poll(async () => (await read(all.at(-1)!)).map(({ act }) => act), { timeout: 20_000 }).toContain('test')
  })
})
