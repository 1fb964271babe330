import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertAppRole, inScope, rows } from '../src/platform/db/database.ts'
import { asPerson } from '../src/sample/create-sample.ts'
import { asOwner, type Cast, contactForm, makeAgent, makeCast, reading } from './support/make.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let cast: Cast
let tables: string[]
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  for (const [client, organizationId] of [
    [cast.fleetAdministrator, cast.child],
    [cast.stranger, cast.neighbour],
  ] as const) {
    await client.contacts.create({ organizationId, contact: contactForm() })
    const agent = await makeAgent(server, client, organizationId)
    await agent.tell({ '10.0.0.1': reading({ serialNumber: `RLS ${organizationId}` }) })
    await client.printers.select({ organizationId, filter: {} })
  }
  const found = await asOwner(
    server,
    `select table_name from information_schema.columns where column_name = 'organization_id' and table_schema = 'public' order by 1`,
  )
  tables = found.map((row) => String(row.table_name))
})
afterAll(() => server.stop())

describe('row-level security [platform/no-foreign-rows]', () => {
  it('is on for every table that carries an organization, and the role of the server cannot bypass it', async () => {
    expect(tables.length).toBeGreaterThan(20)
    const unprotected = await asOwner(
      server,
      `select relname from pg_class where relname = any ($1) and relkind = 'r' and not relrowsecurity`,
      [tables],
    )
    expect(unprotected).toEqual([])
    const [role] = await asOwner(server, `select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = 'mps_app'`)
    expect(role).toEqual({ bypasses: false })
  })

  it('shows the rows of the scope, and no foreign ones', async () => {
    const { db } = server.services
    const { scope } = await asPerson(db, { email: 'partner-fleet@example.com' }, cast.child, 'manage the fleet')
    const organizations = await inScope(db, scope, async (tx) => {
      const each = tables.map((table) => sql`select distinct organization_id::text as id from ${sql.table(table)}`)
      return rows(tx, sql<{ id: string }>`${sql.join(each, sql` union `)}`)
    })
    expect(organizations).toEqual([{ id: cast.child }])
  })

  it('shows nothing without a scope', async () => {
    const each = tables.map((table) => sql`select organization_id from ${sql.table(table)}`)
    expect(await rows(server.services.db, sql`${sql.join(each, sql` union `)}`)).toEqual([])
  })

  it('refuses to write a row of another organization', async () => {
    const { db } = server.services
    const { scope } = await asPerson(db, { email: 'partner-fleet@example.com' }, cast.child, 'manage the fleet')
    const write = inScope(db, scope, (tx) =>
      sql`insert into agents (organization_id, name) values (${cast.neighbour}, 'smuggled')`.execute(tx),
    )
    await expect(write).rejects.toMatchObject({ code: '42501' })
  })
})

it('is asserted when a server starts: a role that could bypass it is refused, with what to do [platform/the-server-cannot-bypass]', async () => {
  const pool = new pg.Pool({ connectionString: server.database.url, max: 1 })
  await expect(assertAppRole(pool)).rejects.toThrow('must work under the role mps_app')
  await pool.end()
})
