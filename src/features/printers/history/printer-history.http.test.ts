import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  asOwner,
  type Cast,
  changeSettings,
  contactForm,
  ended,
  makeAgent,
  makeCast,
  reading,
  supply,
  type TestAgent,
} from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { keepHistory } from './keep-history.command.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
let agent: TestAgent
let sequence = 0
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  agent = await makeAgent(server, cast.fleetAdministrator, cast.child, { name: 'first' })
  sequence = 10_000
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const idOf = async (search: string) => (await fleet().printers.list({ ...here, search })).items[0]!.id
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Delivers readings taken so long ago, in one report or one each. */
async function deliver(address: string, readings: [ago: number, change: Parameters<typeof reading>[0]][], from = agent) {
  const items = readings.map(([ago, change]) => ({
    sequence: ++sequence,
    kind: 'reading',
    address,
    at: new Date(Date.now() - ago).toISOString(),
    reading: reading(change),
  }))
  const { setAside } = await from.client.agentProtocol.report({ items })
  expect(setAside).toEqual([])
}
const level = (percent: number) => supply({ percent, level: percent })
const unknown = supply({ state: 'unknown', percent: null, level: null })

describe('an unknown level', () => {
  it('keeps the last good one with its time, and counts it as the lowest [printers/unknown-levels-keep-the-last-good]', async () => {
    const serialNumber = 'SLEEPS1'
    const address = '10.9.0.1'
    await deliver(address, [[3 * MINUTE, { serialNumber, supplies: [level(30)] }]])
    await deliver(address, [[2 * MINUTE, { serialNumber, supplies: [unknown] }]])
    await deliver(address, [[MINUTE, { serialNumber, supplies: [unknown] }]])
    const printerId = await idOf(serialNumber)
    const asleep = await fleet().printers.get({ ...here, printerId })
    expect(asleep).toMatchObject({
      lowestSupplyPercent: 30,
      supplies: [{ state: 'unknown', percent: null, lastGood: { percent: 30, level: 30 } }],
    })
    expect(Math.abs(Date.parse(asleep.supplies[0]!.lastGood!.at) - (Date.now() - 3 * MINUTE))).toBeLessThan(10_000)
    await deliver(address, [[0, { serialNumber, supplies: [] }]])
    expect((await fleet().printers.get({ ...here, printerId })).supplies).toHaveLength(1)
    await deliver(address, [[0, { serialNumber, supplies: [level(25)] }]])
    const awake = await fleet().printers.get({ ...here, printerId })
    expect(awake).toMatchObject({ lowestSupplyPercent: 25, supplies: [{ percent: 25 }] })
    expect(awake.supplies[0]).not.toHaveProperty('lastGood')
  })

  it('is not that of another cartridge', async () => {
    const serialNumber = 'SWAPPED1'
    await deliver('10.9.0.2', [[MINUTE, { serialNumber, supplies: [{ ...level(30), serialNumber: 'old' }] }]])
    await deliver('10.9.0.2', [[0, { serialNumber, supplies: [{ ...unknown, serialNumber: 'new' }] }]])
    const swapped = await fleet().printers.get({ ...here, printerId: await idOf(serialNumber) })
    expect(swapped.lowestSupplyPercent).toBeNull()
    expect(swapped.supplies[0]).not.toHaveProperty('lastGood')
  })
})

