import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { queueLog } from '../jobs/queue-log.ts'
import { APP_ROLE } from './database.ts'
import { applyMigrations } from './migration-files.ts'
import { PUT_SCOPE_KEY, ScopeSeal } from './scope-seal.ts'
import { ensureServerLogin } from './server-login.ts'

const OLDEST = 150_000
// Any number, the same in every server: two that start at once migrate one after the other.
const LOCK = 7_301_977

export interface MigrateOptions {
  /** of the user that owns what is made; its connection is closed afterwards */
  ownerUrl: string
  /** of the user that the server signs in as, which is made where it is missing */
  serverUrl: string
  /** the installation's, from which the key of the scopes is derived */
  secret: string
}

/** Brings a database up to date: roles, the files of `migrations/`, the key of the scopes, and the tables of the job queue. */
export async function migrate({ ownerUrl, serverUrl, secret }: MigrateOptions): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'mps-express migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await assertVersion(client)
    await ensureAppRole(client)
    await ensureServerLogin(client, serverUrl)
    await applyMigrations(client)
    await client.query(PUT_SCOPE_KEY, new ScopeSeal(secret).pads())
    await migrateQueue(client, serverUrl)
  } finally {
    await client.end()
  }
}

// The queue's tables have row-level security without a policy, which lets their owner alone work with them: so the application role owns them.
// Whatever they hold runs with the rights of the server, never with those of the owner: its connection does not touch them.
async function migrateQueue(owner: pg.Client, serverUrl: string) {
  const url = new URL(serverUrl)
  url.searchParams.set('options', `-c role=${APP_ROLE}`)
  const { rows } = await owner.query<{ is_new: boolean }>(`select to_regnamespace('graphile_worker') is null as is_new`)
  if (rows[0]?.is_new) await inDatabase(owner, `grant create on database %I to ${APP_ROLE}`)
  try {
    await runMigrations({ connectionString: url.toString(), logger: queueLog() })
  } finally {
    await inDatabase(owner, `revoke create on database %I from ${APP_ROLE}`)
  }
}

const inDatabase = (client: pg.Client, statement: string) =>
  client.query(`do $$ begin execute format('${statement}', current_database()); end $$`)

async function assertVersion(client: pg.Client) {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`)
  if (Number(rows[0]?.version) < OLDEST) throw new Error('PostgreSQL 15 or later is needed. Point DATABASE_URL to one.')
  // Names are unique and found in any case, also in letters beyond a to z.
  const { rows: letters } = await client.query<{ encoding: string; lower: string }>(
    `select current_setting('server_encoding') as encoding, lower('ÄÉ') as lower`,
  )
  if (letters[0]?.encoding !== 'UTF8' || letters[0].lower !== 'äé')
    throw new Error(
      `The database must be created with the encoding UTF8 and a locale with letters other than a to z, such as: create database mps_express template template0 encoding 'UTF8' locale 'C.UTF-8';`,
    )
}

async function ensureAppRole(client: pg.Client) {
  try {
    await client.query(`do $$ begin create role ${APP_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$`)
    await client.query(`do $$ begin
      if not pg_has_role(current_user, '${APP_ROLE}', 'member') then execute 'grant ${APP_ROLE} to ' || quote_ident(current_user); end if;
    end $$`)
  } catch (cause) {
    throw new Error(
      `The role ${APP_ROLE} is missing and the user of MPS_MIGRATION_URL cannot create it. As a superuser, run: create role ${APP_ROLE} nologin; grant ${APP_ROLE} to <that user>;`,
      { cause },
    )
  }
}
