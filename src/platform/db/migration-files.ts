import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import { APP_ROLE } from './database.ts'

const FOLDER = new URL('../../../migrations/', import.meta.url)
// The first file of the preview versions, whose tables were made again before the first release.
const PREVIEW = '0001_organizations.sql'

interface SqlFile {
  name: string
  text: string
  hash: string
}

/** What a database still lacks: numbered files, which change tables and move data, and live files, which define what acts on them. */
interface Pending {
  numbered: SqlFile[]
  live: SqlFile[]
}

/**
 * Applies the files that are pending, in one transaction: the numbered ones in their order, then the live ones in the order of their names.
 * Gives the names of what it applied.
 */
export async function applyMigrations(client: pg.Client, folder: URL = FOLDER): Promise<string[]> {
  await client.query(`
    create table if not exists migrations (
      number integer primary key, name text not null, hash text not null, applied_at timestamptz not null default now());
    create table if not exists live_files (name text primary key, hash text not null, applied_at timestamptz not null default now());
    grant select on migrations, live_files to ${APP_ROLE}`)
  const { numbered, live } = await findPending(client, folder)
  await client.query('begin')
  try {
    for (const file of numbered) {
      await apply(client, file)
      await client.query('insert into migrations (number, name, hash) values ($1, $2, $3)', [numberOf(file), file.name, file.hash])
    }
    for (const file of live) {
      await apply(client, file)
      await client.query('delete from live_files where name = $1', [file.name])
      await client.query('insert into live_files (name, hash) values ($1, $2)', [file.name, file.hash])
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  return [...numbered, ...live].map((file) => file.name)
}

/**
 * Fails where a file is pending: a server that may not change the database waits until it is up to date.
 * @rule platform/pending-migrations-stop-the-start  Without MPS_MIGRATION_URL the server refuses to start while a migration is pending.
 */
export async function assertMigrated(pool: pg.Pool, folder: URL = FOLDER): Promise<void> {
  const { rows } = await pool.query<{ empty: boolean }>(`select to_regclass('live_files') is null as empty`)
  const pending = rows[0]?.empty ? undefined : await findPending(pool, folder)
  const [first, ...others] = pending ? [...pending.numbered, ...pending.live].map((file) => file.name) : ['every migration']
  if (!first) return
  const what = others.length > 0 ? `${first} and ${others.length} more` : first
  throw new Error(
    `The database is not up to date (${what}), and the user of DATABASE_URL may not change it. Set MPS_MIGRATION_URL to the address of the database with the user that owns its tables, and start again.`,
  )
}

async function apply(client: pg.Client, file: SqlFile): Promise<void> {
  try {
    await client.query(file.text)
  } catch (cause) {
    throw new Error(`Migration ${file.name} failed: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

const numberOf = (file: SqlFile) => Number(file.name.slice(0, 4))

async function findPending(client: pg.Client | pg.Pool, folder: URL): Promise<Pending> {
  const numbered = await readFiles(folder, /^\d{4}_.*\.sql$/)
  const twice = numbered.find((file, index) => index > 0 && numberOf(file) === numberOf(numbered[index - 1]!))
  if (twice) throw new Error(`Two migrations have the number of ${twice.name}. Give it the next free one.`)
  const { rows: applied } = await client.query<{ number: number; name: string; hash: string }>('select number, name, hash from migrations')
  if (applied.some((row) => row.name === PREVIEW))
    throw new Error(
      'A preview version made this database, and its tables cannot be taken over: start with a new data folder (MPS_DATA_DIR) or an empty database (DATABASE_URL).',
    )
  const newest = Math.max(0, ...numbered.map(numberOf))
  if (applied.some((row) => row.number > newest))
    throw new Error('The database is newer than this server. Start the newer server, or restore a backup.')
  const known = new Map(applied.map((row) => [row.number, row.hash]))
  const changed = numbered.find((file) => known.has(numberOf(file)) && known.get(numberOf(file)) !== file.hash)
  if (changed) throw new Error(`Migration ${changed.name} was changed after it was applied here. Write a new migration instead.`)
  const pending = numbered.filter((file) => !known.has(numberOf(file)))
  return { numbered: pending, live: await findPendingLive(client, folder, pending.length > 0) }
}

/** The live files that differ from what was applied last; all of them where tables change under them. */
async function findPendingLive(client: pg.Client | pg.Pool, folder: URL, all: boolean): Promise<SqlFile[]> {
  const files = await readFiles(new URL('live/', folder), /\.sql$/)
  // The policies and functions of the others call what it defines.
  files.sort((a, b) => Number(b.name === 'scope.sql') - Number(a.name === 'scope.sql'))
  const { rows: applied } = await client.query<{ name: string; hash: string }>('select name, hash from live_files')
  const known = new Map(applied.map((row) => [row.name, row.hash]))
  return files.filter((file) => all || known.get(file.name) !== file.hash)
}

async function readFiles(folder: URL, pattern: RegExp): Promise<SqlFile[]> {
  const names = (await readdir(folder)).filter((name) => pattern.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}
