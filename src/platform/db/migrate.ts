import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { queueLog } from '../jobs/queue-log.ts'
import { APP_ROLE } from './database.ts'

const FOLDER = new URL('../../../migrations/', import.meta.url)
const OLDEST = 150_000
// Any number, the same in every server: two that start at once migrate one after the other.
const LOCK = 7_301_977

/**
 * Brings a database up to date: the application role, the numbered files of `migrations/` in their order, each in a transaction of its own, and the
 * tables of the job queue. The URL's user owns what is made.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'mps-express migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await assertVersion(client)
    await ensureAppRole(client)
    await applyFiles(client)
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

async function applyFiles(client: pg.Client) {
  await client.query(
    'create table if not exists migrations (number integer primary key, name text not null, hash text not null, applied_at timestamptz not null default now())',
  )
  const { rows: applied } = await client.query<{ number: number; name: string; hash: string }>('select number, name, hash from migrations')
  const files = (await readdir(FOLDER)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort()
  for (const name of files) {
    const number = Number(name.slice(0, 4))
    const text = await readFile(new URL(name, FOLDER), 'utf8')
    const hash = createHash('sha256').update(text).digest('hex')
    const known = applied.find((row) => row.number === number)
    if (known && known.hash !== hash)
      throw new Error(`Migration ${name} was changed after it was applied here. Write a new migration instead.`)
    if (!known) await applyFile(client, number, name, text, hash)
  }
  const newest = Math.max(0, ...files.map((name) => Number(name.slice(0, 4))))
  if (applied.some((row) => row.number > newest))
    throw new Error('The database is newer than this server. Start the newer server, or restore a backup.')
}

async function applyFile(client: pg.Client, number: number, name: string, text: string, hash: string) {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into migrations (number, name, hash) values ($1, $2, $3)', [number, name, hash])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
