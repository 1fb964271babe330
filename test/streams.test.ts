import { once } from 'node:events'
import http from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signedToken } from '../src/features/accounts/session-cookie.ts'
import { type RunningServer, serve } from '../src/server/serve.ts'
import { asOwner, type Cast, contactForm, makeAgent, makeCast, reading } from './support/make.ts'
import { type Client, clientOf, startTestServer, type TestServer } from './support/server.ts'

const secret = 'a secret for tests, 32 characters'
const RECHECK_MILLISECONDS = 200

let server: TestServer
/** the same, which checks its streams more often */
let watchful: RunningServer
let cast: Cast
let here: { organizationId: string }
let taskId: string
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  watchful = await serve({
    databaseUrl: server.database.serverUrl,
    secret,
    port: 0,
    worker: false,
    recheckMilliseconds: RECHECK_MILLISECONDS,
  })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  const agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
  await agent.deliver({ '10.0.0.1': reading({ serialNumber: 'STREAM1' }) })
  const { id: selectionId } = await cast.fleetAdministrator.printers.select({ ...here, filter: {} })
  taskId = (await cast.fleetAdministrator.contacts.assign({ params: here, headers: {}, body: { selectionId, contact: contactForm() } }))
    .taskId
})
afterAll(async () => {
  await watchful.stop()
  await server.stop()
})

let viewer: string
beforeEach(async () => {
  const [row] = await asOwner(server, `select id from auth."user" where email = 'partner-viewer@example.com'`)
  viewer = String(row!.id)
})

/** Opens a stream and reads its first event. */
async function watch(client: Client) {
  const stream = (await client.tasks.watch(here))[Symbol.asyncIterator]()
  expect((await stream.next()).value).toMatchObject({ id: taskId })
  return stream
}

async function sessionOfViewer(): Promise<string> {
  const token = 'a token of a session'
  await asOwner(server, `insert into auth.session (id, token, "userId", "expiresAt") values ($1, $1, $2, now() + interval '1 day')`, [
    token,
    viewer,
  ])
  return `mps.session_token=${signedToken(token, secret)}`
}

const change = () => asOwner(server, 'update tasks set progressed_at = now() where id = $1', [taskId])

describe('an open stream', () => {
  const losses: [string, string, string][] = [
    ['the session ends', `delete from auth.session where "userId" = $1`, ''],
    [
      'the person is deactivated',
      'update people set deactivated_at = now() where id = $1',
      'update people set deactivated_at = null where id = $1',
    ],
  ]

  it.each(losses)('ends without an event when %s [tasks/streams-end-with-rights]', async (_, loss, undo) => {
    const stream = await watch(clientOf(watchful.url, undefined, await sessionOfViewer()))
    await asOwner(server, loss, [viewer])
    await expect(stream.next()).rejects.toMatchObject({ code: expect.stringMatching(/^(not-signed-in|not-found)$/) })
    await asOwner(server, `delete from auth.session where "userId" = $1`, [viewer])
    if (undo) await asOwner(server, undo, [viewer])
  })

  it('ends at the next event, and does not show it, when the key is withdrawn [tasks/streams-end-with-rights]', async () => {
    const { id, key } = await cast.fleetViewer.accounts.session.createApiKey({ name: 'for a stream', expiresInDays: null })
    const stream = await watch(server.as(key))
    await cast.fleetViewer.accounts.session.deleteApiKey({ id })
    await change()
    await expect(stream.next()).rejects.toMatchObject({ code: 'not-signed-in' })
  })

  it('ends when its role is taken away [tasks/streams-end-with-rights]', async () => {
    const stream = await watch(clientOf(watchful.url, cast.keys['partner-viewer']))
    const groups = await cast.organizationAdministrator.accounts.groups.list({ organizationId: cast.partner })
    const { id: groupId, name, roles, members } = groups.find((group) => group.name === 'viewer')!
    const edit = (memberIds: string[]) =>
      cast.organizationAdministrator.accounts.groups.change({ organizationId: cast.partner, groupId, name, roles, memberIds })
    await edit([])
    await expect(stream.next()).rejects.toMatchObject({ code: 'not-found' })
    await edit(members.map((member) => member.id))
  })

  it('is one of at most 10 of a person; one that ends makes room [tasks/streams-are-limited]', async () => {
    const open = () => {
      const address = `${server.url.replace('localhost', '127.0.0.1')}/api/v1/organizations/${cast.child}/task-changes`
      const request = http.get(address, { headers: { authorization: `Bearer ${cast.keys['partner-viewer']}` } })
      return once(request, 'response').then(([response]) => ({ request, status: (response as http.IncomingMessage).statusCode }))
    }
    const streams = await Promise.all(Array.from({ length: 10 }, open))
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200))
    expect((await open()).status).toBe(429)
    const others = await watch(cast.fleetAdministrator)
    streams.pop()!.request.destroy()
    await expect
      .poll(async () => {
        const again = await open()
        streams.push(again)
        return again.status
      })
      .toBe(200)
    for (const { request } of streams) request.destroy()
    await others.return?.()
  })
})
