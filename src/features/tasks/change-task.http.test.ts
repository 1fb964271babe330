import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillFleet } from '../../../bench/fleet-data.ts'
import { asOwner, type Cast, changeSettings, contactForm, makeCast, makeOffering } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { taskHandlers } from '../../server/features.ts'
import { removeExpired } from './change-task.command.ts'
import { runTask } from './run-task.command.ts'

const PRINTERS = 1010
let server: TestServer
let cast: Cast
let here: { organizationId: string }
let ids: string[]
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  await makeOffering(server, cast)
  ids = await fillFleet(server.database.url, cast.child, PRINTERS)
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const get = (taskId: string) => fleet().tasks.get({ ...here, taskId })
const started = <B>(body: B) => ({ params: here, headers: {}, body })
const retry = (taskId: string, key?: string) =>
  fleet().tasks.retry({ params: { ...here, taskId }, headers: key ? { 'idempotency-key': key } : {} })

async function startAssignment(printerIds?: string[]) {
  const selection = await fleet().printers.select({ ...here, ...(printerIds ? { printerIds } : { filter: {} }) })
  return (await fleet().contacts.assign(started({ selectionId: selection.id, contact: contactForm({ firstName: crypto.randomUUID() }) })))
    .taskId
}

/** Works through a task as a worker does; through one portion only, as a worker that is then asked to stop. */
async function work(taskId: string, portions?: 1) {
  const stopping = new AbortController()
  const job = { organizationId: cast.child, taskId: Number(taskId), signal: stopping.signal }
  const afterOne = Object.fromEntries(
    Object.entries(taskHandlers).map(([kind, { handle }]) => [
      kind,
      {
        handle: (...args: Parameters<typeof handle>) => {
          if (portions) stopping.abort()
          return handle(...args)
        },
      },
    ]),
  ) as typeof taskHandlers
  await runTask(server.services.db, job, afterOne)
  return get(taskId)
}

describe('canceling', () => {
  it('stops before the next portion: what was done stays, the rest is Canceled, and all have one outcome [tasks/cancel] [tasks/never-without-a-reason]', async () => {
    const taskId = await startAssignment()
    expect(await work(taskId, 1)).toMatchObject({ status: 'running', done: 1000, statusReason: null })
    const canceling = await fleet().tasks.cancel({ ...here, taskId })
    expect(canceling).toMatchObject({
      status: 'running',
      cancelRequestedBy: 'partner-fleet',
      statusReason: 'partner-fleet canceled it. The printers that are being processed now are finished first.',
    })
    await expect(fleet().tasks.cancel({ ...here, taskId })).rejects.toMatchObject({ code: 'task-cannot-be-canceled' })
    expect(await work(taskId)).toMatchObject({ status: 'canceled', done: 1000, canceled: 10, statusReason: null })
    const { items } = await fleet().tasks.listOutcomes({ ...here, taskId, outcome: 'canceled' })
    expect(items).toHaveLength(10)
    expect(items[0]).toMatchObject({ reason: 'Canceled by partner-fleet', serialNumber: expect.stringMatching(/^SERIAL/) })
    await expect(fleet().tasks.cancel({ ...here, taskId })).rejects.toMatchObject({
      code: 'task-cannot-be-canceled',
      message: 'The task has ended.',
    })
    const trail = await cast.partnerAdministrator.audit.list({ ...here, search: `task ${taskId}` })
    expect(trail.items.map((entry) => entry.act)).toEqual(['Assign contact: ended', 'Cancel task'])

    const key = crypto.randomUUID()
    const again = await Promise.all([retry(taskId, key), retry(taskId, key)])
    expect(again[0]).toEqual(again[1])
    await expect(retry(again[0]!.taskId)).rejects.toMatchObject({ code: 'task-is-running' })
    expect(await work(again[0]!.taskId)).toMatchObject({ status: 'completed', printers: 10, done: 10, retryOf: taskId })
    expect(await get(taskId)).toMatchObject({ retriedBy: again[0]!.taskId })
    await expect(retry(again[0]!.taskId)).rejects.toMatchObject({ code: 'task-has-no-failures' })
  })
})

