import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Inhabited, idsIn, makeInhabited } from './support/inhabited.ts'
import { operations, whoMay } from './support/operations.ts'
import { anyRequests, type Ids } from './support/requests.ts'
import { misfit, send } from './support/send.ts'
import { startTestServer, type TestServer } from './support/server.ts'

// The same inputs at every run, so that a failure is found again; `npm run soak -- fuzz` tries others, and more.
const SEED = 20_261_124
const INPUTS = 20

let server: TestServer
let cast: Inhabited
let ids: Ids
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeInhabited(server)
  // The people who send all this are to stay.
  const { personId: _, groupId: __, memberIds: ___, ...others } = await idsIn(server, cast.child)
  ids = others
})
afterAll(() => server.stop())

describe('whatever is sent to', () => {
  it.each(operations)('$name is answered, within its contract, and is no mistake of ours', async (operation) => {
    const actors = whoMay(operation, cast)
    const bearers =
      actors.length > 0
        ? actors.map(({ who, organizationId }) => ({ key: cast.keys[who], organizationId }))
        : [
            {
              key: operation.name.startsWith('agentProtocol') ? cast.agents.child.credential : cast.keys['partner-fleet'],
              organizationId: cast.child,
            },
          ]
    let next = 0
    await fc.assert(
      fc.asyncProperty(anyRequests(operation, ids), async (request) => {
        const { key, organizationId } = bearers[next++ % bearers.length]!
        const params = 'organizationId' in request.params ? { ...request.params, organizationId } : request.params
        const reply = await send(server.url, operation, { ...request, params }, key)
        expect(misfit(operation, reply)).toBeUndefined()
      }),
      { seed: SEED, numRuns: INPUTS, endOnFailure: true },
    )
  })
})
