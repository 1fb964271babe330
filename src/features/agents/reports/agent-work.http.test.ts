import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, reading } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { removeExpired } from '../../tasks/change-task.command.ts'

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
const silence = (agentId: string) =>
  asOwner(server, `update agents set last_contact_at = now() - interval '16 minutes' where id = $1`, [agentId])
const beat = (agent: Awaited<ReturnType<typeof agentOf>>) =>
  agent.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date().toISOString(), waiting: 0 })

describe('a discovery', () => {
  it('that is asked of a silent agent is queued, fetched when it is heard again, and done: what the console shows is what the API says [agents/offline-work-is-queued]', async () => {
    const agent = await agentOf()
    const discovery = async () => (await fleet().agents.get({ ...here, agentId: agent.id })).discovery
    expect(await discovery()).toBeNull()
    await silence(agent.id)
    const { workId } = await fleet().agents.discover({ ...here, agentId: agent.id })
    expect(await discovery()).toMatchObject({ state: 'queued', queuedBecause: expect.stringContaining('not heard'), doneAt: null })
    expect((await beat(agent)).work).toMatchObject([{ id: workId, kind: 'discover' }])
    expect(await discovery()).toMatchObject({ state: 'fetched', queuedBecause: null })
    const done = { sequence: 1, kind: 'work-done', address: '', at: new Date().toISOString(), workId, printersFound: 7 }
    await agent.client.agentProtocol.report({ items: [done] })
    expect(await discovery()).toMatchObject({ state: 'done', printersFound: 7, doneAt: expect.any(String) })
  })

  it('has what was unenrolled read at once: the agent knows it, and would not look for it [printers/unenrolled-until-asked]', async () => {
    const agent = await agentOf()
    await agent.deliver({ '10.8.5.1': reading({ serialNumber: 'GONE1' }), '10.8.5.2': reading({ serialNumber: 'GONE2' }) })
    const body = { selectionId: await select('GONE1') }
    await outcomes(fleet().printers.unenroll({ params: here, headers: {}, body }))
    await fleet().agents.discover({ ...here, agentId: agent.id })
    const { work } = await beat(agent)
    expect(work.map(({ kind }) => kind).toSorted()).toEqual(['discover', 'read'])
    expect(work.find(({ kind }) => kind === 'read')).toMatchObject({ addresses: ['10.8.5.1'] })
    await agent.deliver({ '10.8.5.1': reading({ serialNumber: 'GONE1' }) })
    expect(await only('GONE1')).toMatchObject({ registration: 'enrolled' })
  })
})

