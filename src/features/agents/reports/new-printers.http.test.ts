import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, changeSettings, makeAgent, makeCast, reading, type TestAgent } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const agentOf = (covers: string) => makeAgent(server, cast.fleetAdministrator, cast.child, { covers: [covers] })
const found = async (search: string) =>
  (await cast.fleetAdministrator.printers.list({ organizationId: cast.child, search, limit: 200 })).items.map((p) => p.serialNumber).sort()
const details = ({ id }: TestAgent) => cast.fleetAdministrator.agents.get({ organizationId: cast.child, agentId: id })

let sequence = 0
/** Reports a printer at each of these addresses, with these serial numbers. */
function report(agent: TestAgent, serials: Record<string, string>) {
  const at = new Date().toISOString()
  const items = Object.entries(serials).map(([serialNumber, address]) => {
    return { sequence: ++sequence, kind: 'reading', address, at, reading: reading({ serialNumber, hostName: 'press.example.com' }) }
  })
  return agent.client.agentProtocol.report({ items, compares: true })
}

describe('a new printer', () => {
  it('outside the criteria of its agent is set aside; the agent and its page read why [agents/only-what-criteria-cover]', async () => {
    const agent = await agentOf('10.1.0.0/24')
    const invented = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`SQUAT${i}`, `10.2.${i >> 8}.${i & 255}`]))
    const { setAside } = await report(agent, invented)
    expect(setAside).toHaveLength(500)
    expect(setAside[0]!.reason).toContain('10.2.0.0 is not covered by the discovery criteria of this agent.')
    expect(await found('SQUAT')).toEqual([])
    expect((await details(agent)).refused).toMatchObject({ address: '10.2.1.243', reason: setAside.at(-1)!.reason })
    expect((await report(agent, { COVERED1: '10.1.0.7' })).setAside).toEqual([])
    expect(await found('COVERED')).toEqual(['COVERED1'])
  })

  it('at an excluded address is set aside; a printer that is listed already is still read [agents/only-what-criteria-cover]', async () => {
    const agent = await agentOf('10.3.0.0/24')
    await report(agent, { LISTED1: '10.3.0.1' })
    const { edition, name, include } = await details(agent)
    const organizationId = cast.child
    await cast.fleetAdministrator.agents.change({ organizationId, agentId: agent.id, edition, name, include, exclude: ['10.3.0.0/24'] })
    const { setAside } = await report(agent, { LISTED1: '10.3.0.1', LISTED2: '10.3.0.2' })
    expect(setAside.map(({ reason }) => reason)).toEqual([
      '10.3.0.2 is excluded by the discovery criteria of this agent. No new printer is registered there.',
    ])
    expect(await found('LISTED')).toEqual(['LISTED1'])
  })

  it('of a host name is registered where no address is covered, one a day for each host name [agents/host-names-are-believed-once]', async () => {
    const agent = await agentOf('press.example.com')
    const { setAside } = await report(agent, { NAMED1: '10.4.0.1', NAMED2: '10.4.0.2' })
    expect(setAside).toHaveLength(1)
    expect(setAside[0]!.reason).toContain('10.4.0.2 is covered by no address in the discovery criteria of this agent')
    expect(await found('NAMED')).toEqual(['NAMED1'])
  })

  it('beyond the limit of a day waits; a reading of a later day registers it [agents/new-printers-per-day]', async () => {
    const before = await changeSettings(cast, { newPrintersPerDay: 2 })
    expect(before.newPrintersPerDay).toBe(2000)
    const agent = await agentOf('10.5.0.0/24')
    const three = { DAY1: '10.5.0.1', DAY2: '10.5.0.2', DAY3: '10.5.0.3' }
    expect((await report(agent, three)).setAside.map(({ reason }) => reason)).toEqual([
      'This agent has registered 2 new printers today, which is the limit for an agent and day. A later day registers this one.',
    ])
    expect((await report(agent, three)).setAside).toHaveLength(1)
    expect(await found('DAY')).toEqual(['DAY1', 'DAY2'])
    expect((await details(agent)).refused?.address).toBe('10.5.0.3')
    await asOwner(server, 'update agents set new_printers_day = new_printers_day - 1 where id = $1', [agent.id])
    expect((await report(agent, three)).setAside).toEqual([])
    expect(await found('DAY')).toEqual(['DAY1', 'DAY2', 'DAY3'])
    await changeSettings(cast, before)
  })
})