describe('a retry', () => {
  it('of Add to MPS Express takes what was refused, under the same acceptance; not without entitlement or under other terms [tasks/retry] [tasks/retry-asks-again]', async () => {
    const some = ids.slice(0, 4)
    await cast.partnerAdministrator.entitlements.grant(here)
    await asOwner(server, 'delete from printer_contacts where printer_id = any ($1)', [some.slice(1)])
    const add = async () => {
      const terms = await fleet().program.getTerms(here)
      const { id: selectionId } = await fleet().printers.select({ ...here, printerIds: some })
      const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
      return (await fleet().program.add(started(body))).taskId
    }
    const first = await add()
    expect(await work(first)).toMatchObject({ status: 'completed-with-errors', done: 1, refused: 3 })
    await work(await startAssignment(some.slice(1, 2)))
    const second = (await retry(first)).taskId
    expect(await work(second)).toMatchObject({ kind: 'add-to-program', printers: 3, done: 1, refused: 2 })
    const acceptances = await asOwner(
      server,
      'select distinct person_id, at, terms_version, terms_hash from terms_acceptances where task_id in ($1, $2)',
      [first, second],
    )
    expect(acceptances).toHaveLength(1)
    const third = (await retry(second)).taskId
    expect(await work(third)).toMatchObject({ printers: 2, details: expect.stringMatching(new RegExp(`\\(retry of task ${first}\\)$`)) })

    await asOwner(server, 'delete from program_memberships; delete from entitlements')
    await expect(retry(third)).rejects.toMatchObject({ code: 'not-entitled' })
    await cast.partnerAdministrator.entitlements.grant(here)
    await cast.offerManager.program.publishTerms({ organizationId: cast.provider, title: 'Terms', text: 'Other terms.' })
    await expect(retry(third)).rejects.toMatchObject({ code: 'terms-changed' })
    const before = (await fleet().tasks.list({ ...here, limit: 1 })).items[0]!.id
    expect(before).toBe(third)
  })

  it('of Unenroll is refused when only held printers are left [tasks/retry-asks-again]', async () => {
    const [free, held] = ids.slice(10, 12)
    await asOwner(
      server,
      `insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version, decided_at)
        values ($1, $2, 'managed', 'test', 1, 1, now())`,
      [cast.child, held],
    )
    const { id: selectionId } = await fleet().printers.select({ ...here, printerIds: [free!, held!] })
    const { taskId } = await fleet().printers.unenroll(started({ selectionId }))
    expect(await work(taskId)).toMatchObject({ status: 'completed-with-errors', done: 1, refused: 1 })
    await expect(retry(taskId)).rejects.toMatchObject({ code: 'printer-cannot-be-unenrolled', data: { count: 1 } })
    await expect(cast.stranger.tasks.retry({ params: { organizationId: cast.neighbour, taskId }, headers: {} })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('the outcomes of a task', () => {
  it('are found by serial number and exported whole as CSV, without a formula in it', async () => {
    const taskId = await startAssignment(ids.slice(20, 23))
    await work(taskId)
    await asOwner(server, `update task_outcomes set serial_number = '=1+1', details = 'a "b", c' where task_id = $1 and printer_id = $2`, [
      taskId,
      ids[20],
    ])
    const { items } = await fleet().tasks.listOutcomes({ ...here, taskId, search: '=1' })
    expect(items.map((item) => item.printerId)).toEqual([ids[20]])
    const file = async (query = '', key = 'partner-viewer', organizationId = cast.child) =>
      fetch(`${server.url}/api/v1/organizations/${organizationId}/tasks/${taskId}/outcomes.csv${query}`, {
        headers: { authorization: `Bearer ${cast.keys[key]}` },
      })
    const whole = await file()
    expect([whole.headers.get('content-type'), whole.headers.get('content-disposition')]).toEqual([
      'text/csv; charset=utf-8',
      `attachment; filename="task-${taskId}-outcomes.csv"`,
    ])
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const rows = parse(bytes, { bom: true, columns: true }) as Record<string, string>[]
    expect(rows).toHaveLength(3)
    expect(rows[0]).toMatchObject({
      'Serial number': "'=1+1",
      Outcome: 'Done',
      Details: 'a "b", c',
      'IP address': expect.stringMatching(/^10\./),
    })
    expect((parse(await (await file('?outcome=failed')).text(), { bom: true }) as string[][]).length).toBe(1)
    expect((await file('', 'neighbour-fleet', cast.neighbour)).status).toBe(404)
    const filed = await fleet().tasks.exportOutcomes({ ...here, taskId })
    expect(await (filed.body as unknown as Blob).text()).toContain('SERIAL')
    const all = await startAssignment()
    await work(all)
    const many = await fetch(`${server.url}/api/v1/organizations/${cast.child}/tasks/${all}/outcomes.csv`, {
      headers: { authorization: `Bearer ${cast.keys['partner-viewer']}` },
    })
    const serials = (parse(await many.text(), { bom: true, from: 2 }) as string[][]).map(([serial]) => serial)
    expect(new Set(serials).size).toBe(serials.length)
    expect(serials.length).toBe((await get(all)).printers)
  })
})

describe('the list of tasks', () => {
  it('is filtered by status, kind, who started them, and searched by Task ID or details', async () => {
    const taskId = await startAssignment(ids.slice(30, 31))
    const found = async (query: object) => (await fleet().tasks.list({ ...here, ...query })).items
    expect((await found({ status: 'running', kind: 'assign-contact' })).map((task) => task.id)).toEqual([taskId])
    expect((await found({ kind: 'unenroll' })).every((task) => task.label === 'Unenroll')).toBe(true)
    expect((await found({ search: taskId })).map((task) => task.id)).toContain(taskId)
    expect(await found({ startedBy: 'nobody of that name' })).toEqual([])
    expect((await found({ startedBy: 'PARTNER-F', status: 'running' })).map((task) => task.id)).toEqual([taskId])
    expect((await found({ search: 'retry of task' })).length).toBeGreaterThan(0)
    await work(taskId)
  })

  it('reports of a task that waits why it does [tasks/never-without-a-reason]', async () => {
    const taskId = await startAssignment()
    expect((await get(taskId)).statusReason).toBeNull()
    const late = () => asOwner(server, `update tasks set progressed_at = now() - interval '6 seconds' where id = $1`, [taskId])
    await late()
    expect((await get(taskId)).statusReason).toBe('It waits for its turn: the server works on other tasks.')
    await work(taskId, 1)
    await late()
    expect((await get(taskId)).statusReason).toBe('It waits for its turn to go on: the server works on other tasks.')
    expect((await work(taskId)).statusReason).toBeNull()
  })
})

describe('retention', () => {
  it('is a setting of the provider; outcomes and selections go, the task and the audit trail stay [tasks/retention]', async () => {
    const provider = { organizationId: cast.provider }
    await expect(changeSettings(cast, { taskRetentionDays: 0 })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await changeSettings(cast, { taskRetentionDays: 30 })).toMatchObject({ taskRetentionDays: 365 })
    const [old, young, running] = [
      await startAssignment(ids.slice(40, 43)),
      await startAssignment(ids.slice(43, 45)),
      await startAssignment(ids.slice(45, 47)),
    ]
    await work(old)
    await work(young)
    await asOwner(server, `update tasks set ended_at = now() - interval '31 days' where id = $1`, [old])
    await asOwner(server, `update selections set created_at = now() - interval '2 days'`)
    await asOwner(
      server,
      `insert into idempotency_keys (organization_id, person_id, key, request_hash, answer, created_at)
        select $1, 'somebody', 'key ' || n, '', '{}', now() - make_interval(days => n) from generate_series(6, 8) as n`,
      [cast.child],
    )
    await removeExpired(server.services.db)
    expect(await get(old)).toMatchObject({ done: 3, outcomesRemovedAt: expect.any(String) })
    expect(await get(young)).toMatchObject({ done: 2, outcomesRemovedAt: null })
    const outcomes = async (taskId: string) => (await fleet().tasks.listOutcomes({ ...here, taskId })).items.length
    expect([await outcomes(old), await outcomes(young)]).toEqual([0, 2])
    const keys = await asOwner(server, `select key from idempotency_keys where person_id = 'somebody'`)
    expect(keys.map((row) => row.key)).toEqual(['key 6'])
    const [left] = await asOwner(server, 'select count(*)::int as n from selections')
    expect(left).toEqual({ n: 1 })
    expect(await work(running)).toMatchObject({ status: 'completed', done: 2 })
    const trail = await cast.partnerAdministrator.audit.list({ ...here, search: `task ${old}` })
    expect(trail.items[0]).toMatchObject({ act: 'Assign contact: ended' })
    expect((await cast.providerAdministrator.audit.list({ ...provider, search: 'Change settings' })).items[0]).toMatchObject({
      before: { taskRetentionDays: 365 },
      after: { taskRetentionDays: 30 },
    })
  })
})
