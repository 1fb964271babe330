import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { DataFolderInUse, defaultDataDir, lockDataFolder } from '../../src/platform/db/data-folder.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/db/embedded-postgres.ts'
import { stopOrphan } from '../../src/platform/db/postgres-process.ts'

// Nothing here must survive a power cut, and a test should see only what it did itself.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum: 'off',
  max_connections: 200,
}

/** The secret of every installation that tests make. */
export const TEST_SECRET = 'a secret for tests, 32 characters'

/** Where the databases of tests lie: beside the data folder of this checkout, and never in it. */
export const testDataDir = `${defaultDataDir()}-test`

/** A database in the same PostgreSQL under another name. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = database
  return other.toString()
}

/** Runs one statement; `create database` and `drop database` cannot stand in a transaction. */
export async function runStatement(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

export interface TestPostgres extends EmbeddedPostgres {
  dataDir: string
}

/** Starts the PostgreSQL that tests share; a second run on this checkout at the same time gets one of its own. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const log = (line: string) => {
    if (/^(FATAL|PANIC):/.test(line)) console.error(`postgresql: ${line}`)
  }
  try {
    return { ...(await startEmbeddedPostgres({ dataDir: testDataDir, log, settings, patienceMs: 0 })), dataDir: testDataDir }
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error
    const dataDir = `${testDataDir}-${process.pid}`
    return { ...(await startEmbeddedPostgres({ dataDir, log, settings })), dataDir }
  }
}

/** Removes the databases that earlier runs kept, and what runs that were killed left behind. */
export async function clearEarlierRuns(postgres: TestPostgres): Promise<void> {
  const kept = await runStatement(postgres.url, `select datname from pg_database where datname like 'test\\_%'`)
  for (const { datname } of kept) await runStatement(postgres.url, `drop database "${datname}" with (force)`)
  const parent = path.dirname(testDataDir)
  const others = fs.readdirSync(parent).filter((name) => name.startsWith(`${path.basename(testDataDir)}-`))
  for (const name of others) await removeUnused(path.join(parent, name))
}

async function removeUnused(dataDir: string): Promise<void> {
  const lock = await lockDataFolder(dataDir, 0).catch(() => undefined)
  if (!lock) return
  await stopOrphan(path.join(dataDir, 'postgresql'), () => {})
  lock.release()
  fs.rmSync(dataDir, { recursive: true, force: true })
}
