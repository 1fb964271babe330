import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import pino from 'pino'
import { INSTANCE_HEADER } from '../../src/features/agent-protocol/agent-protocol.api.ts'
import { contract } from '../../src/features/api.ts'
import { type RunningServer, type ServeOptions, serve } from '../../src/server/serve.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { TEST_SECRET } from './test-postgres.ts'

export type Client = JsonifiedClient<ContractRouterClient<typeof contract>>

export interface TestServer extends RunningServer {
  database: TestDatabase
  /** the console's client, as the holder of this key or credential; without one, as a stranger */
  as(bearer?: string, instance?: string): Client
}

interface TestServerOptions
  extends Pick<ServeOptions, 'worker' | 'dataDir' | 'checkpointsTo' | 'outboundAllowed' | 'mail' | 'supplierFolder' | 'cxmlDtd'> {
  quiet?: boolean
}

/** The whole server on a database of its own; its log is silent but for mistakes of ours, and quiet where a test makes them. */
export async function startTestServer({ quiet, ...options }: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase()
  const log = pino({ level: quiet ? 'silent' : 'error' })
  const server = await serve({ databaseUrl: database.serverUrl, secret: TEST_SECRET, port: 0, log, ...options })
  const stop = async () => {
    await server.stop()
    await database.drop()
  }
  return { ...server, database, stop, as: (bearer, instance) => clientOf(server.url, bearer, undefined, instance) }
}

/** A client of the API at this address, with a key or credential, or with the cookie of a session. */
export function clientOf(url: string, bearer?: string, cookie?: string, instance = 'test'): Client {
  return createORPCClient(
    new OpenAPILink(contract, {
      url: `${url.replace('localhost', '127.0.0.1')}/api/v1`,
      headers: {
        ...(bearer ? { authorization: `Bearer ${bearer}`, [INSTANCE_HEADER]: instance } : {}),
        ...(cookie ? { cookie } : {}),
      },
    }),
  )
}
