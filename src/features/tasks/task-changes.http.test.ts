import { once } from 'node:events'
import net from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, reading } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { TEST_SECRET } from '../../../test/support/test-postgres.ts'
import { serve } from '../../server/serve.ts'
import { TaskChanges } from './task-changes.queries.ts'
import type { Task } from './tasks.api.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  const agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
  await agent.deliver(Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`10.0.0.${i}`, reading({ serialNumber: `TASK${i}` })])))
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const options = { secret: TEST_SECRET, port: 0 }
let contacts = 0
async function start(): Promise<string> {
  const { id: selectionId } = await fleet().printers.select({ ...here, filter: {} })
  const contact = contactForm({ lastName: `Task ${++contacts}` })
  return (await fleet().contacts.assign({ params: here, headers: {}, body: { selectionId, contact } })).taskId
}
const change = (taskId: string) => asOwner(server, 'update tasks set progressed_at = now() where id = $1', [taskId])

/** Runs a worker until it has nothing to do. */
async function work(taskIds: string[]) {
  const running = await serve({ ...options, databaseUrl: server.database.serverUrl })
  for (const taskId of taskIds) await ended(fleet(), cast.child, taskId)
  await running.stop()
}

describe('watching', () => {
  it('reports of the running tasks of an organization and then of each change, and of no neighbour’s [tasks/live-progress]', async () => {
    const [one, two] = [await start(), await start()]
    const stream = (await fleet().tasks.watch(here))[Symbol.asyncIterator]()
    const next = async () => (await stream.next()).value as Task
    expect([(await next()).id, (await next()).id]).toEqual([two, one])
    const neighbours = (await cast.stranger.tasks.watch({ organizationId: cast.neighbour }))[Symbol.asyncIterator]()
    const foreign = neighbours.next()
    await change(one)
    // Word of the second one's start may still be on its way.
    let reported = await next()
    while (reported.id !== one) reported = await next()
    expect(reported).toMatchObject({ id: one, status: 'running' })
    await work([one, two])
    const seen = [await next()]
    while (seen.filter(({ endedAt }) => endedAt).length < 2) seen.push(await next())
    expect(seen.filter(({ endedAt }) => endedAt).map(({ status }) => status)).toEqual(['completed', 'completed'])
    expect(await Promise.race([foreign.then(() => 'a change of a neighbour'), Promise.resolve('nothing')])).toBe('nothing')
    await stream.return?.()
    void neighbours.return?.()
  })

  it('a task that has ended reports so and ends; one that does not exist is not found', async () => {
    const taskId = await start()
    await work([taskId])
    const reported = []
    for await (const task of await fleet().tasks.watch({ ...here, taskId })) reported.push(task.status)
    expect(reported).toEqual(['completed'])
    await expect(fleet().tasks.watch({ ...here, taskId: '999999999' })).rejects.toMatchObject({ code: 'not-found', status: 404 })
    await expect(cast.stranger.tasks.watch({ organizationId: cast.neighbour, taskId })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('goes on after the connection to the database broke [tasks/live-progress]', async () => {
    const taskId = await start()
    const stream = (await fleet().tasks.watch({ ...here, taskId }))[Symbol.asyncIterator]()
    expect((await stream.next()).value).toMatchObject({ id: taskId })
    await asOwner(
      server,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'mps-express task changes'`,
    )
    expect((await stream.next()).value).toMatchObject({ id: taskId, status: 'running' })
    await change(taskId)
    expect((await stream.next()).value).toMatchObject({ id: taskId })
    await stream.return?.()
    await work([taskId])
  })
})

describe('the connection for task events', () => {
  it('is tried again one attempt at a time while the database cannot be reached', async () => {
    const { host, port, user, password, database } = new pg.Client(server.database.serverUrl)
    let attempts = 0
    let open = true
    const proxy = net.createServer((incoming) => {
      attempts++
      if (!open) return void incoming.destroy()
      const outgoing = host.startsWith('/') ? net.connect(`${host}/.s.PGSQL.${port}`) : net.connect(port, host)
      incoming.pipe(outgoing).pipe(incoming)
      for (const socket of [incoming, outgoing])
        socket.on('error', () => {}).on('close', () => [incoming, outgoing].map((one) => one.destroy()))
      connections.push(incoming)
    })
    const connections: net.Socket[] = []
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const { port: proxyPort } = proxy.address() as net.AddressInfo
    const events = new TaskChanges(`postgres://${user}:${encodeURIComponent(String(password))}@127.0.0.1:${proxyPort}/${database}`)
    await events.open()
    open = false
    for (const connection of connections) connection.destroy()
    await expect.poll(() => attempts, { timeout: 10_000 }).toBe(4)
    open = true
    const heard = events.changes(cast.child, undefined)[Symbol.asyncIterator]()
    expect((await heard.next()).value).toBeUndefined()
    expect(attempts).toBe(5)
    await events.close()
    proxy.close()
  })

  it('that cannot be made at all is reported at once, and not tried in secret', async () => {
    const nowhere = new TaskChanges('postgres://nobody@127.0.0.1:1/none')
    await expect(nowhere.open()).rejects.toThrow(/ECONNREFUSED/)
    await nowhere.close()
  })
})

describe('tasks', () => {
  it('are listed newest first, page by page, by status; their outcomes page by page, by outcome', async () => {
    const ids = [await start(), await start(), await start()]
    const failed = await asOwner(server, `update printers set registration = 'failed' where serial_number = 'TASK1' returning id`)
    await work(ids)
    const all: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await fleet().tasks.list({ ...here, limit: 2, ...(cursor ? { cursor } : {}) })
      all.push(...page.items.map(({ id }) => id))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(all.slice(0, 3)).toEqual(ids.toReversed())
    expect(all).toEqual(all.toSorted((a, b) => Number(b) - Number(a)))
    const partial = await fleet().tasks.list({ ...here, status: 'completed-with-errors' })
    expect(partial.items.filter(({ id }) => ids.includes(id))).toMatchObject(
      ids.toReversed().map((id) => ({ id, done: 4, refused: 1, failed: 0 })),
    )
    const outcomes = async (query: object) => {
      const found: (string | null)[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await fleet().tasks.listOutcomes({ ...here, taskId: ids[0]!, limit: 2, ...query, ...(cursor ? { cursor } : {}) })
        found.push(...page.items.map(({ serialNumber }) => serialNumber))
        if (!page.nextCursor) return found.toSorted()
        cursor = page.nextCursor
      }
    }
    expect(failed).toHaveLength(1)
    expect(await outcomes({})).toEqual(['TASK0', 'TASK1', 'TASK2', 'TASK3', 'TASK4'])
    expect(await outcomes({ outcome: 'refused' })).toEqual(['TASK1'])
    expect(await outcomes({ outcome: 'done' })).toHaveLength(4)
  })

  it('of another organization are not found, nor are ids that are none', async () => {
    const taskId = await start()
    await expect(cast.stranger.tasks.get({ organizationId: cast.neighbour, taskId })).rejects.toMatchObject({ code: 'not-found' })
    expect((await cast.stranger.tasks.listOutcomes({ organizationId: cast.neighbour, taskId })).items).toEqual([])
    await expect(fleet().tasks.get({ ...here, taskId: '1e3' })).rejects.toMatchObject({ code: 'invalid-input' })
    await work([taskId])
  })
})

describe('a server that stops in the middle of a task', () => {
  it('leaves the rest to the next one, and neither waits for it nor loses it [tasks/once-each]', async () => {
    await asOwner(
      server,
      `insert into printers (organization_id, identity, registration) select $1, 'stop:' || i, 'enrolled' from generate_series(1, 2400) as i`,
      [cast.child],
    )
    const taskId = await start()
    const owner = new pg.Client(server.database.url)
    await owner.connect()
    await owner.query('begin')
    await owner.query(`select from printers where organization_id = $1 for update`, [cast.child])
    const first = await serve({ ...options, databaseUrl: server.database.serverUrl })
    const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%printers%'`
    await expect.poll(async () => (await asOwner(server, waits)).length, { timeout: 20_000 }).toBe(1)
    const stopped = first.stop()
    await owner.query('rollback')
    await owner.end()
    await stopped
    const task = await fleet().tasks.get({ ...here, taskId })
    expect(task).toMatchObject({ status: 'running', done: 999 + 1 - task.refused })
    await work([taskId])
    const [outcomes] = await asOwner(
      server,
      'select count(*)::int as n, count(distinct printer_id)::int as printers from task_outcomes where task_id = $1',
      [taskId],
    )
    expect(outcomes).toEqual({ n: task.printers, printers: task.printers })
  })
})
