import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, makeOffering, reading } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
let profileId: string
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  profileId = (await fleet().agents.createProfile({ ...here, profile: { name: 'P', version: 'v2c', community: 'c' } })).id
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const agentOf = () => makeAgent(server, fleet(), cast.child)
const find = async (search: string) => (await fleet().printers.list({ ...here, search })).items
const only = async (serialNumber: string) => {
  const found = await find(serialNumber)
  expect(found).toHaveLength(1)
  return found[0]!
}
const select = async (search: string) => (await fleet().printers.select({ ...here, filter: { search } })).id
/** Starts a task and gives its outcomes by serial number when it has ended. */
async function outcomes(started: Promise<{ taskId: string }>) {
  const { taskId } = await started
  const { status } = await ended(fleet(), cast.child, taskId)
  const { items } = await fleet().tasks.listOutcomes({ ...here, taskId, limit: 200 })
  return { status, of: Object.fromEntries(items.map((item) => [item.serialNumber ?? '', item])) }
}
const transfer = (selectionId: string, agentId: string, headers = {}) =>
  fleet().agents.transferPrinters({ params: here, headers, body: { selectionId, agentId } })
const enroll = (selectionId: string) => fleet().agents.enrollPrinters({ params: here, headers: {}, body: { selectionId } })
const silence = (agentId: string) =>
  asOwner(server, `update agents set last_contact_at = now() - interval '16 minutes' where id = $1`, [agentId])
const beat = (agent: Awaited<ReturnType<typeof agentOf>>) =>
  agent.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date().toISOString(), waiting: 0 })

/** Gives an agent these criteria, as a person would. */
async function cover(agentId: string, include: string[], exclude: string[] = [], losesHeldPrinters?: number) {
  const { edition, name } = await fleet().agents.get({ ...here, agentId })
  const entries = include.map((entry) => ({ entry, profileId }))
  const confirmed = losesHeldPrinters === undefined ? {} : { losesHeldPrinters }
  return fleet().agents.change({ ...here, agentId, edition, name, include: entries, exclude, ...confirmed })
}

