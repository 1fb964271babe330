import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '../../src/platform/db/embedded-postgres.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { serverUrlOf } from '../../src/platform/db/server-login.ts'
import { serve } from '../../src/server/serve.ts'
import { fuzz } from '../support/fuzz.ts'
import { idsIn, makeInhabited } from '../support/inhabited.ts'
import { operations } from '../support/operations.ts'
import { clientOf, type TestServer } from '../support/server.ts'
import { TEST_SECRET } from '../support/test-postgres.ts'

const INPUTS = 300

/** Tries every operation with many generated requests, as `test/fuzz.test.ts` does with few; gives what went wrong. */
export async function soakFuzz(random: () => number): Promise<string[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mps-express-fuzz-'))
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} })
  try {
    const serverUrl = serverUrlOf(postgres.url, TEST_SECRET)
    await migrate({ ownerUrl: postgres.url, serverUrl, secret: TEST_SECRET })
    const running = await serve({ databaseUrl: serverUrl, secret: TEST_SECRET, port: 0 })
    const database = { name: 'fuzz', url: postgres.url, serverUrl, drop: async () => {} }
    const server: TestServer = { ...running, database, as: (bearer) => clientOf(running.url, bearer) }
    const wrong = await tryAll(server, random)
    await running.stop()
    return wrong
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true })
  }
}

async function tryAll(server: TestServer, random: () => number): Promise<string[]> {
  const cast = await makeInhabited(server)
  const { personId: _, groupId: __, memberIds: ___, ...ids } = await idsIn(server, cast.child)
  const wrong: string[] = []
  for (const operation of operations)
    await fuzz(server.url, operation, cast, ids, { seed: Math.floor(random() * 2 ** 31), numRuns: INPUTS }).catch((error: unknown) => {
      wrong.push(`${operation.name}: ${(error as Error).message}`)
    })
  return wrong
}
