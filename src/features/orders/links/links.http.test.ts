import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet, orderCartridge, type SupplyFleet } from '../../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

const SERIALS = ['SN1000', 'SN1001', 'SN1002', 'SN1003']

let server: TestServer
let cast: Cast
let fleet: SupplyFleet
const printer = (serial: string) => ({ organizationId: cast.child, printerId: fleet.ids[serial]! })
const anyone = () => server.as().orders.links
const linkOf = async (serial: string) => (await cast.fleetAdministrator.orders.links.renew(printer(serial))).token
const forgetVisits = () => asOwner(server, 'delete from auth.sign_in_tries')

beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  await cast.offerManager.catalogue.create({ organizationId: cast.provider, cartridge: cartridge() })
  fleet = await makeSupplyFleet(server, cast, SERIALS, { at: new Date(Date.now() - DAY) })
  // The plan of a printer is there once its readings were followed.
  await cast.fleetAdministrator.orders.decide(printer('SN1000'))
})
afterAll(() => server.stop())

describe('the link of a printer', () => {
  it('shows its supplies to a person without an account, and neither address nor price [orders/links-open-one-printer]', async () => {
    const token = await linkOf('SN1000')
    const found = await anyone().open({ token })
    expect(found).toMatchObject({ serialNumber: 'SN1000', managed: true, lines: [], supplies: [{ onTheWay: 0, shelf: 0 }] })
    expect(JSON.stringify(found)).not.toMatch(/Berg|Springfield|ada@|8900|price/i)
  })

  it('opens nothing once it was renewed or withdrawn, nor when it is guessed [orders/links-open-one-printer]', async () => {
    const former = await linkOf('SN1000')
    const token = await linkOf('SN1000')
    await expect(anyone().open({ token: former })).rejects.toMatchObject({ code: 'link-not-known' })
    expect((await cast.fleetViewer.orders.links.get(printer('SN1000'))).link).not.toBeNull()
    await cast.fleetAdministrator.orders.links.withdraw(printer('SN1000'))
    expect((await cast.fleetViewer.orders.links.get(printer('SN1000'))).link).toBeNull()
    for (const guessed of [token, former, 'a'.repeat(31), "' or true --"])
      await expect(anyone().open({ token: guessed })).rejects.toMatchObject({ code: 'link-not-known' })
  })

  it('is kept as a hash alone', async () => {
    const token = await linkOf('SN1000')
    const kept = await asOwner(server, 'select * from supply_links')
    expect(JSON.stringify(kept)).not.toContain(token)
  })

  it('is neither made nor withdrawn by a viewer or by a neighbour', async () => {
    const { renew, withdraw } = cast.fleetViewer.orders.links
    await expect(renew(printer('SN1000'))).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(withdraw(printer('SN1000'))).rejects.toMatchObject({ code: 'not-allowed' })
    const foreign = { organizationId: cast.neighbour, printerId: fleet.ids.SN1000! }
    await expect(cast.stranger.orders.links.renew(foreign)).rejects.toMatchObject({ code: expect.stringMatching(/not-found|not-allowed/) })
  })

  it('orders once however often its button is pressed [orders/requests-are-answered]', async () => {
    const token = await linkOf('SN1000')
    const supply = (await anyone().open({ token })).supplies[0]!.supply
    const press = () => anyone().request({ token, supplies: [supply], situation: 'empty' })
    await Promise.all([press(), press()])
    const again = await press()
    expect(again.answers[0]!.sentence).toMatch(/on its way/)
    const { lines } = await anyone().open({ token })
    expect(lines).toHaveLength(1)
    const events = await asOwner(server, `select by_kind, by_name from order_line_events where act = 'propose'`)
    expect(events).toEqual([{ by_kind: 'link', by_name: 'a person with the link' }])
  })

  it('confirms a receipt, reports a parcel as not arrived, and says so when the state does not allow it', async () => {
    const token = await linkOf('SN1001')
    const { lineId } = await orderCartridge(server, cast, fleet, 'SN1001')
    expect(await anyone().act({ token, act: 'deliver', lineId })).toEqual({ done: true, message: 'Delivered' })
    expect(await anyone().act({ token, act: 'deliver', lineId })).toMatchObject({ done: false })
    expect(await anyone().act({ token, act: 'lose', lineId })).toEqual({ done: true, message: 'Lost' })
  })

  it('changes no line of another printer [orders/links-open-one-printer]', async () => {
    const token = await linkOf('SN1001')
    const { lineId } = await orderCartridge(server, cast, fleet, 'SN1002')
    expect(await anyone().act({ token, act: 'deliver', lineId })).toEqual({ done: false, message: 'This line is not of this printer.' })
    expect((await anyone().open({ token: await linkOf('SN1002') })).lines).toMatchObject([{ state: 'ordered' }])
  })

  it('counts the shelf for a supply of the printer, and knows no other supply', async () => {
    const token = await linkOf('SN1003')
    const { supply } = (await anyone().open({ token })).supplies[0]!
    expect(await anyone().count({ token, supply, count: 2 })).toEqual({ count: 2 })
    expect((await anyone().open({ token })).supplies[0]!.shelf).toBe(2)
    await expect(anyone().count({ token, supply: 'nothing', count: 2 })).rejects.toMatchObject({ code: 'supply-not-known' })
  })

  it('is refused after 30 requests in a minute, and an address after 60 [orders/link-visits-are-limited]', async () => {
    await forgetVisits()
    const token = await linkOf('SN1003')
    for (let i = 0; i < 30; i++) await anyone().open({ token })
    await expect(anyone().open({ token })).rejects.toMatchObject({ code: 'busy' })
    await forgetVisits()
    for (let i = 0; i < 60; i++) await expect(anyone().open({ token: `guess ${i}` })).rejects.toMatchObject({ code: 'link-not-known' })
    await expect(anyone().open({ token: 'guess 61' })).rejects.toMatchObject({ code: 'busy' })
    await forgetVisits()
  })
})
