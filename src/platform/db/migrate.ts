import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { queueLog } from '../jobs/queue-log.ts'
import { APP_ROLE } from './database.ts'
import { applyMigrations } from './migration-files.ts'

const OLDEST = 150_000
// Any number, the same in every server: two that start at once migrate one after the other.
const LOCK = 7_301_977

/**
 * Brings a database up to date: the application role, the files of `migrations/`, and the tables of the job queue. The URL's user owns what is made.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'mps-express migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await assertVersion(client)
    await ensureAppRole(client)
    await applyMigrations(client)
    await migrateQueue(client, ownerUrl)
  } finally {
    await client.end()
  }
}

// The queue's tables have row-level security without a policy, which lets their owner alone work with them: so the application role owns them.
async function migrateQueue(client: pg.Client, ownerUrl: string) {
  const url = new URL(ownerUrl)
  url.searchParams.set('options', `-c role=${APP_ROLE}`)
  await inDatabase(client, `grant create on database %I to ${APP_ROLE}`)
  try {
    await runMigrations({ connectionString: url.toString(), logger: queueLog() })
  } finally {
    await inDatabase(client, `revoke create on database %I from ${APP_ROLE}`)
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
      `The role ${APP_ROLE} is missing and the user of DATABASE_URL cannot create it. As a superuser, run: create role ${APP_ROLE} nologin; grant ${APP_ROLE} to <that user>;`,
      { cause },
    )
  }
}
