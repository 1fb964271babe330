import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, makeAgent, makeCast, reading, supply, type TestAgent } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let agent: TestAgent
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  agent = await makeAgent(server, cast.fleetAdministrator, cast.child, { name: 'first' })
})
afterAll(() => server.stop())

const here = () => ({ organizationId: cast.child })
const fleet = () => cast.fleetAdministrator
const find = async (search: string) => (await fleet().printers.list({ ...here(), search })).items

describe('a printer', () => {
  it('is its maker and serial number: a new address, name or agent makes no second one [printers/identity]', async () => {
    await agent.deliver({ '10.5.0.1': reading({ serialNumber: 'SAME1', hostName: 'old' }) })
    const [before] = await find('SAME1')
    await agent.deliver({ '10.5.0.2': reading({ serialNumber: 'same1', hostName: 'new' }) })
    await agent.deliver({ '10.5.0.3': reading({ manufacturer: 'Bcme', serialNumber: 'SAME1' }) })
    const after = await find('same1')
    expect(after).toHaveLength(2)
    expect(after.find((printer) => printer.id === before!.id)).toMatchObject({
      ipAddress: '10.5.0.2',
      hostName: 'new',
      manufacturer: 'Acme',
    })
  })

  it('stays with the agent that owns it while that is heard of, and passes on when it falls silent [agents/owner-keeps-the-printer]', async () => {
    await agent.deliver({ '10.5.1.1': reading({ serialNumber: 'OWNED1' }) })
    const second = await makeAgent(server, fleet(), cast.child, { name: 'second' })
    await second.deliver({ '10.5.1.1': reading({ serialNumber: 'OWNED1', hostName: 'seen by the second' }) })
    expect((await find('OWNED1'))[0]).toMatchObject({ agent: 'first', hostName: 'press' })
    await asOwner(server, `update agents set last_contact_at = now() - interval '1 hour' where name = 'first'`)
    await second.deliver({ '10.5.1.1': reading({ serialNumber: 'OWNED1' }) })
    expect((await find('OWNED1'))[0]).toMatchObject({ agent: 'second' })
    await asOwner(server, `update agents set last_contact_at = now() where name = 'first'`)
  })

  it('gives way at its address to one that another agent owns, and says so [printers/address-reused]', async () => {
    const second = await makeAgent(server, fleet(), cast.child, { name: 'of the other building' })
    await agent.deliver({ '10.5.9.1': reading({ serialNumber: 'WASHERE1' }) })
    await second.deliver({ '10.5.9.2': reading({ serialNumber: 'CAMEHERE1' }) })
    await agent.deliver({ '10.5.9.1': reading({ serialNumber: 'CAMEHERE1' }) })
    expect((await find('WASHERE1'))[0]).toMatchObject({ silenceReason: 'another-printer', ipAddress: '10.5.9.1' })
    expect((await find('CAMEHERE1'))[0]).toMatchObject({ agent: 'of the other building', silenceReason: null })
    await agent.deliver({ '10.5.9.1': reading({ serialNumber: 'WASHERE1' }) })
    expect((await find('WASHERE1'))[0]).toMatchObject({ silenceReason: null })
  })

  it('without a usable serial number fails registration, and registers under the same id when it reports one [printers/no-usable-serial]', async () => {
    const macAddress = '00:11:22:33:44:55'
    await agent.deliver({ '10.5.2.1': reading({ serialNumber: '0000000', macAddress }) })
    const [failed] = (await fleet().printers.list({ ...here(), registration: ['failed'] })).items
    expect(failed).toMatchObject({ registration: 'failed', registrationFailure: expect.stringContaining('serial number') })
    await agent.deliver({ '10.5.2.1': reading({ serialNumber: 'TOLD1', macAddress }) })
    expect(await find('TOLD1')).toMatchObject([{ id: failed!.id, registration: 'enrolled', registrationFailure: null }])
    await agent.deliver({ '10.5.2.1': reading({ serialNumber: null, macAddress }) })
    expect(await find('TOLD1')).toMatchObject([{ id: failed!.id, registration: 'enrolled' }])
  })

  it('registered in another organization fails here, and its customer does not learn that one exists [printers/one-registration]', async () => {
    const theirs = await makeAgent(server, cast.stranger, cast.neighbour)
    await theirs.deliver({ '10.5.3.1': reading({ serialNumber: 'ELSEWHERE1' }) })
    await agent.deliver({ '10.5.3.1': reading({ serialNumber: 'ELSEWHERE1' }) })
    const [printer] = await find('ELSEWHERE1')
    expect(printer).toMatchObject({
      registration: 'failed',
      registrationFailure: 'The printer cannot be registered. Contact Technical Support.',
    })
    await expect(asOwner(server, `update printers set registration = 'enrolled' where id = $1`, [printer!.id])).rejects.toMatchObject({
      code: '23505',
    })
  })

  it('that was unenrolled stays off the list until a discovery is asked for, and is then the same [printers/unenrolled-until-asked]', async () => {
    await agent.deliver({ '10.5.4.1': reading({ serialNumber: 'LEFT1' }) })
    const [printer] = await find('LEFT1')
    await asOwner(server, `update printers set registration = 'unenrolled', unenrolled_at = now() where id = $1`, [printer!.id])
    await agent.deliver({ '10.5.4.1': reading({ serialNumber: 'LEFT1' }) })
    expect(await find('LEFT1')).toEqual([])
    await fleet().agents.discover({ ...here(), agentId: agent.id })
    await agent.deliver({ '10.5.4.1': reading({ serialNumber: 'LEFT1' }) })
    expect(await find('LEFT1')).toMatchObject([{ id: printer!.id, registration: 'enrolled' }])
  })

  it('is Noncommunicating with its reason: agent silent, its disk, address now another printer; one failed reading is no silence [printers/noncommunicating-has-a-reason]', async () => {
    await agent.deliver({ '10.5.5.1': reading({ serialNumber: 'QUIET1' }), '10.5.5.2': reading({ serialNumber: 'QUIET2' }) })
    const at = new Date().toISOString()
    await agent.client.agentProtocol.report({
      items: [{ sequence: 9000, kind: 'no-reading', address: '10.5.5.1', at, reason: 'no-answer' }],
    })
    expect((await find('QUIET1'))[0]).toMatchObject({ communication: 'communicating' })
    const late = (serialNumber: string) => ({ kind: 'reading', address: '10.5.5.2', at, reading: reading({ serialNumber }) })
    await agent.client.agentProtocol.report({ items: [{ sequence: 9001, ...late('NEWCOMER1') }] })
    expect((await find('QUIET2'))[0]).toMatchObject({ communication: 'noncommunicating', silenceReason: 'another-printer' })
    await asOwner(server, `update printer_readings set last_read_at = now() - interval '2 days' where printer_id = $1`, [
      (await find('QUIET1'))[0]!.id,
    ])
    expect((await find('QUIET1'))[0]).toMatchObject({ communication: 'noncommunicating', silenceReason: 'no-answer' })
    const beat = (more = {}) =>
      agent.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date().toISOString(), waiting: 7, ...more })
    await beat({ diskTrouble: 'database or disk is full' })
    const full = (await find('QUIET1'))[0]!
    expect(full).toMatchObject({ silenceReason: 'agent-disk', silentSince: expect.any(String) })
    expect(await fleet().agents.get({ ...here(), agentId: agent.id })).toMatchObject({ diskTrouble: 'database or disk is full' })
    await beat({ diskTrouble: 'database or disk is full' })
    expect((await find('QUIET1'))[0]!.silentSince).toBe(full.silentSince)
    await beat()
    expect((await find('QUIET1'))[0]).toMatchObject({ silenceReason: 'no-answer' })
    await asOwner(server, `update agents set last_contact_at = now() - interval '1 hour' where name = 'first'`)
    expect((await find('NEWCOMER1'))[0]).toMatchObject({ communication: 'noncommunicating', silenceReason: 'agent-silent' })
    await asOwner(server, `update agents set last_contact_at = now() where name = 'first'`)
  })

  it('never shows a special level as a number: the lowest supply is the lowest that is known', async () => {
    const special = { state: 'some-left', level: null, percent: null } as const
    const other = await makeAgent(server, fleet(), cast.child)
    await other.deliver({
      '10.5.6.1': reading({ serialNumber: 'LEVEL1', supplies: [supply({ percent: 40, level: 40 }), supply(special)] }),
      '10.5.6.2': reading({ serialNumber: 'LEVEL2', supplies: [supply(special)] }),
    })
    expect([(await find('LEVEL1'))[0]!.lowestSupplyPercent, (await find('LEVEL2'))[0]!.lowestSupplyPercent]).toEqual([40, null])
  })
})

