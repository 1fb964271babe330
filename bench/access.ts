import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { checkAccess } from '../src/features/accounts/access.queries.ts'
import { signedToken } from '../src/features/accounts/session-cookie.ts'
import { recognise } from '../src/features/entry-points.routes.ts'
import { listPrinters } from '../src/features/printers/list/printer-list.queries.ts'
import { createPool, inScope } from '../src/platform/db/database.ts'
import { serve } from '../src/server/serve.ts'
import { makeCast } from '../test/support/make.ts'
import { clientOf, type TestServer } from '../test/support/server.ts'
import { openBenchDatabase, SECRET } from './database.ts'
import { fillFleet } from './fleet-data.ts'
import { compare, type Figure, timed } from './measure.ts'
import { replay, statementsOf } from './printers-parts.ts'

const PRINTERS = 500
const ROUNDS = 20
const PAGES = 100
const PERMISSION = 'read the fleet'

/** A page of printers for somebody signed in: session, access check, scope and page, against the statement of the page alone in one transaction. */
export async function measureAccess(): Promise<Figure> {
  const database = await openBenchDatabase()
  const running = await serve({ databaseUrl: database.serverUrl, secret: SECRET, port: 0, worker: false })
  const server: TestServer = {
    ...running,
    database,
    as: (bearer) => clientOf(running.url, bearer),
  }
  const { child: organizationId } = await makeCast(server)
  await fillFleet(database.url, organizationId, PRINTERS)
  const { services } = running
  const about = { headers: { cookie: await signIn(database.url) }, requestId: 'bench', address: '127.0.0.1' }
  const query = { sort: 'ipAddress', direction: 'asc', limit: 50 } as const
  const access = async () => {
    const { caller } = await recognise(services, about, PERMISSION)
    return (await checkAccess(services.db, caller!, organizationId, PERMISSION)).scope
  }
  const ours = async () => {
    const scope = await access()
    return inScope(services.db, scope, (tx) => listPrinters(tx, scope, query))
  }
  const scope = await access()
  const statements = await statementsOf(database.serverUrl, scope, (tx) => listPrinters(tx, scope, query))
  const pool = createPool(database.serverUrl, { max: 1 })
  const each = (work: () => Promise<unknown>) => async () =>
    (await timed(async () => {
      for (let page = 0; page < PAGES; page++) await work()
    })) / PAGES
  const figure = await compare(
    'access',
    'ms',
    ROUNDS,
    each(ours),
    each(() => replay(pool, statements, scope)),
  )
  await pool.end()
  await running.stop()
  await database.close()
  return figure
}

/** The cookie of a session of somebody who reads the fleet. */
async function signIn(url: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const owner = new pg.Client(url)
  await owner.connect()
  await owner.query(
    `insert into auth.session (id, token, "userId", "expiresAt")
      select $1, $1, id, now() + interval '1 day' from auth."user" where email = 'partner-fleet@example.com'`,
    [token],
  )
  await owner.end()
  return `mps.session_token=${signedToken(token, SECRET)}`
}
