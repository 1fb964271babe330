import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeAgent, makeCast, reading, supply, type TestAgent } from '../../../../test/support/make.ts'
import { type Item, readingItem as item } from '../../../../test/support/report-items.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer({ worker: false, quiet: true })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const agentOf = (change = {}) => makeAgent(server, fleet(), cast.child, change)
const find = async (search: string) => (await fleet().printers.list({ ...here, search, limit: 200 })).items
const silence = (sequence: number, address: string, reason = 'no-answer', at = new Date().toISOString()): Item => ({
  sequence,
  kind: 'no-reading',
  address,
  at,
  reason,
})
const report = (agent: TestAgent, items: Item[]) => agent.client.agentProtocol.report({ items, compares: true })

describe('an agent that was cut off', () => {
  it('delivers many readings of one printer at once, as if each had come alone [printers/identity]', async () => {
    const agent = await agentOf()
    const macAddress = '00:11:22:33:44:66'
    const start = Date.now() - 60_000
    const at = (i: number) => new Date(start + i * 1000).toISOString()
    await report(agent, [
      item(1, null, { macAddress }, { address: '10.2.3.1', at: at(1) }),
      item(2, 'BACKLOG1', { macAddress, lifetimePageCount: 100 }, { address: '10.2.3.1', at: at(2) }),
      item(3, 'BACKLOG1', { macAddress, lifetimePageCount: 200 }, { address: '10.2.3.1', at: at(3) }),
      item(4, 'BACKLOG1', { macAddress, lifetimePageCount: null }, { address: '10.2.3.1', at: at(4) }),
      item(5, null, { macAddress, lifetimePageCount: null }, { address: '10.2.3.1', at: at(5) }),
    ])
    const found = await fleet().printers.list({ ...here, agent: [agent.id] })
    expect(found.items).toMatchObject([{ serialNumber: 'BACKLOG1', registration: 'enrolled', lifetimePageCount: 200 }])
    // Instants, not texts: PostgreSQL writes 19.01 where JavaScript writes 19.010.
    expect(Date.parse(found.items[0]!.lifetimePageCountReadAt!)).toBe(Date.parse(at(3)))
    expect(Date.parse(found.items[0]!.lastReadAt!)).toBe(Date.parse(at(5)))
  })

  it('reports of an address that changed hands, in order; the former printer says so and is kept as it was [printers/address-reused] [printers/noncommunicating-has-a-reason]', async () => {
    const agent = await agentOf()
    const address = '10.2.4.1'
    await report(agent, [
      item(1, 'HANDS1', {}, { address }),
      item(2, 'HANDS2', {}, { address }),
      item(3, 'HANDS1', {}, { address: '10.2.4.2' }),
    ])
    const [one] = await find('HANDS1')
    const kept = await fleet().printers.get({ ...here, printerId: one!.id })
    expect(one).toMatchObject({ ipAddress: '10.2.4.2', silenceReason: null })
    await report(agent, [item(4, 'HANDS2', {}, { address: '10.2.4.2' })])
    const now = await fleet().printers.get({ ...here, printerId: one!.id })
    expect(now).toMatchObject({ communication: 'noncommunicating', silenceReason: 'another-printer', silentSince: expect.any(String) })
    expect({ ...now, communication: kept.communication, silenceReason: null, silentSince: null }).toEqual(kept)
    expect(await find('HANDS')).toHaveLength(2)
    await report(agent, [item(5, 'HANDS1', {}, { address })])
    expect((await find('HANDS1'))[0]).toMatchObject({ communication: 'communicating', silenceReason: null, ipAddress: address })
  })

  it('reports since when a printer is not read: since the first reading that failed, not since it could say so [printers/noncommunicating-has-a-reason]', async () => {
    const agent = await agentOf()
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
    const [address, taken] = ['10.2.5.8', '10.2.5.9']
    await report(agent, [
      item(1, 'WEEKS1', {}, { address, at: hoursAgo(50) }),
      item(2, 'WEEKS2', {}, { address: taken, at: hoursAgo(50) }),
      silence(3, address, 'no-answer', hoursAgo(49)),
      silence(4, address, 'no-route', hoursAgo(30)),
      item(5, 'WEEKS3', {}, { address: taken, at: hoursAgo(10) }),
    ])
    const reported = async (serialNumber: string) => {
      const [{ silenceReason, silentSince } = { silenceReason: null, silentSince: null }] = await find(serialNumber)
      return [silenceReason, Math.round((Date.now() - Date.parse(silentSince!)) / 3_600_000)]
    }
    expect(await reported('WEEKS1')).toEqual(['no-route', 49])
    expect(await reported('WEEKS2')).toEqual(['another-printer', 10])
  })

  it('reports of silence and readings in order: what was read after is not silent [printers/noncommunicating-has-a-reason]', async () => {
    const agent = await agentOf()
    await report(agent, [item(1, 'HUSH1', {}, { address: '10.2.5.1' }), item(2, 'HUSH2', {}, { address: '10.2.5.2' })])
    await report(agent, [
      silence(3, '10.2.5.1', 'excluded'),
      item(4, 'HUSH1', {}, { address: '10.2.5.1' }),
      silence(5, '10.2.5.2', 'excluded'),
    ])
    expect((await find('HUSH1'))[0]).toMatchObject({ silenceReason: null })
    expect((await find('HUSH2'))[0]).toMatchObject({ communication: 'noncommunicating', silenceReason: 'excluded' })
    await report(agent, [item(6, 'HUSH2', {}, { address: '10.2.5.2' })])
    await report(agent, [silence(7, '10.2.5.2', 'excluded', new Date(Date.now() - 60_000).toISOString())])
    expect((await find('HUSH2'))[0]).toMatchObject({ communication: 'communicating' })
  })
})

