import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, makeCast } from '../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet, type SupplyFleet } from '../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { runMorning } from './morning/morning.job.ts'

// A Tuesday, at noon in every zone of the tests.
const START = new Date('2026-03-03T17:00:00Z')
const later = (days: number, hours = 0) => new Date(START.getTime() + days * DAY + hours * 3_600_000)

let server: TestServer
let cast: Cast
let fleet: SupplyFleet
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  fleet = await makeSupplyFleet(server, cast, ['SN0001', 'SN0002', 'SN0003'], { at: START })
  await cast.offerManager.catalogue.create({ organizationId: cast.provider, cartridge: cartridge() })
})
afterAll(() => server.stop())

const morning = (now: Date) => runMorning(server.services.db, now)
const orders = async () => (await cast.fleetAdministrator.orders.list({ organizationId: cast.child })).items

describe('the morning of an address', () => {
  it('orders what is due, once, to the address as it is', async () => {
    for (let day = 1; day <= 14; day++)
      await fleet.tell([
        { serial: 'SN0001', percent: Math.max(2, 80 - day * 6), pages: 1000 + day * 300, at: later(day) },
        { serial: 'SN0002', percent: 80 - day, pages: 1000 + day * 50, at: later(day) },
      ])
    await morning(later(15))
    await morning(later(15, 1))
    const [order, ...others] = await orders()
    expect(others).toEqual([])
    expect(order).toMatchObject({ state: 'ordered', contactId: fleet.contactId, address: { lastName: 'Berg' } })
  })
})
