import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet, type SupplyFleet } from '../../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { followReports, runMorning } from '../../orders/morning/morning.job.ts'

// At noon in every zone of the tests, some weeks ago.
const START = new Date(Math.floor(Date.now() / DAY) * DAY - 42 * DAY + 17 * 3_600_000)
const later = (days: number) => new Date(START.getTime() + days * DAY)

let server: TestServer
let cast: Cast
let fleet: SupplyFleet
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  await cast.offerManager.catalogue.create({ organizationId: cast.provider, cartridge: cartridge() })
  fleet = await makeSupplyFleet(server, cast, ['SN0001'], { at: START })
  for (let day = 1; day <= 21; day++) {
    await fleet.deliver([{ serial: 'SN0001', percent: 80 - day * 3, pages: 1000 + day * 150, at: later(day) }])
    await runMorning(server.services.db, later(day))
  }
})
afterAll(() => server.stop())

describe('the quality of forecasts', () => {
  it('keeps one forecast a week for a supply, and compares them when the cartridge is replaced [supplies/forecast-quality]', async () => {
    const weeks = await asOwner(server, 'select week from forecast_samples')
    expect(weeks.length).toBeGreaterThanOrEqual(3)
    expect(weeks.length).toBeLessThanOrEqual(4)
    await fleet.deliver([{ serial: 'SN0001', percent: 100, pages: 5000, at: later(26) }])
    await followReports(server.services.db)
    expect(await asOwner(server, 'select from forecast_samples')).toEqual([])
    const { coveragePercent, rows } = await cast.fleetViewer.forecastQuality.ofOrganization({ organizationId: cast.child })
    expect(coveragePercent).toBe(80)
    expect(rows.map(({ daysAhead }) => daysAhead)).toEqual([7, 14, 28, 56, 365])
    expect(rows.reduce((sum, { settled }) => sum + settled, 0)).toBe(weeks.length)
    for (const row of rows) expect(row.within + row.sooner + row.later).toBe(row.settled)
  })

  it('is shown to customer, partner and provider, and to no neighbour', async () => {
    const settled = ({ rows }: { rows: { settled: number }[] }) => rows.reduce((sum, row) => sum + row.settled, 0)
    expect(settled(await cast.operator.forecastQuality.ofOperations({ organizationId: cast.provider }))).toBeGreaterThan(0)
    expect(settled(await cast.fleetViewer.forecastQuality.ofAll({ organizationId: cast.partner }))).toBeGreaterThan(0)
    expect(settled(await cast.stranger.forecastQuality.ofOrganization({ organizationId: cast.neighbour }))).toBe(0)
  })
})
