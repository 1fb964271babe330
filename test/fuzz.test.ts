import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuzz } from './support/fuzz.ts'
import { type Inhabited, idsIn, makeInhabited } from './support/inhabited.ts'
import { operations } from './support/operations.ts'
import type { Ids } from './support/requests.ts'
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
    await expect(fuzz(server.url, operation, cast, ids, { seed: SEED, numRuns: INPUTS })).resolves.toBeUndefined()
  })
})
