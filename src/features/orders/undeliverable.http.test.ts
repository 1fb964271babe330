import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, contactForm, makeCast } from '../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet, type SupplyFleet } from '../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

const START = new Date(Date.now() - 28 * DAY)
const SERIALS = ['SN0001', 'SN0002', 'SN0003']

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
      name: 'Of the test',
      target: { organizationId: cast.child, contactId: null, manufacturer: null, model: null, kind: null, color: null },
      due: 'level',
      riskPercent: null,
      levelPercent: 40,
      daysLeft: null,
      alongWorkingDays: 0,
      approval: 'nobody',
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
})
afterAll(() => server.stop())

const decide = async (serial: string) => {
  await cast.fleetAdministrator.orders.decide({ ...here(), printerId: fleet.ids[serial]! })
  const { items } = await cast.fleetAdministrator.orders.list({ ...here(), printerId: fleet.ids[serial]! })
  return (await cast.fleetAdministrator.orders.get({ ...here(), orderId: items[0]!.id })).orderLines[0]!
}
const report = (lineId: string, reason?: string) =>
  cast.operator.orders.steer({ ...provider(), act: 'address-unknown', lineIds: [lineId], ...(reason && { reason }) })

let early: string

describe('an address that is reported as undeliverable', () => {
  it('needs a reason, and holds what is due there next [orders/undeliverable-addresses] [orders/held-where-odd]', async () => {
    const line = await decide('SN0001')
    expect(line.state).toBe('ordered')
    early = line.id
    await expect(report(line.id)).rejects.toMatchObject({ code: 'reason-missing' })
    expect(await report(line.id, 'Nobody of this name.')).toMatchObject({ done: 1, outcomes: [{ message: 'Ordered' }] })
    const next = await decide('SN0002')
    expect(next).toMatchObject({ state: 'held', hold: 'address-bounced', reason: expect.stringContaining('Nobody of this name.') })
    expect((await cast.operator.orders.countsOfOperations(provider())).bounced).toBe(1)
  })

  it('is reachable again when the contact is edited; a late report of the old address changes nothing [orders/undeliverable-addresses]', async () => {
    const { items } = await cast.fleetAdministrator.contacts.list(here())
    const { id: contactId, version } = items.find(({ id }) => id === fleet.contactId)!
    const contact = contactForm({ addressLine1: '1 New Street' })
    await cast.fleetAdministrator.contacts.update({ ...here(), contactId, version, contact })
    expect(await report(early, 'Nobody of this name.')).toMatchObject({ done: 1 })
    expect(await decide('SN0003')).toMatchObject({ state: 'ordered', hold: null })
  })
})