describe('a printer that two agents see', () => {
  it('stays with its owner, however often the other one sees it; passes when the owner is silent, and does not come back by itself [agents/owner-keeps-the-printer]', async () => {
    const [one, two] = [await agentOf(), await agentOf()]
    const see = (pages: number) => ({ '10.6.0.1': reading({ serialNumber: 'FLIP1', lifetimePageCount: pages }) })
    const elsewhere = (pages: number) => ({ '192.0.2.7': reading({ serialNumber: 'FLIP1', lifetimePageCount: pages, hostName: 'nat' }) })
    await one.deliver(see(10))
    for (let i = 0; i < 3; i++) {
      await two.deliver(elsewhere(99))
      expect(await only('FLIP1')).toMatchObject({ agentId: one.id, ipAddress: '10.6.0.1', lifetimePageCount: 10 + i, hostName: 'press' })
      await one.deliver(see(11 + i))
    }
    await silence(one.id)
    await two.deliver(elsewhere(20))
    expect(await only('FLIP1')).toMatchObject({ agentId: two.id, ipAddress: '192.0.2.7', registration: 'enrolled', lifetimePageCount: 20 })
    await beat(one)
    await one.deliver(see(21))
    expect(await only('FLIP1')).toMatchObject({ agentId: two.id, lifetimePageCount: 20 })
  })

  it('passes when its owner is to leave it alone, or has not read it for the set time [agents/owner-keeps-the-printer]', async () => {
    const [one, two] = [await agentOf(), await agentOf()]
    await cover(one.id, ['10.6.1.0/24'])
    await one.deliver({ '10.6.1.1': reading({ serialNumber: 'LEFT1' }), '10.6.1.2': reading({ serialNumber: 'LEFT2' }) })
    await two.deliver({ '10.6.1.1': reading({ serialNumber: 'LEFT1' }) })
    expect(await only('LEFT1')).toMatchObject({ agentId: one.id })
    await cover(one.id, ['10.6.1.2'])
    await two.deliver({ '10.6.1.1': reading({ serialNumber: 'LEFT1' }) })
    expect(await only('LEFT1')).toMatchObject({ agentId: two.id, communication: 'communicating' })
    await asOwner(server, `update printer_readings set last_read_at = now() - interval '25 hours' where printer_id = $1`, [
      (await only('LEFT2')).id,
    ])
    await two.deliver({ '10.6.1.2': reading({ serialNumber: 'LEFT2' }) })
    expect(await only('LEFT2')).toMatchObject({ agentId: two.id, communication: 'communicating' })
  })

  it('passes on request at the first reading by the other one, and until then its owner reads it [agents/transfer-on-request]', async () => {
    const [one, two] = [await agentOf(), await agentOf()]
    await cover(two.id, ['10.6.2.1', '10.6.2.9'])
    await one.deliver({ '10.6.2.1': reading({ serialNumber: 'PASS1' }), '10.6.2.2': reading({ serialNumber: 'PASS2' }) })
    await two.deliver({ '10.6.2.9': reading({ serialNumber: 'PASS3' }) })
    const selectionId = await select('PASS')
    const asked = transfer(selectionId, two.id, { 'idempotency-key': 'pressed twice' })
    const { status, of } = await outcomes(asked)
    expect(await transfer(selectionId, two.id, { 'idempotency-key': 'pressed twice' })).toEqual(await asked)
    expect(status).toBe('completed')
    expect(of.PASS1).toMatchObject({ outcome: 'done', details: expect.stringContaining('has read it for the first time') })
    expect(of.PASS2).toMatchObject({ outcome: 'done', details: expect.stringContaining('do not cover it') })
    expect(of.PASS3).toMatchObject({ outcome: 'done', details: expect.stringContaining('already reads it') })
    expect((await beat(two)).work).toMatchObject([{ kind: 'read', addresses: expect.arrayContaining(['10.6.2.1', '10.6.2.2']) }])
    const { id: printerId } = await only('PASS1')
    const passing = async () => (await fleet().agents.getPrinterWork({ ...here, printerId })).transfer
    expect(await passing()).toMatchObject({ agentId: two.id, requestedBy: 'partner-fleet' })
    await one.deliver({ '10.6.2.1': reading({ serialNumber: 'PASS1', lifetimePageCount: 5000 }) })
    expect(await only('PASS1')).toMatchObject({ agentId: one.id, lifetimePageCount: 5000 })
    await two.deliver({ '10.6.2.1': reading({ serialNumber: 'PASS1', lifetimePageCount: 5001 }) })
    expect(await only('PASS1')).toMatchObject({ agentId: two.id, registration: 'enrolled', lifetimePageCount: 5001 })
    expect(await passing()).toBeNull()
    await one.deliver({ '10.6.2.1': reading({ serialNumber: 'PASS1', lifetimePageCount: 5002 }) })
    expect(await only('PASS1')).toMatchObject({ agentId: two.id, lifetimePageCount: 5001 })
    await fleet().agents.deactivate({ ...here, agentId: one.id })
    await expect(transfer(selectionId, one.id)).rejects.toMatchObject({ code: 'agent-deactivated' })
  })

  it('is not noted to pass when it passes by itself at the same moment [agents/transfer-on-request]', async () => {
    const [one, two] = [await agentOf(), await agentOf()]
    await one.deliver({ '10.6.3.1': reading({ serialNumber: 'MIDWAY1' }) })
    const { id: printerId } = await only('MIDWAY1')
    const selectionId = await select('MIDWAY1')
    const passing = new pg.Client({ connectionString: server.database.url })
    await passing.connect()
    await passing.query('begin')
    await passing.query('update printers set agent_id = $1 where id = $2', [two.id, printerId])
    const reported = outcomes(transfer(selectionId, two.id))
    const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%printer_transfers%'`
    await expect.poll(async () => (await asOwner(server, waits)).length, { timeout: 10_000 }).toBe(1)
    await passing.query('commit')
    await passing.end()
    expect((await reported).of.MIDWAY1).toMatchObject({ details: expect.stringContaining('already reads it') })
    expect((await fleet().agents.getPrinterWork({ ...here, printerId })).transfer).toBeNull()
  })

  it('stays with one of two that see it at the same moment, again and again, also where both were silent [agents/owner-keeps-the-printer]', async () => {
    const [one, two] = [await agentOf(), await agentOf()]
    const seen = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`10.6.4.${i + 1}`, reading({ serialNumber: `BOTH-${i + 100}` })]))
    const owners = async () => (await find('BOTH-')).map(({ agentId }) => agentId)
    await Promise.all([one.deliver(seen), two.deliver(seen)])
    const first = await owners()
    expect(first).toHaveLength(20)
    for (let i = 0; i < 3; i++) await Promise.all([one.deliver(seen), two.deliver(seen)])
    expect(await owners()).toEqual(first)
    for (const { id } of [one, two]) await silence(id)
    await Promise.all([one.deliver(seen), two.deliver(seen)])
    const after = await owners()
    await Promise.all([two.deliver(seen), one.deliver(seen)])
    expect(await owners()).toEqual(after)
  })
})

