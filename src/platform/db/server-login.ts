import { hkdfSync } from 'node:crypto'
import type pg from 'pg'
import { APP_ROLE } from './database.ts'
import type { ScopeSeal } from './scope-seal.ts'

/** The user that the server signs in as in the packaged PostgreSQL. */
const SERVER_LOGIN = 'mps_server'

/** The address of the same database for the server's own user, whose password is derived from the installation's secret. */
export function serverUrlOf(ownerUrl: string, secret: string): string {
  const url = new URL(ownerUrl)
  url.username = SERVER_LOGIN
  url.password = Buffer.from(hkdfSync('sha256', secret, '', 'mps-express database login', 24)).toString('base64url')
  return url.toString()
}

/**
 * Makes the user of the server's address, a member of the application role and of nothing else. One that is there stays as it is, apart from the
 * server's own, which gets its password.
 */
export async function ensureServerLogin(owner: pg.Client, serverUrl: string): Promise<void> {
  const url = new URL(serverUrl)
  const name = decodeURIComponent(url.username)
  const login = `${owner.escapeIdentifier(name)} login password ${owner.escapeLiteral(decodeURIComponent(url.password))}`
  const { rows: found } = await owner.query('select from pg_roles where rolname = $1', [name])
  try {
    if (found.length === 0) await owner.query(`create role ${login} in role ${APP_ROLE}`)
    else if (name === SERVER_LOGIN) await owner.query(`alter role ${login}`)
  } catch (cause) {
    throw new Error(
      `The user ${name} of DATABASE_URL is missing, and the user of MPS_MIGRATION_URL cannot create it. As a superuser, run: create role ${name} login password '<password>' in role ${APP_ROLE};`,
      { cause },
    )
  }
}

// The queue's is not among them: there the application role owns everything.
const SCHEMAS = ['public', 'auth', 'history', 'private']

// What a login may be or have beyond being a member of the application role, in words; of the login itself and of that role.
const EXCESS = `
  with mine as (select * from pg_roles where rolname in (session_user, '${APP_ROLE}'))
  select rolname || ' is a superuser' as excess from mine where rolsuper
  union all select rolname || ' bypasses row-level security' from mine where rolbypassrls
  union all select rolname || ' may create roles' from mine where rolcreaterole
  union all select rolname || ' may create databases' from mine where rolcreatedb
  union all select rolname || ' may replicate' from mine where rolreplication
  union all select session_user || ' is a member of ' || rolname from pg_roles
    where pg_has_role(session_user, oid, 'member') and rolname not in (session_user, '${APP_ROLE}')
  union all select rolname || ' owns ' || min(c.oid::regclass::text) from mine join pg_class c on c.relowner = mine.oid
    where c.relnamespace in (select oid from pg_namespace where nspname = any ($1)) group by rolname
  union all select rolname || ' owns the function ' || min(p.proname) from mine join pg_proc p on p.proowner = mine.oid
    where p.pronamespace in (select oid from pg_namespace where nspname = any ($1)) group by rolname
  union all select session_user || ' may create objects in the schema ' || nspname from pg_namespace
    where nspname = any ($1) and has_schema_privilege(session_user, oid, 'create')
  union all select session_user || ' may use the schema private' from pg_namespace
    where nspname = 'private' and has_schema_privilege(session_user, oid, 'usage')
  union all select session_user || ' may create schemas' where has_database_privilege(session_user, current_database(), 'create')
  union all select session_user || ' is no member of ${APP_ROLE}'
    where not exists (select from pg_roles where rolname = '${APP_ROLE}' and pg_has_role(session_user, oid, 'usage'))`

/**
 * Fails unless the pool signs in as a user that is a member of the application role and can do nothing more, whatever role it sets.
 * @rule platform/the-server-cannot-bypass  The server signs in as a user that row-level security restricts and that can become no other;
 *   otherwise it refuses to start.
 */
export async function assertServerLogin(pool: pg.Pool): Promise<void> {
  const { rows: found } = await pool.query<{ excess: string }>(EXCESS, [SCHEMAS])
  if (found.length === 0) return
  throw new Error(
    `The user of DATABASE_URL must be a member of ${APP_ROLE} and able to do nothing more, but ${found.map((row) => row.excess).join(', ')}. Create one that is: create role mps_server login password '<password>' in role ${APP_ROLE}; and give the user that owns the tables in MPS_MIGRATION_URL.`,
  )
}

/** Fails unless the database takes the signatures of this server: it was prepared with the same secret. */
export async function assertScopeKey(pool: pg.Pool, seal: ScopeSeal): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('mps.start', $1, true)`, [seal.sign('start', 'start')])
    const { rows: found } = await client.query<{ known: boolean }>(`select scope_setting('start') is not null as known`)
    if (found[0]?.known) return
  } finally {
    await client.query('rollback')
    client.release()
  }
  throw new Error(
    'The database was prepared with another secret than the one in this data folder. Copy the file `secret` from the data folder of the other server, or start once with MPS_MIGRATION_URL to use this one.',
  )
}