describe('a diagnosis', () => {
  it('is fetched by the agent and answered step by step; asked of a silent one it is queued, and says so [agents/offline-work-is-queued]', async () => {
    const agent = await agentOf()
    await agent.deliver({ '10.9.0.1': reading({ serialNumber: 'DIAG1' }) })
    const printer = { ...here, printerId: (await only('DIAG1')).id }
    await silence(agent.id)
    const queued = await fleet().agents.diagnose(printer)
    expect(queued).toMatchObject({
      state: 'queued',
      queuedBecause: expect.stringContaining('not heard'),
      address: '10.9.0.1',
      requestedBy: 'partner-fleet',
      steps: [],
    })
    expect(await fleet().agents.diagnose(printer)).toMatchObject({ workId: queued.workId })
    expect((await beat(agent)).work).toEqual([{ id: queued.workId, kind: 'diagnose', address: '10.9.0.1' }])
    expect(await fleet().agents.getPrinterWork(printer)).toMatchObject({
      diagnoses: [{ state: 'fetched', queuedBecause: null }],
      whyNotDiagnose: null,
    })
    const steps = [
      { step: 'First question', milliseconds: 3.5, outcome: 'ok' as const, details: 'sysDescr' },
      { step: 'Printer MIB', milliseconds: 2000, outcome: 'no-answer' as const, details: 'no answer to 2 tries' },
    ]
    const answer = {
      kind: 'diagnosis',
      workId: queued.workId,
      address: '10.9.0.1',
      at: new Date().toISOString(),
      outcome: 'no-answer',
      steps,
    }
    const stranger = await agentOf()
    await stranger.client.agentProtocol.report({ items: [{ sequence: 1, ...answer, steps: [] }] })
    await agent.client.agentProtocol.report({ items: [{ sequence: 2, ...answer }] })
    const [done] = (await fleet().agents.getPrinterWork(printer)).diagnoses
    expect(done).toMatchObject({ state: 'done', outcome: 'no-answer', steps })
    expect((await beat(agent)).work).toEqual([])
    await fleet().agents.deactivate({ ...here, agentId: agent.id })
    expect((await fleet().agents.getPrinterWork(printer)).whyNotDiagnose).toMatch(/not active/)
    await expect(fleet().agents.diagnose(printer)).rejects.toMatchObject({ code: 'printer-has-no-agent' })
    await expect(fleet().agents.diagnose({ ...here, printerId: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('what finished work leaves behind', () => {
  it('is forgotten in its time: work orders, readings that changes belonged to, imports with their rows; what came of it stays [agents/finished-work-is-forgotten] [contacts/old-imports-are-forgotten]', async () => {
    const agent = await agentOf()
    await agent.deliver({ '10.9.9.1': reading({ serialNumber: 'OLD1' }), '10.9.9.2': reading({ serialNumber: 'OLD2' }) })
    const { id: printerId } = await only('OLD1')
    for (const search of ['OLD1', 'OLD2']) await fleet().printers.refresh({ ...here, selectionId: await select(search) })
    await fleet().agents.diagnose({ ...here, printerId })
    const [done] = (await beat(agent)).work.filter(({ kind }) => kind === 'read')
    const workDone = { sequence: 9, kind: 'work-done', address: '', at: new Date().toISOString(), workId: done!.id, printersFound: 1 }
    await agent.client.agentProtocol.report({ items: [workDone] })
    const contact = await fleet().contacts.create({ ...here, contact: contactForm({ lastName: 'Kept' }) })
    await asOwner(
      server,
      `with old as (insert into contact_imports (organization_id, file_name, started_by, status, row_count, imported, ended_at)
        values ('${cast.child}', 'old.csv', 'p', 'completed', 1, 1, now() - interval '366 days') returning id),
      r as (insert into contact_import_rows (organization_id, import_id, row_number, line, cells, contact, outcome, contact_id)
        select '${cast.child}', id, 2, 2, '{a}', '{a}', 'imported', '${contact.id}' from old)
      insert into contact_pending_serials (organization_id, serial_number, contact_id, import_id) select '${cast.child}', 'LATER1', '${contact.id}', id from old`,
    )
    await asOwner(
      server,
      `update agent_work set done_at = now() - interval '9 days' where done_at is not null;
       update told_readings set whole_at = now() - interval '3 days' where address = '10.9.9.1' and agent_id = '${agent.id}'`,
    )
    await removeExpired(server.services.db)
    const left = await asOwner(server, 'select id, kind from agent_work where agent_id = $1 order by kind', [agent.id])
    expect(left.map(({ kind }) => kind)).toEqual(['diagnose', 'read'])
    expect(left.some(({ id }) => id === done!.id)).toBe(false)
    expect(await asOwner(server, 'select address from told_readings where agent_id = $1', [agent.id])).toEqual([{ address: '10.9.9.2' }])
    expect(await asOwner(server, 'select id from contact_imports')).toEqual([])
    expect(await asOwner(server, 'select serial_number, import_id from contact_pending_serials')).toEqual([
      { serial_number: 'LATER1', import_id: null },
    ])
    // A serial number whose import is forgotten waits all the same.
    await (await agentOf()).deliver({ '10.9.9.3': reading({ serialNumber: 'LATER1' }) })
    expect(await only('LATER1')).toMatchObject({ contactId: contact.id })
  })
})