describe('a selection', () => {
  it('is frozen: a printer that matches later is not in it, and another organization does not find it [printers/selections-are-frozen]', async () => {
    const other = await makeAgent(server, fleet(), cast.child)
    await other.deliver({ '10.6.0.1': reading({ serialNumber: 'FROZEN1' }), '10.6.0.2': reading({ serialNumber: 'FROZEN2' }) })
    const selection = await fleet().printers.select({ ...here(), filter: { search: 'frozen' } })
    expect(selection).toMatchObject({ printers: 2, filter: expect.stringContaining('frozen') })
    await other.deliver({ '10.6.0.3': reading({ serialNumber: 'FROZEN3' }) })
    const report = await fleet().program.checkEligibility({ ...here(), selectionId: selection.id })
    expect([report.printers, report.lines.reduce((sum, line) => sum + line.printers, 0)]).toEqual([2, 2])
    const foreign = cast.stranger.program.checkEligibility({ organizationId: cast.neighbour, selectionId: selection.id })
    await expect(foreign).rejects.toMatchObject({ code: 'not-found' })
    await expect(fleet().printers.select({ ...here(), filter: { search: 'nothing like it' } })).rejects.toMatchObject({
      code: 'nothing-selected',
    })
  })
})

describe('the list', () => {
  it('finds a printer by its contact too', async () => {
    const contact = await fleet().contacts.create({ ...here(), contact: contactForm({ lastName: 'Findable' }) })
    const other = await makeAgent(server, fleet(), cast.child)
    await other.deliver({ '10.8.0.1': reading({ serialNumber: 'ADDRESSED1' }) })
    const [printer] = await find('ADDRESSED1')
    await asOwner(server, 'insert into printer_contacts (organization_id, printer_id, contact_id) values ($1, $2, $3)', [
      cast.child,
      printer!.id,
      contact.id,
    ])
    expect((await find('findable')).map((found) => found.id)).toEqual([printer!.id])
  })
})