describe('a printer that is not read', () => {
  it('says why and since when, in list, details and export, whatever the reason [printers/noncommunicating-has-a-reason]', async () => {
    const agent = await agentOf()
    await cover(agent.id, ['10.6.9.0/24'])
    const reported = (serialNumber: string) => reading({ serialNumber, location: 'Silent wing' })
    const names = ['no-route', 'no-answer', 'wrong-credentials', 'another-printer', 'excluded'] as const
    const at = (i: number) => `10.6.9.${i + 1}`
    await agent.deliver(Object.fromEntries(names.map((name, i) => [at(i), reported(`SILENT ${name}`)])))
    const days = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString()
    const noReadings = names
      .slice(0, 3)
      .map((reason, i) => ({ sequence: 100 + i, kind: 'no-reading', address: at(i), at: days(0), reason }))
    await agent.client.agentProtocol.report({ items: noReadings })
    await agent.client.agentProtocol.report({
      items: [{ sequence: 200, kind: 'reading', address: at(3), at: days(0), reading: reported('NEWCOMER2') }],
    })
    await cover(agent.id, ['10.6.9.0/24'], [at(4)])
    await asOwner(
      server,
      `update printer_readings r set last_read_at = now() - interval '3 days', silent_since = now() - interval '2 days'
        from printers p where p.organization_id = r.organization_id and p.id = r.printer_id and p.serial_number like 'SILENT %'`,
    )
    for (const name of names) {
      const printer = await only(`SILENT ${name}`)
      expect(printer).toMatchObject({ communication: 'noncommunicating', silenceReason: name })
      expect(Math.abs(Date.parse(printer.silentSince!) - Date.parse(days(2)))).toBeLessThan(60_000)
      expect(await fleet().printers.get({ ...here, printerId: printer.id })).toMatchObject({ silentSince: printer.silentSince })
    }
    expect(await only('NEWCOMER2')).toMatchObject({ silenceReason: null, silentSince: null })
    await asOwner(server, `update agents set last_contact_at = now() - interval '5 hours' where id = $1`, [agent.id])
    const [notHeard, excluded] = [await only('NEWCOMER2'), await only('SILENT excluded')]
    expect([notHeard.silenceReason, excluded.silenceReason]).toEqual(['agent-silent', 'excluded'])
    expect(Math.abs(Date.parse(notHeard.silentSince!) - Date.parse(days(5 / 24)))).toBeLessThan(60_000)
    await fleet().agents.remove({ ...here, agentId: agent.id })
    expect(await only('NEWCOMER2')).toMatchObject({ silenceReason: 'agent-silent', silentSince: notHeard.lastReadAt })
  })
})

describe('criteria that no longer cover a printer', () => {
  it('make it Noncommunicating at once, with the reason; what the agent had read before does not bring it back, including it again does [printers/excluded-at-once]', async () => {
    const agent = await agentOf()
    await cover(agent.id, ['10.7.0.0/24'])
    await agent.client.agentProtocol.configuration()
    await agent.deliver({ '10.7.0.1': reading({ serialNumber: 'OUT1' }), '10.7.0.2': reading({ serialNumber: 'OUT2' }) })
    await cover(agent.id, ['10.7.0.0/24'], ['10.7.0.1'])
    const out = { registration: 'enrolled', communication: 'noncommunicating', silenceReason: 'excluded' }
    expect(await only('OUT1')).toMatchObject(out)
    expect(await only('OUT2')).toMatchObject({ communication: 'communicating' })
    await agent.deliver({ '10.7.0.1': reading({ serialNumber: 'OUT1', lifetimePageCount: 7 }) })
    expect(await only('OUT1')).toMatchObject({ ...out, lifetimePageCount: 7 })
    await cover(agent.id, ['10.7.0.0/24'])
    expect(await only('OUT1')).toMatchObject({ communication: 'communicating', silenceReason: null })
  })

  it('say first how many managed or pending printers they lose, at the API too; none is unenrolled [agents/criteria-warn-of-held-printers]', async () => {
    const terms = await makeOffering(server, cast)
    await cast.partnerAdministrator.entitlements.grant(here)
    const agent = await agentOf()
    await cover(agent.id, ['10.7.1.0/24'])
    await agent.deliver(Object.fromEntries([1, 2, 3].map((i) => [`10.7.1.${i}`, reading({ serialNumber: `HELD${i}` })])))
    const selectionId = await select('HELD')
    const body = { selectionId, contact: contactForm() }
    await ended(fleet(), cast.child, (await fleet().contacts.assign({ params: here, headers: {}, body })).taskId)
    const addition = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
    await ended(fleet(), cast.child, (await fleet().program.add({ params: here, headers: {}, body: addition })).taskId)
    const refused = {
      code: 'criteria-lose-held-printers',
      status: 409,
      data: { count: 2 },
      message: expect.stringContaining('2 managed or pending printers'),
    }
    await expect(cover(agent.id, ['10.7.1.3'])).rejects.toMatchObject(refused)
    await expect(cover(agent.id, ['10.7.1.0/24'], ['10.7.1.1-10.7.1.2'], 3)).rejects.toMatchObject(refused)
    expect(await only('HELD1')).toMatchObject({ communication: 'communicating' })
    await cover(agent.id, ['10.7.1.0/24'], ['10.7.1.1-10.7.1.2'], 2)
    expect(await only('HELD1')).toMatchObject({ registration: 'enrolled', management: 'pending', silenceReason: 'excluded' })
    expect(await fleet().agents.get({ ...here, agentId: agent.id })).toMatchObject({ printers: 3, pending: 3 })
  })
})

