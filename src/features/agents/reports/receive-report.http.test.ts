import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeAgent, makeCast, type reading, supply, type TestAgent } from '../../../../test/support/make.ts'
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
const report = (agent: TestAgent, items: Item[]) => agent.client.agentProtocol.report({ items, compares: true })

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
    const names = ['one.example.com', 'two.example.com', 'three.example.com']
    const agent = await agentOf({ covers: ['0.0.0.0-255.255.255.255', ...names] })
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

describe('a report of changes', () => {
  const changes = (sequence: number, basis: number, address: string, changed: Partial<ReturnType<typeof reading>>) => ({
    sequence,
    kind: 'reading-changes',
    address,
    at: new Date().toISOString(),
    basis,
    changes: changed,
  })
  const details = async (serialNumber: string) => fleet().printers.get({ ...here, printerId: (await find(serialNumber))[0]!.id })

  it('is announced by the heartbeat, with the number that the server has: an outbox that lost count sends nothing twice [agents/each-item-once]', async () => {
    const agent = await agentOf()
    const beat = () => agent.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date().toISOString(), waiting: 0 })
    expect(await beat()).toMatchObject({ takes: ['changes', 'gzip'], deliveredThrough: 0 })
    await report(agent, [item(7, 'BEAT1')])
    expect(await beat()).toMatchObject({ deliveredThrough: 7 })
  })

  it('leaves what it does not report as it was, and counts it as read now [agents/changes-belong-to-a-reading]', async () => {
    const agent = await agentOf()
    const address = '10.2.20.1'
    const supplies = [supply(), supply({ index: '1.2', name: 'Waste', state: 'some-left', level: null, percent: null })]
    const anHourAgo = new Date(Date.now() - 3_600_000).toISOString()
    await report(agent, [item(1, 'CHANGE1', { supplies, statusText: 'Ready' }, { address, at: anHourAgo })])
    const before = await details('CHANGE1')
    await report(agent, [changes(2, 1, address, { lifetimePageCount: 1300, statusText: null })])
    const after = await details('CHANGE1')
    const { lastReadAt, lifetimePageCount, lifetimePageCountReadAt, statusText, ...rest } = after
    expect(before).toMatchObject(rest)
    expect([lifetimePageCount, statusText]).toEqual([1300, null])
    for (const at of [lastReadAt, lifetimePageCountReadAt]) expect(Date.now() - Date.parse(at!)).toBeLessThan(60_000)
    // The basis stays the whole reading, whatever was reported since.
    const counted = { lifetimePageCount: 1301 }
    await report(agent, [changes(3, 1, address, counted), changes(4, 1, address, { ...counted, location: 'Cellar' })])
    await report(agent, [changes(5, 4, address, {})])
    expect(await details('CHANGE1')).toMatchObject({ lifetimePageCount: 1301, location: 'Cellar', hostName: 'press' })
    expect(Date.parse((await details('CHANGE1')).lifetimePageCountReadAt!)).toBeGreaterThan(Date.parse(lifetimePageCountReadAt!))
  })

  it('that belongs to no reading that is here is not taken: the whole is asked for, of all such addresses at once [agents/changes-belong-to-a-reading]', async () => {
    const agent = await agentOf()
    const at = (i: number) => `10.2.21.${i}`
    await report(agent, [item(1, 'WHOLE1', {}, { address: at(1) }), item(2, 'WHOLE2', {}, { address: at(2) })])
    const reported = await report(agent, [
      changes(3, 1, at(1), { lifetimePageCount: 2000 }),
      changes(4, 999, at(2), { lifetimePageCount: 2000 }),
      changes(5, 1, at(1), { lifetimePageCount: 2001 }),
      changes(6, 1, at(3), { lifetimePageCount: 2000 }),
    ])
    expect(reported).toEqual({ deliveredThrough: 3, setAside: [], wholeWanted: [at(2), at(3)] })
    expect((await find('WHOLE')).map((printer) => printer.lifetimePageCount).toSorted()).toEqual([1234, 2000])
    const again = [
      item(4, 'WHOLE2', { lifetimePageCount: 2000 }, { address: at(2) }),
      changes(5, 1, at(1), { lifetimePageCount: 2001 }),
      item(6, 'WHOLE3', {}, { address: at(3) }),
      changes(7, 6, at(3), { hostName: 'third' }),
    ]
    expect(await report(agent, again)).toEqual({ deliveredThrough: 7, setAside: [] })
    expect(await report(agent, again)).toEqual({ deliveredThrough: 7, setAside: [] })
    expect((await find('WHOLE3'))[0]).toMatchObject({ hostName: 'third', lifetimePageCount: 1234 })
    // An agent from before changes had numbers.
    const { basis: _, ...old } = changes(8, 1, at(1), { hostName: 'old' })
    expect(await report(agent, [old])).toEqual({ deliveredThrough: 7, setAside: [], wholeWanted: [at(1)] })
    expect(await report(agent, [{ ...old, address: at(9) }])).toEqual({ deliveredThrough: 7, setAside: [], wholeWanted: [at(9)] })
    // Another agent of the same address has reported nothing of it.
    const other = await agentOf()
    expect(await report(other, [changes(1, 1, at(1), {})])).toEqual({ deliveredThrough: 0, setAside: [], wholeWanted: [at(1)] })
  })

  it('that one bad value spoils costs the others nothing; what was compared with it is asked for whole [agents/each-item-once] [agents/changes-belong-to-a-reading]', async () => {
    const agent = await agentOf()
    const address = '10.2.22.1'
    await report(agent, [item(1, 'SPOILT1', {}, { address })])
    const reported = await report(agent, [
      changes(2, 1, address, { lifetimePageCount: -5 }),
      item(3, 'SOUND1', {}, { address: '10.2.22.2' }),
      changes(4, 2, address, { hostName: 'after' }),
    ])
    expect(reported).toMatchObject({ deliveredThrough: 3, setAside: [{ sequence: 2 }], wholeWanted: [address] })
    expect(await find('SOUND1')).toHaveLength(1)
    expect(await report(agent, [item(4, 'SPOILT1', { hostName: 'after' }, { address })])).toEqual({ deliveredThrough: 4, setAside: [] })
    expect((await find('SPOILT1'))[0]).toMatchObject({ hostName: 'after', lifetimePageCount: 1234 })
  })

  it('that the database does not take is set aside alone, and is no basis either [agents/changes-belong-to-a-reading]', async () => {
    const agent = await agentOf()
    const address = '10.2.23.1'
    await asOwner(
      server,
      `create function refuse_venom() returns trigger language plpgsql as $$ begin raise exception 'venom' using errcode = '22000'; end $$;
       create trigger refuse_venom before update on printers for each row when (new.host_name = 'venom') execute function refuse_venom()`,
    )
    await report(agent, [item(1, 'VENOM1', {}, { address })])
    const reported = await report(agent, [
      changes(2, 1, address, { hostName: 'venom' }),
      changes(3, 2, address, { lifetimePageCount: 1235 }),
    ])
    expect(reported).toMatchObject({ deliveredThrough: 2, setAside: [{ sequence: 2 }], wholeWanted: [address] })
    await asOwner(server, 'drop trigger refuse_venom on printers')
  })
})

