import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeAgent, makeCast, reading } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { TEST_SECRET } from '../../../test/support/test-postgres.ts'
import { serve } from '../../server/serve.ts'
import { makeScope } from '../make-scope.ts'
import { inScope, type Tx } from './database.ts'
import { migrate } from './migrate.ts'
import { ScopeSeal } from './scope-seal.ts'
import { assertServerLogin } from './server-login.ts'

let server: TestServer
let cast: Cast
let owner: pg.Client

beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  for (const [fleet, organizationId] of [
    [cast.fleetAdministrator, cast.child],
    [cast.stranger, cast.neighbour],
  ] as const) {
    const agent = await makeAgent(server, fleet, organizationId)
    await agent.deliver({ '10.0.0.1': reading({ serialNumber: organizationId }) })
  }
  owner = new pg.Client(server.database.url)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await server.stop()
})

const actor = { kind: 'person', id: '', name: 'test' } as const
const own = () => makeScope({ organizationId: cast.child, actor })
const inject = (run: (tx: Tx) => Promise<unknown>) => inScope(server.services.db, own(), run)
const start = (options: { databaseUrl?: string; secret?: string }) =>
  serve({ databaseUrl: server.database.serverUrl, secret: TEST_SECRET, port: 0, worker: false, ...options })

describe('the user that the server signs in as', () => {
  it('is refused at the start when it is a superuser [platform/the-server-cannot-bypass]', async () => {
    await expect(start({ databaseUrl: server.database.url })).rejects.toThrow(
      /must be a member of mps_app and able to do nothing more, but .*postgres is a superuser/,
    )
  })

  it.each([
    ['bypasses row-level security', 'alter role mps_server bypassrls'],
    ['bypasses row-level security by its role', 'alter role mps_app bypassrls'],
    ['is a superuser', 'alter role mps_server superuser'],
    ['may create roles', 'alter role mps_server createrole'],
    ['may create databases', 'alter role mps_server createdb'],
    ['may replicate', 'alter role mps_server replication'],
    ['is a member of pg_execute_server_program', 'grant pg_execute_server_program to mps_server'],
    ['is a member of a role through its role', 'grant pg_read_all_data to mps_app'],
    ['owns a table', 'alter table contacts owner to mps_server'],
    ['owns a function', 'alter function child_ids owner to mps_app'],
    ['may create objects where functions of the owner look', 'grant create on schema public to mps_server'],
    ['may read the key of the scopes', 'grant usage on schema private to mps_app'],
    ['is no member of the role of the server', 'revoke mps_app from mps_server'],
  ])('is refused when it %s [platform/the-server-cannot-bypass]', async (_, statement) => {
    // One connection, in a transaction that is undone: no other server is to notice.
    const pool = new pg.Pool({ connectionString: server.database.url, max: 1 })
    try {
      await pool.query('begin; set local session authorization mps_server')
      await expect(assertServerLogin(pool)).resolves.toBeUndefined()
      await pool.query(`reset session authorization; ${statement}; set local session authorization mps_server`)
      await expect(assertServerLogin(pool)).rejects.toThrow(/able to do nothing more, but mps_/)
    } finally {
      await pool.query('rollback')
      await pool.end()
    }
  })

  it.each([
    'set role postgres',
    'set session authorization postgres',
    `copy (select 1) to program 'true'`,
    `copy printers (location) from program 'id'`,
    `select pg_read_file('postgresql.conf')`,
    'alter table printers disable row level security',
    'drop policy tenant on printers',
    'create function public.lower(text) returns text language sql as $$ select $1 $$',
    'create schema evil',
    'select * from private.scope_key',
    'select * from history.reading_history_20260101',
    `alter role mps_server superuser`,
    'insert into audit_entries select * from audit_entries',
  ])('cannot: %s [platform/the-server-cannot-bypass]', async (statement) => {
    await expect(inject((tx) => sql.raw(statement).execute(tx))).rejects.toMatchObject({ code: /^(42501|42P01)$/ })
  })

  it.each(['set role none', 'reset role', 'set role mps_app'])(
    'sees no more after: %s [platform/the-server-cannot-bypass]',
    async (statement) => {
      const seen = await inject(async (tx) => {
        await sql.raw(statement).execute(tx)
        return (await sql`select distinct organization_id as id from printers`.execute(tx)).rows
      })
      expect(seen).toEqual([{ id: cast.child }])
    },
  )

  it('is made, with its password, by the connection that migrates, and left as it is afterwards', async () => {
    const name = `server_${randomBytes(4).toString('hex')}`
    const url = new URL(server.database.serverUrl)
    url.username = name
    url.password = 'first of all'
    try {
      await migrate({ ownerUrl: server.database.url, serverUrl: url.toString(), secret: TEST_SECRET })
      const running = await start({ databaseUrl: url.toString() })
      await running.stop()
      url.password = 'another'
      await expect(migrate({ ownerUrl: server.database.url, serverUrl: url.toString(), secret: TEST_SECRET })).rejects.toThrow(
        /password authentication failed/,
      )
    } finally {
      await owner.query(`drop role ${name}`)
    }
  })
})