describe('the history of readings', () => {
  it('has what was reported over a day, also what was delivered late and at once, and is rolled up by hour and day [printers/history-is-rolled-up]', async () => {
    const serialNumber = 'CHARTED1'
    const hours = Array.from({ length: 60 }, (_, i) => 60 - i)
    await deliver(
      '10.9.1.1',
      hours.flatMap((ago): [number, Parameters<typeof reading>[0]][] => [
        [ago * HOUR, { serialNumber, lifetimePageCount: 10_000 - ago * 10, monoPageCount: 9000 - ago, supplies: [level(ago)] }],
        [ago * HOUR - MINUTE, { serialNumber, lifetimePageCount: 10_001 - ago * 10, monoPageCount: 9001 - ago, supplies: [level(ago)] }],
      ]),
    )
    const printerId = await idOf(serialNumber)
    const read = async (range: 'day' | 'month' | 'year') => {
      const history = await fleet().printers.history({ ...here, printerId, range })
      expect(history.counters.length).toBeLessThanOrEqual(400)
      return history
    }
    const day = await read('day')
    expect(day.counters.length).toBeGreaterThan(20)
    expect(day.supplies).toMatchObject([{ key: '1.1', name: 'Black toner', color: 'black' }])
    expect(day.counters.at(-1)).toMatchObject({ lifetimePageCount: 9991, monoPageCount: 9000, colorPageCount: null })
    await keepHistory(server.services.db)
    // Doing it again changes nothing.
    const kept = () => asOwner(server, 'select * from reading_hours where printer_id = $1 order by at', [printerId])
    const rolled = await kept()
    await keepHistory(server.services.db)
    expect(await kept()).toEqual(rolled)
    expect(rolled.length).toBeGreaterThanOrEqual(58)
    expect((await asOwner(server, 'select * from reading_days where printer_id = $1', [printerId])).length).toBeGreaterThanOrEqual(2)
    await asOwner(server, "delete from reading_history where printer_id = $1 and at < now() - interval '3 hours'", [printerId])
    const month = await read('month')
    expect(month.counters.length).toBeGreaterThanOrEqual(29)
    const counts = month.counters.map((point) => point.lifetimePageCount!)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect((await read('year')).counters.at(-1)).toMatchObject({ lifetimePageCount: 9991 })
  })

  it('keeps a reading that says nothing new once an hour', async () => {
    const serialNumber = 'STILL1'
    for (const ago of [9, 8, 7, 6, 5, 4, 3, 2, 1]) await deliver('10.9.1.2', [[ago * 20 * MINUTE, { serialNumber }]])
    const kept = await asOwner(server, 'select at from reading_history where printer_id = $1', [await idOf(serialNumber)])
    expect(kept.length).toBeGreaterThanOrEqual(3)
    expect(kept.length).toBeLessThanOrEqual(4)
  })

  it('takes what is delivered weeks late by the hour, and drops what was kept long enough [printers/history-retention]', async () => {
    const serialNumber = 'LATE1'
    await deliver('10.9.1.3', [
      [20 * DAY, { serialNumber, lifetimePageCount: 5 }],
      [500 * DAY, { serialNumber, lifetimePageCount: 4 }],
      [0, { serialNumber, lifetimePageCount: 7 }],
    ])
    await keepHistory(server.services.db)
    const { counters } = await fleet().printers.history({ ...here, printerId: await idOf(serialNumber), range: 'month' })
    expect(counters.map((point) => point.lifetimePageCount)).toEqual([5, 7])
    await expect(changeSettings(cast, { hourRetentionDays: 1 })).rejects.toMatchObject({ code: 'invalid-input' })
    const before = await changeSettings(cast, { hourRetentionDays: 2 })
    expect(before).toMatchObject({ readingRetentionDays: 8, hourRetentionDays: 62, dayRetentionDays: 1100 })
    await keepHistory(server.services.db)
    const [old] = await asOwner(server, `select count(*)::int as n from reading_hours where at < now() - interval '40 days'`)
    const parts = await asOwner(
      server,
      `select count(*)::int as n from pg_class where relnamespace = 'history'::regnamespace and relname like 'reading_hours%' and relkind = 'r'`,
    )
    expect([old!.n, Number(parts[0]!.n) <= 4]).toEqual([0, true])
  })
})

describe('the retention of readings', () => {
  const partitions = async () => {
    const [row] = await asOwner(
      server,
      "select count(*)::int as n from pg_class where relnamespace = 'history'::regnamespace and relkind = 'r'",
    )
    return Number(row!.n)
  }

  it('may be as long as the settings allow, longer and shorter again, and keeps what is delivered late [printers/history-retention]', async () => {
    const serialNumber = 'YEARS1'
    const longest = { readingRetentionDays: 3650, hourRetentionDays: 3650, dayRetentionDays: 36_500 }
    const before = await changeSettings(cast, longest)
    await keepHistory(server.services.db)
    expect(await partitions()).toBeLessThan(400)
    await deliver('10.9.4.1', [
      [3600 * DAY, { serialNumber, lifetimePageCount: 3 }],
      [40 * DAY, { serialNumber, lifetimePageCount: 5 }],
      [0, { serialNumber, lifetimePageCount: 7 }],
    ])
    const printerId = await idOf(serialNumber)
    const counts = async () =>
      (
        await asOwner(server, 'select lifetime_page_count::int as n from reading_history where printer_id = $1 order by at', [printerId])
      ).map(({ n }) => n)
    expect(await counts()).toEqual([3, 5, 7])
    await changeSettings(cast, { ...before, readingRetentionDays: 8 })
    await keepHistory(server.services.db)
    expect(await partitions()).toBeLessThan(60)
    expect((await counts()).at(-1)).toBe(7)
    await changeSettings(cast, longest)
    await keepHistory(server.services.db)
    await deliver('10.9.4.1', [[3000 * DAY, { serialNumber, lifetimePageCount: 4 }]])
    expect(await counts()).toContain(4)
    await changeSettings(cast, before)
    await keepHistory(server.services.db)
  })
})