describe('a report that is packed', () => {
  const send = (agent: TestAgent, body: Buffer | string, encoding = 'gzip') =>
    fetch(`${server.url}/api/v1/agent/reports`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${agent.credential}`,
        'mps-agent-instance': 'test',
        'content-type': 'application/json',
        'content-encoding': encoding,
      },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    })

  it('is read like any other [platform/packed-bodies-are-bounded]', async () => {
    const agent = await agentOf()
    const answer = await send(agent, gzipSync(JSON.stringify({ items: [item(1, 'PACKED1', { location: 'Zürich' })] })))
    expect([answer.status, await answer.json()]).toEqual([200, { deliveredThrough: 1, setAside: [] }])
    expect(await find('PACKED1')).toMatchObject([{ location: 'Zürich' }])
  })

  it('is refused when it unpacks to too much, is no gzip, or is packed in another way [platform/packed-bodies-are-bounded]', async () => {
    const agent = await agentOf()
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
    expect(bomb.length).toBeLessThan(100_000)
    const reported = async (answer: Promise<Response>) => {
      const { status } = await answer
      return [status, ((await (await answer).json()) as { code: string; message: string }).message]
    }
    expect(await reported(send(agent, bomb))).toEqual([413, expect.stringContaining('more than 8 MB')])
    expect(await reported(send(agent, '{"items":[]}'))).toEqual([400, 'The body is not valid gzip.'])
    expect(await reported(send(agent, gzipSync('{"items":[')))).toEqual([400, expect.stringContaining('not valid JSON')])
    expect(await reported(send(agent, '{}', 'br'))).toEqual([400, expect.stringContaining('send gzip')])
    expect(await reported(send(agent, gzipSync('{"items":[]}').subarray(0, 20)))).toEqual([400, 'The body is not valid gzip.'])
  })
})

describe('a report whose numbers jump', () => {
  it('is taken up to a million beyond the one before; beyond that none of it is [agents/sequence-jumps-are-bounded]', async () => {
    const agent = await agentOf()
    const report = (...sequences: number[]) => agent.client.agentProtocol.report({ items: sequences.map((n) => item(n, `JUMP${n}`)) })
    expect(await report(1, 1_000_001)).toMatchObject({ deliveredThrough: 1_000_001 })
    for (const numbers of [[Number.MAX_SAFE_INTEGER], [1_000_002, 2_000_003]])
      await expect(report(...numbers)).rejects.toMatchObject({ code: 'sequence-jump', status: 409, data: { deliveredThrough: 1_000_001 } })
    expect(await find('JUMP1000002')).toEqual([])
    expect(await report(1_000_002)).toMatchObject({ deliveredThrough: 1_000_002 })
  })
})

describe('two installations with one credential', () => {
  it('never both report: the second is refused until the first has been silent; a credential that was withdrawn reports no more [agents/one-installation]', async () => {
    const agent = await agentOf()
    const deliver = (instance: string, sequence: number) =>
      server.as(agent.credential, instance).agentProtocol.report({ items: [item(sequence, `TWIN${sequence}`)] })
    await deliver('first', 1)
    await expect(deliver('second', 2)).rejects.toMatchObject({ code: 'agent-used-elsewhere', status: 409 })
    expect(await find('TWIN2')).toEqual([])
    await asOwner(server, `update agents set instance_heard_at = now() - interval '4 minutes' where id = $1`, [agent.id])
    expect(await deliver('second', 2)).toMatchObject({ deliveredThrough: 2 })
    await expect(deliver('first', 3)).rejects.toMatchObject({ code: 'agent-used-elsewhere' })
    // A new code moves the agent at once; the old credential is void from then on.
    const { code } = await fleet().agents.createActivationCode({ ...here, agentId: agent.id })
    await server.as().agentProtocol.activate({ code, version: '1.0.0', hostName: 'h' })
    await expect(deliver('second', 3)).rejects.toMatchObject({ code: 'agent-not-known', status: 401 })
    expect(await find('TWIN3')).toEqual([])
  })

  it('are distinguished in every request: one that does not name its installation is refused [agents/one-installation]', async () => {
    const agent = await agentOf()
    const calls = [
      ['POST', 'heartbeats'],
      ['POST', 'reports'],
      ['GET', 'configuration'],
      ['GET', 'bundles/0'],
      ['POST', 'update-outcomes'],
    ] as const
    const ask = async (method: string, path: string, instance?: string) => {
      const headers = {
        authorization: `Bearer ${agent.credential}`,
        'content-type': 'application/json',
        ...(instance && { 'mps-agent-instance': instance }),
      }
      const response = await fetch(`${server.url}/api/v1/agent/${path}`, { method, headers, ...(method === 'POST' && { body: '{}' }) })
      return [path, response.status, ((await response.json()) as { code: string }).code]
    }
    for (const [method, path] of calls) expect(await ask(method, path)).toEqual([path, 400, 'agent-instance-missing'])
    await server.as(agent.credential, 'first').agentProtocol.configuration()
    for (const [method, path] of calls) expect(await ask(method, path, 'second')).toEqual([path, 409, 'agent-used-elsewhere'])
  })
})
