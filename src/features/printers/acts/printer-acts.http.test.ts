import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  asOwner,
  type Cast,
  contactForm,
  ended,
  makeAgent,
  makeCast,
  makeOffering,
  outcomesOfTask,
  reading,
  type TestAgent,
} from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let agent: TestAgent
let here: { organizationId: string }
let next = 0

beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  await makeOffering(server, cast)
  await cast.partnerAdministrator.entitlements.grant(here)
  agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const started = <B>(body: B) => ({ params: here, headers: {}, body })

/** Enrolls so many printers; gives their ids in the order of their serial numbers. */
async function enroll(printers: number, change: Parameters<typeof reading>[0] = {}): Promise<string[]> {
  const first = next
  next += printers
  const serials = Array.from({ length: printers }, (_, i) => `ACT${first + i}00`)
  await agent.deliver(Object.fromEntries(serials.map((serialNumber, i) => [`10.9.${first + i}.1`, reading({ serialNumber, ...change })])))
  const found = await asOwner(
    server,
    `select id from printers where organization_id = $1 and address = any ($2) order by split_part(address, '.', 3)::int`,
    [cast.child, serials.map((_, i) => `10.9.${first + i}.1`)],
  )
  return found.map((row) => String(row.id))
}

const outcomesOf = (taskId: string) => outcomesOfTask(fleet(), cast.child, taskId)
const select = async (printerIds: string[]) => (await fleet().printers.select({ ...here, printerIds })).id
const listed = async () => (await fleet().printers.list({ ...here, limit: 200 })).items.map((printer) => printer.id)

/** Gives printers a contact and makes them managed, or pending. */
async function hold(printerIds: string[], state: 'managed' | 'pending') {
  const contact = contactForm({ firstName: crypto.randomUUID() })
  const selectionId = await select(printerIds)
  const { taskId } = await fleet().contacts.assign(started({ selectionId, contact }))
  await ended(fleet(), cast.child, taskId)
  const terms = await fleet().program.getTerms(here)
  const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
  const task = await ended(fleet(), cast.child, (await fleet().program.add(started(body))).taskId)
  expect(task.done).toBe(printerIds.length)
  if (state === 'managed')
    await cast.operator.program.decide({
      organizationId: cast.provider,
      decision: 'accept',
      printers: printerIds.map((printerId) => ({ ...here, printerId })),
    })
}

