import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cast, contactForm, ended, makeAgent, makeCast, reading } from '../../../test/support/make.ts'
import { type Client, startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
})
afterAll(() => server.stop())

/** Gives an organization three printers and a contact; what is returned starts a task that assigns it to them. */
async function assigner(by: Client, organizationId: string) {
  const agent = await makeAgent(server, by, organizationId)
  const serials = [1, 2, 3].map((n) => `${organizationId.slice(-6)}${n}`)
  await agent.deliver(Object.fromEntries(serials.map((serialNumber, i) => [`10.0.0.${i + 1}`, reading({ serialNumber })])))
  const contact = await by.contacts.create({ organizationId, contact: contactForm() })
  return async () => {
    const { id: selectionId } = await by.printers.select({ organizationId, filter: {} })
    return by.contacts.assign({ params: { organizationId }, headers: {}, body: { selectionId, contactId: contact.id } })
  }
}

it('numbers the tasks of each organization from 1, and works through those of one number side by side [tasks/numbers-count-per-organization]', async () => {
  const here = await assigner(cast.fleetAdministrator, cast.child)
  const there = await assigner(cast.stranger, cast.neighbour)
  const started = await Promise.all([here(), there()])
  expect(started.map(({ taskId }) => taskId)).toEqual(['1', '1'])
  const [mine, theirs] = await Promise.all([ended(cast.fleetAdministrator, cast.child, '1'), ended(cast.stranger, cast.neighbour, '1')])
  expect([mine, theirs]).toMatchObject([
    { status: 'completed', printers: 3 },
    { status: 'completed', printers: 3 },
  ])
  const more = await Promise.all([here(), here(), here()])
  expect(more.map(({ taskId }) => taskId).toSorted()).toEqual(['2', '3', '4'])
  await expect(cast.stranger.tasks.get({ organizationId: cast.neighbour, taskId: '2' })).rejects.toMatchObject({ code: 'not-found' })
})