describe('two agents', () => {
  it('that see the same new printers at the same moment make each once [printers/identity]', async () => {
    const agents = [await agentOf(), await agentOf()]
    const items = Array.from({ length: 30 }, (_, i) => item(i + 1, `BOTH${i}`))
    await Promise.all([report(agents[0]!, items), report(agents[1]!, items.toReversed())])
    expect(await find('BOTH')).toHaveLength(30)
  })

  it('of two organizations that see the same printers at the same moment: each is registered in one, and the other learns nothing of that [printers/one-registration] [printers/conflicts-are-the-providers]', async () => {
    const mine = await agentOf()
    const theirs = await makeAgent(server, cast.stranger, cast.neighbour)
    const items = Array.from({ length: 10 }, (_, i) => item(i + 1, `ONE${i}`))
    const reported = await Promise.all([report(mine, items), report(theirs, items)])
    expect(reported.map(({ setAside }) => setAside)).toEqual([[], []])
    const registered = await asOwner(
      server,
      `select count(*)::int as n, count(distinct organization_id)::int as organizations from printers where serial_number like 'ONE_' and registration = 'enrolled'`,
    )
    expect(registered[0]!.n).toBe(10)
    const lists = await Promise.all([
      find('ONE'),
      cast.stranger.printers.list({ organizationId: cast.neighbour, search: 'ONE' }).then(({ items: all }) => all),
    ])
    for (const printer of lists.flat().filter(({ registration }) => registration === 'failed'))
      expect(printer.registrationFailure).toBe('The printer cannot be registered. Contact Technical Support.')
    const conflicts = []
    for (let cursor: string | undefined; ; ) {
      const page = await cast.operator.printers.listConflicts({ organizationId: cast.provider, limit: 3, ...(cursor ? { cursor } : {}) })
      conflicts.push(...page.items)
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(conflicts.map(({ serialNumber }) => serialNumber).toSorted()).toEqual(items.map((_, i) => `ONE${i}`))
    const [first] = conflicts
    expect(first!.registeredIn.organizationId).not.toBe(first!.organizationId)
    await expect(fleet().printers.listConflicts({ organizationId: cast.child })).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('what a reading leaves', () => {
  it('a page count that was not reported this time stays, with its age and source', async () => {
    const agent = await agentOf()
    await report(agent, [item(1, 'COUNT1', { lifetimePageCount: 500, lifetimePageCountUnit: 'sheets' }, { address: '10.2.6.1' })])
    await report(agent, [
      item(2, 'COUNT1', { lifetimePageCount: null, lifetimePageCountUnit: null, lifetimePageCountSource: null }, { address: '10.2.6.1' }),
    ])
    const [printer] = await find('COUNT1')
    expect(printer).toMatchObject({ lifetimePageCount: 500 })
    expect(Date.parse(printer!.lifetimePageCountReadAt!)).toBeLessThan(Date.parse(printer!.lastReadAt!))
    const details = await fleet().printers.get({ ...here, printerId: printer!.id })
    expect(details).toMatchObject({ lifetimePageCountUnit: 'sheets', lifetimePageCountSource: reading().lifetimePageCountSource })
    await report(agent, [
      item(3, 'COUNT1', { lifetimePageCount: 501, lifetimePageCountUnit: null, lifetimePageCountSource: 'other' }, { address: '10.2.6.1' }),
    ])
    expect(await fleet().printers.get({ ...here, printerId: printer!.id })).toMatchObject({
      lifetimePageCount: 501,
      lifetimePageCountUnit: null,
      lifetimePageCountSource: 'other',
    })
  })

  it('an older reading does not replace a newer one', async () => {
    const agent = await agentOf()
    const address = '10.2.7.1'
    await report(agent, [item(1, 'OLDER1', { lifetimePageCount: 20 }, { address })])
    await report(agent, [item(2, 'OLDER1', { lifetimePageCount: 10 }, { address, at: new Date(Date.now() - 3_600_000).toISOString() })])
    expect((await find('OLDER1'))[0]).toMatchObject({ lifetimePageCount: 20 })
  })

  it('a level that is no number has none, whatever the agent says beside it [agents/special-levels-are-not-numbers]', async () => {
    const agent = await agentOf()
    const supplies = (['some-left', 'unknown', 'other'] as const).map((state) => supply({ state, percent: 1, level: 1 }))
    await report(agent, [
      item(1, 'SPECIAL1', { supplies: [...supplies, supply({ percent: 55, level: 55 })] }),
      item(2, 'SPECIAL2', { supplies }),
    ])
    const [first, second] = [(await find('SPECIAL1'))[0]!, (await find('SPECIAL2'))[0]!]
    expect([first.lowestSupplyPercent, second.lowestSupplyPercent]).toEqual([55, null])
    const details = await fleet().printers.get({ ...here, printerId: second.id })
    expect(details.supplies.map(({ level, percent }) => [level, percent])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ])
  })

  it('the time of an agent whose clock is off is given by the server’s', async () => {
    const agent = await agentOf()
    const ahead = 86_400_000
    await agent.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date(Date.now() + ahead).toISOString(), waiting: 1 })
    await report(agent, [item(1, 'CLOCK1', {}, { at: new Date(Date.now() + ahead - 600_000).toISOString() })])
    const readAt = Date.parse((await find('CLOCK1'))[0]!.lastReadAt!)
    expect(Math.abs(Date.now() - 600_000 - readAt)).toBeLessThan(5000)
  })
})