describe('unenrolling', () => {
  it('says first what will happen, then takes the unmanaged off the list and names the rest, with the reasons [printers/only-unmanaged-printers-leave]', async () => {
    const [free, managed, pending, left] = await enroll(4)
    await hold([managed!], 'managed')
    await hold([pending!], 'pending')
    const selectionId = await select([free!, managed!, pending!, left!])
    await outcomesOf((await fleet().printers.unenroll(started({ selectionId: await select([left!]) }))).taskId)

    const check = await cast.fleetViewer.printers.checkUnenrollment({ ...here, selectionId })
    expect(check).toMatchObject({ printers: 4, kind: 'some' })
    expect(Object.fromEntries(check.lines.map((line) => [line.line, line.printers]))).toEqual({
      leaves: 1,
      managed: 1,
      pending: 1,
      gone: 1,
    })
    for (const [line, id] of [
      ['leaves', free],
      ['managed', managed],
      ['pending', pending],
      ['gone', left],
    ] as const) {
      const { items } = await fleet().printers.listUnenrollment({ ...here, selectionId, line })
      expect([line, items.map((item) => item.printerId)]).toEqual([line, [id]])
    }
    const pages = await fleet().printers.listUnenrollment({ ...here, selectionId, limit: 3 })
    const rest = await fleet().printers.listUnenrollment({ ...here, selectionId, limit: 3, cursor: pages.nextCursor! })
    expect([pages.items.length, rest.items.length, rest.nextCursor]).toEqual([3, 1, null])

    const key = { 'idempotency-key': crypto.randomUUID() }
    const twice = await Promise.all([1, 2].map(() => fleet().printers.unenroll({ params: here, headers: key, body: { selectionId } })))
    expect(twice[0]).toEqual(twice[1])
    const { task, outcomes } = await outcomesOf(twice[0]!.taskId)
    expect(task).toMatchObject({ status: 'completed-with-errors', label: 'Unenroll', done: 1, refused: 3, printers: 4 })
    expect(outcomes.get(free!)).toMatchObject({ outcome: 'done' })
    expect(outcomes.get(managed!)).toMatchObject({ outcome: 'refused', reason: 'MPS Express' })
    expect(outcomes.get(pending!)).toMatchObject({ outcome: 'refused', reason: 'MPS Express (Pending)' })
    expect(outcomes.get(left!)).toMatchObject({ outcome: 'refused', reason: 'No longer on the list' })
    const ids = await listed()
    expect([free, managed, pending, left].map((id) => ids.includes(id!))).toEqual([false, true, true, false])
  })

  it('of held printers alone is refused with their number, and there is no task [printers/only-unmanaged-printers-leave]', async () => {
    const ids = await enroll(2)
    await hold(ids, 'pending')
    const selectionId = await select(ids)
    const before = (await fleet().tasks.list(here)).items[0]!.id
    expect(await fleet().printers.checkUnenrollment({ ...here, selectionId })).toMatchObject({ kind: 'refused' })
    await expect(fleet().printers.unenroll(started({ selectionId }))).rejects.toMatchObject({
      code: 'printer-cannot-be-unenrolled',
      status: 409,
      message: '2 pending printers cannot be unenrolled.',
      data: { count: 2 },
    })
    expect((await fleet().tasks.list(here)).items[0]!.id).toBe(before)
    await expect(fleet().printers.unenroll(started({ selectionId: crypto.randomUUID() }))).rejects.toMatchObject({ code: 'not-found' })
    // What the console refuses, the database refuses too, whoever asks.
    await expect(asOwner(server, `update printers set registration = 'unenrolled' where id = $1`, [ids[0]])).rejects.toMatchObject({
      code: '23001',
      constraint: 'held_printers_stay_enrolled',
    })
    // Nor is a printer added that is not enrolled, and of two at once one waits for the other.
    const [free] = await enroll(1)
    const [one, other] = [new pg.Client(server.database.url), new pg.Client(server.database.url)]
    await Promise.all([one.connect(), other.connect()])
    const add = `insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version)
      select organization_id, '${free}', 'pending', requested_by, task_id, terms_version from program_memberships where printer_id = '${ids[0]}'`
    await asOwner(
      server,
      `insert into printer_contacts select organization_id, '${free}', contact_id from printer_contacts where printer_id = '${ids[0]}'`,
    )
    await one.query('begin')
    await one.query(`update printers set registration = 'unenrolled' where id = '${free}'`)
    const added = other.query(add).catch((error) => error)
    const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%program_memberships%'`
    await expect.poll(async () => (await asOwner(server, waits)).length, { timeout: 10_000 }).toBe(1)
    await one.query('commit')
    expect(await added).toMatchObject({ code: '23001', constraint: 'held_printers_stay_enrolled' })
    await one.query(`update printers set registration = 'enrolled' where id = '${free}'`)
    await one.query('begin')
    await one.query(add)
    const left = other.query(`update printers set registration = 'unenrolled' where id = '${free}'`).catch((error) => error)
    const leaving = waits.replace('program_memberships', 'update printers')
    await expect.poll(async () => (await asOwner(server, leaving)).length, { timeout: 10_000 }).toBe(1)
    await one.query('commit')
    expect(await left).toMatchObject({ code: '23001', constraint: 'held_printers_stay_enrolled' })
    await Promise.all([one.end(), other.end()])
  })

  it('assesses again under lock: a printer that became pending while the task waited stays [printers/held-printers-are-not-unenrolled]', async () => {
    // The task locks the printers in the order of their ids: the one that is held here comes first.
    const [first, second] = (await enroll(2)).toSorted()
    const selectionId = await select([first!, second!])
    const holder = new pg.Client({ connectionString: server.database.url })
    await holder.connect()
    await holder.query('begin')
    await holder.query('select from printers where id = $1 for update', [first])
    const { taskId } = await fleet().printers.unenroll(started({ selectionId }))
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%from printers%'`
    await expect.poll(async () => (await asOwner(server, waiting)).length, { timeout: 10_000 }).toBe(1)
    await hold([second!], 'pending')
    await holder.query('rollback')
    await holder.end()
    const { task, outcomes } = await outcomesOf(taskId)
    expect(task).toMatchObject({ status: 'completed-with-errors', done: 1, refused: 1 })
    expect(outcomes.get(second!)).toMatchObject({ outcome: 'refused', reason: 'MPS Express (Pending)' })
  })

  it('keeps history, contact, asset tag and tags: a printer that is asked for again is the same one [printers/unenrolling-keeps-history]', async () => {
    const [id] = await enroll(1)
    const address = `10.9.${next - 1}.1`
    const { serialNumber } = await fleet().printers.get({ ...here, printerId: id! })
    const { taskId, contactId } = await fleet().contacts.assign(
      started({ selectionId: await select([id!]), contact: contactForm({ firstName: 'Stays' }) }),
    )
    await ended(fleet(), cast.child, taskId)
    await fleet().printers.edit({ ...here, printerId: id!, assetTag: 'A-77' })
    await fleet().printers.setTags({ ...here, printerId: id!, tags: ['kept'] })
    await outcomesOf((await fleet().printers.unenroll(started({ selectionId: await select([id!]) }))).taskId)
    await agent.deliver({ [address]: reading({ serialNumber, lifetimePageCount: 2000 }) })
    await expect(fleet().printers.get({ ...here, printerId: id! })).rejects.toMatchObject({ code: 'not-found' })
    expect((await fleet().printers.listTags(here)).items.map((tag) => tag.tag)).not.toContain('kept')

    await fleet().agents.discover({ ...here, agentId: agent.id })
    await agent.deliver({ [address]: reading({ serialNumber, lifetimePageCount: 2001 }) })
    expect(await fleet().printers.get({ ...here, printerId: id! })).toMatchObject({
      assetTag: 'A-77',
      contactId,
      lifetimePageCount: 2001,
      registration: 'enrolled',
    })
    expect((await fleet().printers.listTags(here)).items).toContainEqual({ tag: 'kept', printers: 1 })
  })

  it('takes off the list too what is not enrolled: it failed registration', async () => {
    const [failed] = await enroll(1, { serialNumber: null, macAddress: '02:00:00:00:00:01' })
    const { outcomes } = await outcomesOf((await fleet().printers.unenroll(started({ selectionId: await select([failed!]) }))).taskId)
    expect(outcomes.get(failed!)).toMatchObject({ outcome: 'done' })
  })
})

describe('Refresh information', () => {
  it('asks an agent that is not heard too, and reports that it waits for it [printers/refresh-waits-for-silent-agents]', async () => {
    const selectionId = await select(await enroll(2))
    const beat = () => agent.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date().toISOString(), waiting: 0 })
    // What others asked for before is on its way.
    await beat()
    expect(await fleet().printers.refresh({ ...here, selectionId })).toEqual({ asked: 2, queued: 0, withoutAgent: 0 })
    await asOwner(server, `update agents set last_contact_at = now() - interval '1 hour' where id = $1`, [agent.id])
    expect(await fleet().printers.refresh({ ...here, selectionId })).toEqual({ asked: 2, queued: 2, withoutAgent: 0 })
    expect((await beat()).work.filter(({ kind }) => kind === 'read')).toHaveLength(2)
  })
})