describe('the newest values', () => {
  it('keep which object gave each, also of one that is not reported again', async () => {
    const serialNumber = 'SOURCES1'
    const first = {
      serialNumber,
      monoPageCount: 5,
      sources: { serialNumber: '1.3.6.1.2.1.43.5.1.1.17.1', monoPageCount: '1.3.6.1.4.1.1.5' },
    }
    await deliver('10.9.3.1', [[5 * MINUTE, first]])
    await deliver('10.9.3.1', [[MINUTE, { serialNumber, monoPageCount: null, sources: { serialNumber: '1.3.6.1.4.1.1.7' } }]])
    const { monoPageCount, sources } = await fleet().printers.get({ ...here, printerId: await idOf(serialNumber) })
    expect([monoPageCount, sources]).toEqual([5, { serialNumber: '1.3.6.1.4.1.1.7', monoPageCount: '1.3.6.1.4.1.1.5' }])
  })
})

describe('the history of changes', () => {
  it('has address, firmware, host name, agent, contact, asset tag, location, registration, and counts that went down [printers/changes-are-kept] [printers/counts-that-go-down]', async () => {
    const serialNumber = 'CHANGES1'
    await deliver('10.9.2.1', [[5 * MINUTE, { serialNumber, lifetimePageCount: 100 }]])
    const printerId = await idOf(serialNumber)
    await deliver('10.9.2.2', [[4 * MINUTE, { serialNumber, firmware: '2.0', hostName: 'renamed', lifetimePageCount: 10 }]])
    const otherSource = { lifetimePageCount: 8, lifetimePageCountSource: 'another object' }
    await deliver('10.9.2.2', [[3 * MINUTE, { serialNumber, firmware: '2.0', hostName: 'renamed', ...otherSource }]])
    await asOwner(server, `update agents set last_contact_at = now() - interval '1 hour' where name = 'first'`)
    const second = await makeAgent(server, fleet(), cast.child, { name: 'second' })
    await deliver('10.9.2.2', [[2 * MINUTE, { serialNumber, firmware: '2.0', hostName: 'renamed', ...otherSource }]], second)
    const contact = await fleet().contacts.create({ ...here, contact: contactForm() })
    const { id: selectionId } = await fleet().printers.select({ ...here, printerIds: [printerId] })
    const { taskId } = await fleet().contacts.assign({ params: here, headers: {}, body: { selectionId, contactId: contact.id } })
    await ended(fleet(), cast.child, taskId)
    await asOwner(server, `update printers set asset_tag = 'A1', location_set = 'Cellar' where id = $1`, [printerId])
    await asOwner(server, `update printers set registration = 'unenrolled', unenrolled_at = now() where id = $1`, [printerId])
    await asOwner(server, `update printers set registration = 'enrolled', unenrolled_at = null where id = $1`, [printerId])
    const { items } = await fleet().printers.listEvents({ ...here, printerId })
    const reported = items.map(({ kind, before, after }) => [kind, before, after]).toReversed()
    expect(reported).toEqual(
      expect.arrayContaining([
        ['ip-address', '10.9.2.1', '10.9.2.2'],
        ['host-name', 'press', 'renamed'],
        ['firmware', '1.2', '2.0'],
        ['page-count-went-down', '100', '10'],
        ['agent', 'first', 'second'],
        ['contact', null, 'Ada Berg'],
        ['asset-tag', null, 'A1'],
        ['location', 'Hall', 'Cellar'],
        ['registration', 'Enrolled', 'Unenrolled'],
        ['registration', 'Unenrolled', 'Enrolled'],
      ]),
    )
    expect(reported).toHaveLength(10)
    const first = await fleet().printers.listEvents({ ...here, printerId, limit: 4 })
    const rest = await fleet().printers.listEvents({ ...here, printerId, limit: 50, cursor: first.nextCursor! })
    expect([...first.items, ...rest.items]).toEqual(items)
    expect(await fleet().printers.listTasks({ ...here, printerId })).toMatchObject({
      items: [{ taskId, kind: 'assign-contact', outcome: 'done', status: 'completed' }],
      nextCursor: null,
    })
  })

  it('goes with a printer that is deleted, and is nobody else’s to see', async () => {
    const serialNumber = 'DELETED1'
    await deliver('10.9.3.1', [[MINUTE, { serialNumber }]])
    await deliver('10.9.3.2', [[0, { serialNumber }]])
    const printerId = await idOf(serialNumber)
    const there = { organizationId: cast.neighbour, printerId }
    await expect(cast.stranger.printers.history(there)).rejects.toMatchObject({ code: 'not-found' })
    expect((await cast.stranger.printers.listEvents(there)).items).toEqual([])
    expect((await cast.stranger.printers.listTasks(there)).items).toEqual([])
    await asOwner(server, 'delete from printers where id = $1', [printerId])
    for (const table of ['reading_history', 'printer_events'])
      expect(await asOwner(server, `select * from ${table} where printer_id = $1`, [printerId])).toEqual([])
  })
})
