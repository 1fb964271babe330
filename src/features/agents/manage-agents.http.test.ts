import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  asOwner,
  type Cast,
  contactForm,
  ended,
  makeAgent,
  makeCast,
  makeOffering,
  printersBySerial,
  reading,
} from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const beat = (clock = new Date().toISOString()) => ({ version: '1.0.0', clock, waiting: 0 })

describe('an agent', () => {
  it('has its states: activation required, communicating, noncommunicating, deactivated; a new code brings it back', async () => {
    const agent = await fleet().agents.create({ ...here, name: 'States', include: [], exclude: [] })
    const agentId = agent.id
    const status = async () => (await fleet().agents.get({ ...here, agentId })).status
    expect(agent).toMatchObject({ status: 'activation-required', version: null, downLevel: false, printers: 0 })
    const activate = async () => {
      const { code, expiresAt } = await fleet().agents.createActivationCode({ ...here, agentId })
      expect((Date.parse(expiresAt) - Date.now()) / 3_600_000).toBeCloseTo(72, 0)
      const { credential } = await server.as().agentProtocol.activate({ code: code.toLowerCase(), version: '0.9.0', hostName: 'host' })
      return server.as(credential)
    }
    const first = await activate()
    expect(await fleet().agents.get({ ...here, agentId })).toMatchObject({
      status: 'communicating',
      version: '0.9.0',
      downLevel: true,
      hostName: 'host',
    })
    await asOwner(server, `update agents set last_contact_at = now() - interval '16 minutes' where id = $1`, [agentId])
    expect(await status()).toBe('noncommunicating')
    await first.agentProtocol.heartbeat({ ...beat(), plainHttp: true })
    expect(await fleet().agents.get({ ...here, agentId })).toMatchObject({ plainHttp: true })
    await first.agentProtocol.heartbeat(beat())
    expect(await fleet().agents.get({ ...here, agentId })).toMatchObject({ plainHttp: false })
    expect(await fleet().agents.get({ ...here, agentId })).toMatchObject({ status: 'communicating', version: '1.0.0', downLevel: false })
    const { code: old } = await fleet().agents.createActivationCode({ ...here, agentId })
    await fleet().agents.deactivate({ ...here, agentId })
    expect(await status()).toBe('deactivated')
    await expect(first.agentProtocol.heartbeat(beat())).rejects.toMatchObject({ code: 'agent-not-known', status: 401 })
    await expect(server.as().agentProtocol.activate({ code: old, version: '1.0.0', hostName: 'x' })).rejects.toMatchObject({
      code: 'activation-code-invalid',
    })
    await expect(fleet().agents.discover({ ...here, agentId })).rejects.toMatchObject({ code: 'agent-deactivated' })
    const second = await activate()
    expect(await status()).toBe('communicating')
    expect((await second.agentProtocol.heartbeat(beat())).work).toEqual([])
    await expect(first.agentProtocol.heartbeat(beat())).rejects.toMatchObject({ code: 'agent-not-known' })
  })

  it('is informed of a change of its criteria, and only of the profiles it needs', async () => {
    const profile = (name: string) =>
      fleet().agents.createProfile({
        ...here,
        profile: { name, version: 'v2c', community: `secret of ${name}`, port: 161, timeoutMilliseconds: 500, retries: 1 },
      })
    const [used, unused] = [await profile('Used'), await profile('Unused')]
    const agent = await makeAgent(server, fleet(), cast.child, { name: 'Changed' })
    const before = await agent.client.agentProtocol.heartbeat(beat())
    const criteria = {
      include: [
        { entry: '10.0.0.0/24', profileId: used.id },
        { entry: 'printer.example.com', profileId: used.id },
      ],
      exclude: ['10.0.0.7'],
    }
    const { edition } = await fleet().agents.get({ ...here, agentId: agent.id })
    const changed = await fleet().agents.change({ ...here, agentId: agent.id, edition, name: 'Changed', ...criteria })
    expect(changed).toMatchObject({ edition: edition + 1, configurationFetched: false, enrollsAtOnce: true, packetsPerSecond: 1500 })
    expect(changed).toMatchObject(criteria)
    const after = await agent.client.agentProtocol.heartbeat(beat())
    expect(after.configurationRevision).toBe(before.configurationRevision + 1)
    expect(await agent.client.agentProtocol.configuration()).toMatchObject({
      ...criteria,
      revision: after.configurationRevision,
      profiles: [{ id: used.id, community: 'secret of Used' }],
    })
    const foreign = fleet().agents.change({
      ...here,
      agentId: agent.id,
      edition: changed.edition,
      name: 'Changed',
      include: [{ entry: '10.0.0.1', profileId: crypto.randomUUID() }],
      exclude: [],
    })
    await expect(foreign).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await fleet().agents.get({ ...here, agentId: agent.id })).toMatchObject({ ...criteria, configurationFetched: true })
    expect(JSON.stringify(await cast.partnerAdministrator.audit.list({ ...here, limit: 200 }))).not.toContain('secret of')
    expect(unused).not.toHaveProperty('community')
  })

  it('that two people edit warns the second, and keeps what an edit leaves out [agents/two-editors]', async () => {
    const { id: agentId, edition } = await fleet().agents.create({ ...here, name: 'Edited', include: [], exclude: [] })
    const edit = { ...here, agentId, edition, name: 'Edited', include: [], exclude: ['10.0.0.1'] }
    const first = await fleet().agents.change({ ...edit, enrollsAtOnce: false, packetsPerSecond: 99, readSeconds: 600 })
    expect(first).toMatchObject({ enrollsAtOnce: false, packetsPerSecond: 99, heartbeatSeconds: 60, readSeconds: 600 })
    const second = fleet().agents.change({ ...edit, exclude: [] })
    await expect(second).rejects.toMatchObject({
      code: 'edited-by-another',
      data: { current: { edition: edition + 1, exclude: ['10.0.0.1'] } },
    })
    const again = await fleet().agents.change({ ...edit, edition: edition + 1, exclude: [] })
    expect(again).toMatchObject({ enrollsAtOnce: false, packetsPerSecond: 99, readSeconds: 600, exclude: [] })
    const hasty = fleet().agents.change({ ...edit, edition: again.edition, packetsPerSecond: 0 })
    await expect(hasty).rejects.toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'packetsPerSecond' }] } })
  })

  it('has a name of its own, in any case', async () => {
    await fleet().agents.create({ ...here, name: 'Named', include: [], exclude: [] })
    const again = fleet().agents.create({ ...here, name: ' NAMED', include: [], exclude: [] })
    await expect(again).rejects.toMatchObject({ code: 'name-in-use' })
    expect((await cast.stranger.agents.create({ organizationId: cast.neighbour, name: 'Named', include: [], exclude: [] })).name).toBe(
      'Named',
    )
  })

  it('says its clock is anything, and is heard all the same', async () => {
    const agent = await makeAgent(server, fleet(), cast.child)
    for (const clock of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59+23:59', '1970-01-01T00:00:00Z'])
      expect((await agent.client.agentProtocol.heartbeat(beat(clock))).work).toEqual([])
    await expect(agent.client.agentProtocol.heartbeat(beat('noon'))).rejects.toMatchObject({ status: 400 })
    await expect(agent.client.agentProtocol.heartbeat({ ...beat(), version: 'a\u0000b' })).rejects.toMatchObject({ status: 400 })
  })

  it('is listed by name, page by page, each once', async () => {
    const neighbour = { organizationId: cast.neighbour }
    for (let i = 0; i < 7; i++) await cast.stranger.agents.create({ ...neighbour, name: `Page ${i}`, include: [], exclude: [] })
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await cast.stranger.agents.list({ ...neighbour, limit: 3, ...(cursor ? { cursor } : {}) })
      seen.push(...page.items.map(({ name }) => name))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['Named', ...Array.from({ length: 7 }, (_, i) => `Page ${i}`)])
  })
})

