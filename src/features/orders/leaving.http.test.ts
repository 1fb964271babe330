import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet, type SupplyFleet } from '../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

const START = new Date(Date.now() - 28 * DAY)
const SERIALS = ['SN0001', 'SN0002', 'SN0003', 'SN0004']

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
  await cast.operator.orders.createRule({
    ...provider(),
    rule: {
      name: 'Partners approve',
      target: { organizationId: cast.child, contactId: null, manufacturer: null, model: null, kind: null, color: null },
      due: 'level',
      riskPercent: null,
      levelPercent: 40,
      daysLeft: null,
      alongWorkingDays: 0,
      approval: 'partner',
      monthCartridges: null,
      monthCostCents: null,
    },
  })
  for (const day of [7, 14, 21, 27])
    await fleet.deliver(
      SERIALS.map((serial) => ({
        serial,
        percent: 80 - Math.round(day * 2.5),
        pages: 1000 + day * 125,
        at: new Date(START.getTime() + day * DAY),
      })),
    )
  for (const printerId of Object.values(fleet.ids)) await cast.fleetAdministrator.orders.decide({ ...here(), printerId })
})
afterAll(() => server.stop())

const linesOf = (serial: string) =>
  asOwner(server, `select state, hold, ending from order_lines where serial_number = '${serial}' order by need`) as Promise<
    { state: string; hold: string | null; ending: string | null }[]
  >
const remove = (serial: string, act: 'remove-from-program' | 'unenroll' | 'delete') =>
  cast.operator.program.remove({
    ...provider(),
    act,
    reason: 'The lease ends.',
    printers: [{ organizationId: cast.child, printerId: fleet.ids[serial]! }],
  })

describe('a printer that leaves the program', () => {
  it.each([
    ['SN0001', 'remove-from-program'],
    ['SN0002', 'unenroll'],
  ] as const)('%s, by %s: what is proposed for it is held with the reason [orders/leaving-printers]', async (serial, act) => {
    expect(await linesOf(serial)).toMatchObject([{ state: 'proposed' }])
    expect(await remove(serial, act)).toMatchObject({ done: 1 })
    expect(await linesOf(serial)).toEqual([{ state: 'held', hold: 'leaving-program', ending: null }])
    const events = await asOwner(
      server,
      `select e.act, e.by_kind, e.reason from order_line_events e join order_lines l on l.id = e.line_id where l.serial_number = '${serial}' order by e.id desc limit 1`,
    )
    expect(events).toEqual([{ act: 'hold', by_kind: 'rule', reason: 'The printer leaves the program: The lease ends.' }])
  })

  it('has nothing ordered any more', async () => {
    await expect(cast.fleetAdministrator.orders.decide({ ...here(), printerId: fleet.ids.SN0001! })).rejects.toMatchObject({
      code: 'printer-not-managed',
    })
    const [{ id }] = (await asOwner(server, `select id from order_lines where serial_number = 'SN0001'`)) as [{ id: string }]
    expect(await cast.fleetAdministrator.orders.act({ ...here(), act: 'approve', lineIds: [id] })).toMatchObject({ done: 0 })
  })

  it('and is deleted: what was proposed is handed on as canceled, and its order ends [orders/leaving-printers]', async () => {
    const [{ id }] = (await asOwner(server, `select id from order_lines where serial_number = 'SN0003'`)) as [{ id: string }]
    expect(await remove('SN0003', 'delete')).toMatchObject({ done: 1 })
    expect(await linesOf('SN0003')).toEqual([])
    const last = await asOwner(server, `select act, to_state from order_outbox where line_id = '${id}' order by id desc limit 1`)
    expect(last).toEqual([{ act: 'end-need', to_state: 'canceled' }])
  })

  it('keeps what was ordered before: it is on its way', async () => {
    const [{ id }] = (await asOwner(server, `select id from order_lines where serial_number = 'SN0004'`)) as [{ id: string }]
    expect(await cast.fleetAdministrator.orders.act({ ...here(), act: 'approve', lineIds: [id] })).toMatchObject({ done: 1 })
    expect(await remove('SN0004', 'remove-from-program')).toMatchObject({ done: 1 })
    expect(await linesOf('SN0004')).toMatchObject([{ state: 'ordered' }])
  })
})