describe('a server without MPS_MIGRATION_URL', () => {
  it('refuses to start while a migration is pending, and says what to do [platform/pending-migrations-stop-the-start]', async () => {
    await owner.query(`create table kept as select * from live_files; delete from live_files where name in ('search.sql', 'tasks.sql')`)
    await expect(start({})).rejects.toThrow(
      'The database is not up to date (search.sql and 1 more), and the user of DATABASE_URL may not change it. Set MPS_MIGRATION_URL to the address of the database with the user that owns its tables, and start again.',
    )
    await owner.query('insert into live_files select * from kept on conflict do nothing; drop table kept')
  })

  it('refuses to start with another secret than the one the database was prepared with', async () => {
    await expect(start({ secret: 'another secret, of 32 characters' })).rejects.toThrow(/^The database was prepared with another secret/)
  })
})

describe('a scope', () => {
  const seal = new ScopeSeal(TEST_SECRET)
  const forger = new ScopeSeal('what somebody else would sign with')
  const seen = (settings: Record<string, string>) =>
    inject(async (tx) => {
      for (const [name, value] of Object.entries(settings)) await sql`select set_config(${`mps.${name}`}, ${value}, true)`.execute(tx)
      const printers = await sql<{ id: string }>`select distinct organization_id as id from printers`.execute(tx)
      const found = await sql<{
        ids: string[]
      }>`select ids from look_up_printers(${[cast.child, cast.neighbour]}::uuid[], ${cast.neighbour}, 10)`.execute(tx)
      return [...printers.rows.map((row) => row.id), ...found.rows.flatMap((row) => row.ids)]
    })

  it.each([
    ['an organization without a signature', () => ({ organization: cast.neighbour })],
    ['an organization signed with another key', () => ({ organization: forger.sign('organization', cast.neighbour) })],
    [
      'another organization after the signature of its own',
      () => ({ organization: seal.sign('organization', cast.child).slice(0, 64) + cast.neighbour }),
    ],
    ['its own, with one character changed', () => ({ organization: seal.sign('organization', cast.child).replace(/.$/, 'x') })],
    ['nothing', () => ({ organization: '' })],
  ])('that an injected statement gives as %s sees nothing [platform/scopes-cannot-be-forged]', async (_, settings) => {
    expect(await seen(settings())).toEqual([])
  })

  it.each([
    ['reaches all', () => ({ reach: 'provider' })],
    ['reaches all, signed with another key', () => ({ reach: forger.sign('reach', 'provider') })],
    [
      'reaches all, with the signature of its organization',
      () => ({ reach: `${seal.sign('organization', cast.child).slice(0, 64)}provider` }),
    ],
    ['reaches a neighbour', () => ({ organizations: JSON.stringify({ [cast.neighbour]: 1 }) })],
    [
      'reaches what a signed text of another kind names',
      () => ({ organizations: seal.sign('person', JSON.stringify({ [cast.neighbour]: 1 })) }),
    ],
  ])('that an injected statement says %s sees its own organization and no more [platform/scopes-cannot-be-forged]', async (_, settings) => {
    expect(await seen(settings())).toEqual([cast.child])
  })

  it('does not outlive its transaction', async () => {
    await inject((tx) => sql`select 1`.execute(tx))
    const { rows } = await sql`select id from printers`.execute(server.services.db)
    expect(rows).toEqual([])
  })

  it('has a key that belongs to the owner of the database alone', async () => {
    const granted = await asOwner(
      server,
      `select grantee from information_schema.table_privileges where table_schema = 'private' and grantee <> current_user`,
    )
    expect(granted).toEqual([])
  })
})
