import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credentialFor, type Inhabited, idsIn, makeInhabited } from './support/inhabited.ts'
import { type Operation, operations, partsOf, whoMay } from './support/operations.ts'
import { type Ids, legalRequests, putAt, type Request, textPlaces } from './support/requests.ts'
import { misfit, send } from './support/send.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let cast: Inhabited
let ids: Ids
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeInhabited(server)
  const { personId: _, groupId: __, memberIds: ___, ...others } = await idsIn(server, cast.child)
  ids = others
})
afterAll(() => server.stop())

const UNSTORABLE = ['a\u0000b', 'a\ud800b']
const ODD = [
  '\u202eabc\u2066',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://example.com")',
  "'; drop table people; --",
  '{{7*7}}<%= 7*7 %>',
]
const MEGABYTES = 'x'.repeat(10 * 1024 * 1024)

/** A request with a text at each place of its query and body that takes one. */
function* withText(operation: Operation, text: string): Generator<Request> {
  const [legal] = fc.sample(legalRequests(operation, ids), { seed: 11, numRuns: 1 })
  const parts = partsOf(operation)
  for (const part of ['query', 'body'] as const) for (const place of textPlaces(parts[part])) yield putAt(legal!, [part, ...place], text)
}

const isReport = ({ name }: Operation) => name === 'agentProtocol.report'
const takesText = operations.filter((operation) => {
  const { query, body } = partsOf(operation)
  return textPlaces(query).length + textPlaces(body).length > 0
})

function asActor(operation: Operation, request: Request): [Request, string | undefined] {
  const [actor] = whoMay(operation, cast)
  if (!actor) return [request, credentialFor(operation, cast)]
  return [{ ...request, params: { ...request.params, organizationId: actor.organizationId } }, cast.keys[actor.who]]
}
const attempt = (operation: Operation, request: Request) => {
  const [asked, key] = asActor(operation, request)
  return send(server.url, operation, asked, key)
}

describe('a text given to', () => {
  it.each(takesText)(
    '$name, with a character that cannot be kept, is refused [platform/unstorable-texts-are-refused]',
    async (operation) => {
      for (const text of UNSTORABLE)
        for (const request of withText(operation, text)) {
          const reply = await attempt(operation, request)
          expect(misfit(operation, reply)).toBeUndefined()
          // The items of a report are looked at one by one, and a stream or list of half a character in an address cannot be asked for.
          const isKept = reply.status < 400 && !isReport(operation) && !(text === UNSTORABLE[1] && operation.method === 'GET')
          expect([JSON.stringify(request), isKept]).toEqual([JSON.stringify(request), false])
        }
    },
  )

  it.each(takesText)('$name, with marks of direction, script, formula or SQL, is answered within the contract', async (operation) => {
    for (const text of ODD)
      for (const request of withText(operation, text)) expect(misfit(operation, await attempt(operation, request))).toBeUndefined()
  })

  it.each(takesText.filter(({ method }) => method !== 'GET'))('$name, of 10 MB, is refused', async (operation) => {
    const [request] = withText(operation, MEGABYTES)
    const { status } = await attempt(operation, request!)
    expect(status).toBe(413)
  })
})
