import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool, inScope } from '../src/platform/db/database.ts'
import { SET_SCOPE } from '../src/platform/db/scope-seal.ts'
import { makeScope } from '../src/platform/make-scope.ts'
import { serve } from '../src/server/serve.ts'
import { makeInhabited } from './support/inhabited.ts'
import { asOwner, type Cast } from './support/make.ts'
import { clientOf, startTestServer, type TestServer } from './support/server.ts'
import { TEST_SECRET } from './support/test-postgres.ts'

let server: TestServer
let cast: Cast
/** every table with the column organization_id, of the catalogue */
let tables: string[]

beforeAll(async () => {
  server = await startTestServer()
  cast = await makeInhabited(server)
  const found = await asOwner(
    server,
    `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'organization_id'
      and table_name in (select tablename from pg_tables) order by 1`,
  )
  tables = found.map((row) => String(row.table_name))
})
afterAll(() => server.stop())

const scopeOf = (organizationId: string) => makeScope({ organizationId, actor: { kind: 'person', id: '', name: 'test' } })

describe('a table with the column organization_id', () => {
  it('is under row-level security, with rows of more than one organization to try it on [platform/no-foreign-rows]', async () => {
    expect(tables.length).toBeGreaterThan(20)
    const unprotected = await asOwner(
      server,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relname = any ($1) and not relrowsecurity`,
      [tables],
    )
    expect(unprotected).toEqual([])
    for (const table of tables) {
      const [row] = await asOwner(server, `select count(distinct organization_id)::int as n from ${table}`)
      expect([table, Number(row!.n) > 1]).toEqual([table, true])
    }
  })

  it('shows the rows of the scope and no others [platform/no-foreign-rows]', async () => {
    for (const table of tables)
      for (const organizationId of [cast.child, cast.partner]) {
        const seen = await inScope(server.services.db, scopeOf(organizationId), (tx) =>
          sql<{ id: string }>`select distinct organization_id as id from ${sql.table(table)}`.execute(tx),
        )
        const [own] = await asOwner(server, `select count(*)::int as n from ${table} where organization_id = $1`, [organizationId])
        expect([table, seen.rows]).toEqual([table, own!.n === 0 ? [] : [{ id: organizationId }]])
      }
  })

  it('shows nothing without a scope, also on a connection that had one [platform/no-foreign-rows]', async () => {
    const pool = createPool(server.database.serverUrl, { max: 1 })
    try {
      for (const table of [...tables, 'organizations']) {
        const client = await pool.connect()
        await client.query('begin')
        await client.query(SET_SCOPE, server.services.db.seal!.settingsOf(scopeOf(cast.child)))
        await client.query(`select 1 from ${table}; commit`)
        expect([table, (await client.query(`select * from ${table}`)).rows]).toEqual([table, []])
        client.release()
      }
    } finally {
      await pool.end()
    }
  })

  it('takes no row of another organization, by insert or by update [platform/no-foreign-rows]', async () => {
    const { db } = server.services
    const foreign = inScope(db, scopeOf(cast.child), (tx) =>
      sql`insert into groups (organization_id, organization_kind, kind, name) values (${cast.neighbour}, 'child', 'ordinary', 'x')`.execute(
        tx,
      ),
    )
    await expect(foreign).rejects.toMatchObject({ code: '42501' })
    const moved = inScope(db, scopeOf(cast.child), (tx) => sql`update snmp_profiles set organization_id = ${cast.neighbour}`.execute(tx))
    await expect(moved).rejects.toMatchObject({ code: '42501' })
  })

  it('can be seen across organizations only by the provider, and by a partner in its children [platform/no-foreign-rows]', async () => {
    const { db } = server.services
    const seenBy = async (reach: Parameters<typeof makeScope>[0]) =>
      (await inScope(db, makeScope(reach), (tx) => sql<{ id: string }>`select distinct organization_id as id from printers`.execute(tx)))
        .rows
    const actor = { kind: 'person', id: '', name: 'test' } as const
    expect(await seenBy({ organizationId: cast.provider, reach: 'provider', actor })).toHaveLength(2)
    expect(await seenBy({ organizationId: cast.partner, reach: 'children', childIds: [cast.child], actor })).toEqual([{ id: cast.child }])
    expect(await seenBy({ organizationId: cast.partner, actor })).toEqual([])
  })
})

describe('the server', () => {
  const options = { secret: TEST_SECRET, port: 0, worker: false }

  it('outlives a connection that breaks while a request uses it', async () => {
    const owner = new pg.Client(server.database.url)
    await owner.connect()
    await owner.query('begin; lock table contacts')
    const running = await serve({ ...options, databaseUrl: server.database.serverUrl })
    const fleet = clientOf(running.url, cast.keys['partner-fleet'])
    const request = fleet.contacts.list({ organizationId: cast.child })
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    let broken: unknown[] = []
    while (broken.length === 0) broken = (await owner.query(`select pg_terminate_backend(pid) from (${waiting}) w`)).rows
    await expect(request).rejects.toMatchObject({ status: 500 })
    await owner.query('rollback')
    await owner.end()
    expect((await fleet.contacts.list({ organizationId: cast.child })).total).toBe(2)
    await running.stop()
  })
})
