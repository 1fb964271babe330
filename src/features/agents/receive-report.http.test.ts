import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeAgent, makeCast, reading, supply, type TestAgent } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

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

interface Item {
  sequence: number
  kind: string
  address: string
  at: string
  [key: string]: unknown
}
const item = (
  sequence: number,
  serialNumber: string | null,
  change: Parameters<typeof reading>[0] = {},
  more: Partial<Item> = {},
): Item => ({
  sequence,
  kind: 'reading',
  address: `10.2.0.${sequence}`,
  at: new Date().toISOString(),
  reading: reading({ serialNumber, ...change }),
  ...more,
})
const silence = (sequence: number, address: string, reason = 'no-answer', at = new Date().toISOString()): Item => ({
  sequence,
  kind: 'no-reading',
  address,
  at,
  reason,
})
const report = (agent: TestAgent, items: Item[]) => agent.client.agentProtocol.report({ items })

describe('a report', () => {
  it('has each item once, whatever is repeated or out of order [agents/each-item-once]', async () => {
    const agent = await agentOf()
    const items = [
      item(3, 'ORDER1', { lifetimePageCount: 30 }, { address: '10.2.9.9' }),
      item(1, 'ORDER1', { lifetimePageCount: 10 }, { address: '10.2.9.9' }),
    ]
    const twice = item(3, 'ORDER2')
    expect(await report(agent, [...items, twice])).toEqual({ deliveredThrough: 3, setAside: [] })
    expect(await find('ORDER')).toMatchObject([{ serialNumber: 'ORDER2' }, { serialNumber: 'ORDER1', lifetimePageCount: 10 }])
    expect(await report(agent, [item(2, 'LATE1'), item(3, 'LATE2')])).toEqual({ deliveredThrough: 3, setAside: [] })
    expect(await find('LATE')).toEqual([])
    const all = await Promise.all([1, 2, 3, 4].map(() => report(agent, [item(4, 'RACE1', { lifetimePageCount: 7 }), item(5, 'RACE2')])))
    expect(all.every(({ deliveredThrough }) => deliveredThrough === 5)).toBe(true)
    expect(await find('RACE')).toHaveLength(2)
  })

  it('sets aside what is not valid, and keeps the rest [agents/each-item-once]', async () => {
    const agent = await agentOf()
    const bad: Item[] = [
      item(1, 'NUL\u0000'),
      item(2, 'HALF\ud800'),
      item(3, 'DEEP1', { supplies: [supply({ name: 'a\u0000b' })] }),
      item(4, 'DEEP2', { alerts: [{ severity: 'warning', code: null, text: '\udfff' }] }),
      item(5, 'NEGATIVE', { lifetimePageCount: -1 }),
      item(6, 'HUGE', { lifetimePageCount: 2 ** 60 }),
      item(7, 'NODATE', {}, { at: 'yesterday' }),
      { ...item(8, 'NOKIND'), kind: 'nonsense' },
      item(9, 'MAC', { macAddress: 'aa:bb' }),
      { sequence: 10 } as Item,
    ]
    const good = [item(11, 'FINE1', { description: 'a backslash, \\u0000, is a text' }), item(12, 'FINE2')]
    const { deliveredThrough, setAside } = await report(agent, [...bad, ...good])
    expect(deliveredThrough).toBe(12)
    expect(setAside.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(setAside.every(({ reason }) => reason.length > 5)).toBe(true)
    expect((await find('FINE')).map((printer) => printer.serialNumber).toSorted()).toEqual(['FINE1', 'FINE2'])
  })

  it('keeps what is odd but true: addresses that are none, times of a stopped clock, numbers at their limits [agents/each-item-once]', async () => {
    const agent = await agentOf()
    const odd = [
      item(1, 'ODD1', {}, { address: '999.1.1.1' }),
      item(2, 'ODD2', {}, { address: 'fe80::1%eth0' }),
      item(3, 'ODD3', {}, { address: 'printer.example.com' }),
      item(4, 'ODD4', {}, { at: '0000-01-01T00:00:00Z' }),
      item(5, 'ODD5', {}, { at: '9999-12-31T23:59:59.999+23:59' }),
      item(6, 'ODD6', { lifetimePageCount: Number.MAX_SAFE_INTEGER }),
      item(7, 'ODD7', { alerts: [{ severity: 'critical', code: null, text: '' }] }),
      { sequence: 8, kind: 'work-done', address: '', at: new Date().toISOString(), workId: crypto.randomUUID(), printersFound: 2 ** 40 },
    ]
    expect(await report(agent, odd)).toEqual({ deliveredThrough: 8, setAside: [] })
    const found = await find('ODD')
    expect(found).toHaveLength(7)
    const of = (serialNumber: string) => found.find((printer) => printer.serialNumber === serialNumber)!
    expect(of('ODD1').ipAddress).toBe('999.1.1.1')
    expect(Date.parse(of('ODD5').lastReadAt!)).toBeLessThanOrEqual(Date.now())
    expect(of('ODD7').worstAlert).toBe('Critical alert without a text')
  })

  it('that the database does not take is halved until what is wrong is found, and that alone is set aside [agents/each-item-once]', async () => {
    const agent = await agentOf()
    await asOwner(
      server,
      `create function refuse_poison() returns trigger language plpgsql as $$ begin raise exception 'poison' using errcode = '22000'; end $$;
       create trigger refuse_poison before insert on printers for each row when (new.serial_number like 'POISON%') execute function refuse_poison()`,
    )
    const items = Array.from({ length: 20 }, (_, i) => item(i + 1, i === 6 || i === 13 ? `POISON${i}` : `HEALTHY${i}`))
    const { deliveredThrough, setAside } = await report(agent, items)
    expect([deliveredThrough, setAside.map(({ sequence }) => sequence)]).toEqual([20, [7, 14]])
    expect(await find('HEALTHY')).toHaveLength(18)
    await asOwner(server, 'drop trigger refuse_poison on printers')
  })

  it('is refused as a whole when it is no report: empty, too long, not a list', async () => {
    const agent = await agentOf()
    await expect(report(agent, [])).rejects.toMatchObject({ status: 400 })
    await expect(
      report(
        agent,
        Array.from({ length: 501 }, (_, i) => item(i + 1, `MANY${i}`)),
      ),
    ).rejects.toMatchObject({ status: 400 })
    await expect(server.as('agent_unknown').agentProtocol.report({ items: [item(1, 'X11')] })).rejects.toMatchObject({
      code: 'agent-not-known',
      status: 401,
    })
    await expect(server.as(cast.keys['partner-fleet']).agentProtocol.report({ items: [item(1, 'X11')] })).rejects.toMatchObject({
      code: 'agent-not-known',
    })
  })
})

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

  it('tells of an address that changed hands, in order; the former printer says so [printers/noncommunicating-has-a-reason]', async () => {
    const agent = await agentOf()
    const address = '10.2.4.1'
    await report(agent, [
      item(1, 'HANDS1', {}, { address }),
      item(2, 'HANDS2', {}, { address }),
      item(3, 'HANDS1', {}, { address: '10.2.4.2' }),
    ])
    const [one] = await find('HANDS1')
    expect(one).toMatchObject({ ipAddress: '10.2.4.2', silenceReason: null })
    await report(agent, [item(4, 'HANDS2', {}, { address: '10.2.4.2' })])
    expect((await find('HANDS1'))[0]).toMatchObject({ communication: 'noncommunicating', silenceReason: 'another-printer' })
    await report(agent, [item(5, 'HANDS1', {}, { address })])
    expect((await find('HANDS1'))[0]).toMatchObject({ communication: 'communicating', silenceReason: null, ipAddress: address })
  })

  it('tells of silence and readings in order: what was read after is not silent [printers/noncommunicating-has-a-reason]', async () => {
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

  it('of two organizations that see the same printers at the same moment: each is registered in one, and the other is told nothing of that [printers/one-registration] [printers/conflicts-are-the-providers]', async () => {
    const mine = await agentOf()
    const theirs = await makeAgent(server, cast.stranger, cast.neighbour)
    const items = Array.from({ length: 10 }, (_, i) => item(i + 1, `ONE${i}`))
    const told = await Promise.all([report(mine, items), report(theirs, items)])
    expect(told.map(({ setAside }) => setAside)).toEqual([[], []])
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
  it('a page count that was not told this time stays, with its age and source', async () => {
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

  it('the time of an agent whose clock is off is told by the server’s', async () => {
    const agent = await agentOf()
    const ahead = 86_400_000
    await agent.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date(Date.now() + ahead).toISOString(), waiting: 1 })
    await report(agent, [item(1, 'CLOCK1', {}, { at: new Date(Date.now() + ahead - 600_000).toISOString() })])
    const readAt = Date.parse((await find('CLOCK1'))[0]!.lastReadAt!)
    expect(Math.abs(Date.now() - 600_000 - readAt)).toBeLessThan(5000)
  })
})