describe('a discovered printer', () => {
  it('waits where its agent does not enroll at once, until somebody enrolls it [agents/discovered-wait]', async () => {
    const { id: agentId } = await fleet().agents.create({
      ...here,
      name: 'Waiting',
      include: [{ entry: '10.8.0.0/24', profileId }],
      exclude: [],
      enrollsAtOnce: false,
    })
    const { code } = await fleet().agents.createActivationCode({ ...here, agentId })
    const { credential } = await server.as().agentProtocol.activate({ code, version: '1.0.0', hostName: 'h' })
    const at = new Date().toISOString()
    const items = ['WAIT1', 'WAIT2', null].map((serialNumber, i) => ({
      sequence: i + 1,
      kind: 'reading',
      address: `10.8.0.${i}`,
      at,
      reading: reading({ serialNumber, hostName: 'waiting' }),
    }))
    await server.as(credential).agentProtocol.report({ items })
    expect((await find('waiting')).map(({ registration }) => registration).toSorted()).toEqual(['discovered', 'discovered', 'failed'])
    const selectionId = await select('waiting')
    const viewed = cast.fleetViewer.agents.enrollPrinters({ params: here, headers: {}, body: { selectionId } })
    await expect(viewed).rejects.toMatchObject({ code: 'not-allowed' })
    const theirs = await makeAgent(server, cast.stranger, cast.neighbour)
    await theirs.deliver({ '10.8.0.2': reading({ serialNumber: 'WAIT2' }) })
    const failure = 'The printer cannot be registered. Contact Technical Support.'
    const first = await outcomes(enroll(selectionId))
    expect(first.status).toBe('completed-with-errors')
    expect(first.of.WAIT1).toMatchObject({ outcome: 'done' })
    expect(first.of.WAIT2).toMatchObject({ outcome: 'refused', reason: 'Printer failed registration', details: failure })
    expect(first.of['']).toMatchObject({ outcome: 'refused', reason: 'Printer failed registration' })
    expect(await only('WAIT1')).toMatchObject({ registration: 'enrolled' })
    expect(await only('WAIT2')).toMatchObject({ registration: 'failed', registrationFailure: failure })
    expect((await outcomes(enroll(selectionId))).of.WAIT1).toMatchObject({ outcome: 'done', details: 'It was already enrolled.' })
  })

  it('gets the contact that waits for its serial number when somebody enrolls it, not before [contacts/pending-serials-assign-themselves]', async () => {
    const waiting = await fleet().agents.create({
      ...here,
      name: 'Waiting too',
      include: [{ entry: '10.8.1.0/24', profileId }],
      exclude: [],
      enrollsAtOnce: false,
    })
    const { code } = await fleet().agents.createActivationCode({ ...here, agentId: waiting.id })
    const { credential } = await server.as().agentProtocol.activate({ code, version: '1.0.0', hostName: 'h' })
    const contact = await fleet().contacts.create({ ...here, contact: contactForm({ lastName: 'Expecting' }) })
    await asOwner(server, `insert into contact_pending_serials (organization_id, serial_number, contact_id) values ($1, 'EXPECTED1', $2)`, [
      cast.child,
      contact.id,
    ])
    const reported = { kind: 'reading', address: '10.8.1.1', at: new Date().toISOString(), reading: reading({ serialNumber: 'EXPECTED1' }) }
    await server.as(credential).agentProtocol.report({ items: [{ sequence: 1, ...reported }] })
    expect(await only('EXPECTED1')).toMatchObject({ registration: 'discovered', contactId: null })
    await outcomes(enroll(await select('EXPECTED1')))
    expect(await only('EXPECTED1')).toMatchObject({ registration: 'enrolled', contactId: contact.id })
    expect(await asOwner(server, `select from contact_pending_serials where serial_number = 'EXPECTED1'`)).toEqual([])
  })
})