describe('work asked of an agent', () => {
  it('is fetched once, sent again to one that lost it, and never after it is done', async () => {
    const agent = await makeAgent(server, fleet(), cast.child)
    const fetch = async () => (await agent.client.agentProtocol.heartbeat(beat())).work
    const { workId } = await fleet().agents.discover({ ...here, agentId: agent.id })
    expect(await fetch()).toEqual([{ id: workId, kind: 'discover' }])
    expect(await fetch()).toEqual([])
    await asOwner(server, `update agent_work set fetched_at = now() - interval '11 minutes'`)
    expect(await fetch()).toEqual([{ id: workId, kind: 'discover' }])
    await asOwner(server, `update agent_work set fetched_at = now() - interval '11 minutes'`)
    const other = await makeAgent(server, fleet(), cast.child)
    const done = { kind: 'work-done', address: '', at: new Date().toISOString(), workId, printersFound: 3 }
    await other.client.agentProtocol.report({ items: [{ sequence: 1, ...done }] })
    expect(await asOwner(server, 'select done_at from agent_work where id = $1', [workId])).toEqual([{ done_at: null }])
    await agent.client.agentProtocol.report({ items: [{ sequence: 1, ...done }] })
    expect(await fetch()).toEqual([])
  })

  it('to read the printers of a selection goes to their agents, silent ones too; who has none that could, is counted', async () => {
    const [one, two] = [await makeAgent(server, fleet(), cast.child), await makeAgent(server, fleet(), cast.child)]
    await one.deliver({ '10.3.0.1': reading({ serialNumber: 'ASK1' }), '10.3.0.2': reading({ serialNumber: 'ASK2' }) })
    await two.deliver({ '10.3.0.3': reading({ serialNumber: 'ASK3' }) })
    await asOwner(server, `update agents set last_contact_at = now() - interval '1 day' where id = $1`, [one.id])
    await fleet().agents.deactivate({ ...here, agentId: two.id })
    const { id: selectionId } = await fleet().printers.select({ ...here, filter: { search: 'ask' } })
    expect(await fleet().printers.refresh({ ...here, selectionId })).toEqual({ asked: 2, queued: 2, withoutAgent: 1 })
    const [work] = (await one.client.agentProtocol.heartbeat(beat())).work
    expect(work).toMatchObject({ kind: 'read', addresses: expect.arrayContaining(['10.3.0.1', '10.3.0.2']) })
    await expect(cast.fleetViewer.printers.refresh({ ...here, selectionId })).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('an agent that reads held printers', () => {
  it('is neither deactivated nor deleted, with their number; its credential is revoked all the same; once they are let go, it is, and its printers stay listed [agents/credentials-are-revoked] [agents/held-printers-keep-their-agent] [agents/held-printers-keep-their-agent-in-the-database]', async () => {
    const terms = await makeOffering(server, cast)
    await cast.partnerAdministrator.entitlements.grant(here)
    const agent = await makeAgent(server, fleet(), cast.child)
    await agent.deliver({ '10.4.0.1': reading({ serialNumber: 'KEEP1' }), '10.4.0.2': reading({ serialNumber: 'KEEP2' }) })
    const { id: selectionId } = await fleet().printers.select({ ...here, filter: { search: 'keep' } })
    const assigned = await fleet().contacts.assign({ params: here, headers: {}, body: { selectionId, contact: contactForm() } })
    await ended(fleet(), cast.child, assigned.taskId)
    const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
    await ended(fleet(), cast.child, (await fleet().program.add({ params: here, headers: {}, body })).taskId)
    const refused = {
      code: 'agent-has-held-printers',
      status: 409,
      data: { count: 2 },
      message: expect.stringContaining('2 managed or pending printers'),
    }
    const [act, remove] = [
      () => fleet().agents.deactivate({ ...here, agentId: agent.id }),
      () => fleet().agents.remove({ ...here, agentId: agent.id }),
    ]
    await expect(act()).rejects.toMatchObject(refused)
    await expect(remove()).rejects.toMatchObject(refused)
    expect(await fleet().agents.get({ ...here, agentId: agent.id })).toMatchObject({ printers: 2, managed: 0, pending: 2 })
    // A credential in the wrong hands is ended all the same, and so is a code for another; the printers stay.
    const { code: given } = await fleet().agents.createActivationCode({ ...here, agentId: agent.id })
    expect(await fleet().agents.revoke({ ...here, agentId: agent.id })).toMatchObject({
      status: 'activation-required',
      printers: 2,
      pending: 2,
    })
    await expect(agent.client.agentProtocol.heartbeat(beat())).rejects.toMatchObject({ code: 'agent-not-known', status: 401 })
    await expect(agent.deliver({ '10.9.9.9': reading({ serialNumber: 'STOLEN' }) })).rejects.toMatchObject({ code: 'agent-not-known' })
    const withOld = server.as().agentProtocol.activate({ code: given, version: '1.0.0', hostName: 'x' })
    await expect(withOld).rejects.toMatchObject({ code: 'activation-code-invalid' })
    await expect(fleet().agents.revoke({ ...here, agentId: agent.id })).rejects.toMatchObject({ code: 'agent-not-activated', status: 409 })
    const { code } = await fleet().agents.createActivationCode({ ...here, agentId: agent.id })
    const { credential } = await server.as().agentProtocol.activate({ code, version: '1.0.0', hostName: 'x' })
    await server.as(credential, 'another').agentProtocol.heartbeat(beat())
    expect(await fleet().agents.get({ ...here, agentId: agent.id })).toMatchObject({ status: 'communicating', pending: 2 })
    const ids = await printersBySerial(fleet(), cast.child)
    const printers = ['KEEP1', 'KEEP2'].map((serialNumber) => ({ organizationId: cast.child, printerId: ids[serialNumber]! }))
    await cast.operator.program.remove({ organizationId: cast.provider, act: 'remove-from-program', reason: 'x', printers })
    await act()
    await remove()
    await expect(remove()).rejects.toMatchObject({ code: 'not-found' })
    const left = (await fleet().printers.list({ ...here, search: 'keep' })).items
    expect(left).toMatchObject([
      { registration: 'enrolled', agentId: null, communication: 'noncommunicating', silenceReason: 'agent-silent' },
      { registration: 'enrolled', agentId: null },
    ])
  })

  it('does not go while its printers are being added at the same moment [agents/held-printers-keep-their-agent-in-the-database]', async () => {
    const terms = await fleet().program.getTerms(here)
    for (let i = 0; i < 3; i++) {
      const agent = await makeAgent(server, fleet(), cast.child)
      const serialNumbers = Array.from({ length: 20 }, (_, n) => `RACE${i}N${n}`)
      await agent.deliver(Object.fromEntries(serialNumbers.map((serialNumber, n) => [`10.4.${i + 1}.${n}`, reading({ serialNumber })])))
      const { id: selectionId } = await fleet().printers.select({ ...here, filter: { search: `race${i}n` } })
      const assigned = await fleet().contacts.assign({
        params: here,
        headers: {},
        body: { selectionId, contact: contactForm({ lastName: `Race ${i}` }) },
      })
      await ended(fleet(), cast.child, assigned.taskId)
      const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
      const { taskId } = await fleet().program.add({ params: here, headers: {}, body })
      const [, gone] = await Promise.all([
        ended(fleet(), cast.child, taskId),
        fleet()
          .agents.deactivate({ ...here, agentId: agent.id })
          .then(
            () => true,
            (error) => {
              expect(error).toMatchObject({ code: 'agent-has-held-printers' })
              return false
            },
          ),
      ])
      const status = (await fleet().agents.get({ ...here, agentId: agent.id })).status
      expect(status).toBe(gone ? 'deactivated' : 'communicating')
    }
  })
})
