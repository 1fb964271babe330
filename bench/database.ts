import pg from 'pg'
import { defaultDataDir } from '../src/platform/db/data-folder.ts'
import { startEmbeddedPostgres } from '../src/platform/db/embedded-postgres.ts'
import { migrate } from '../src/platform/db/migrate.ts'

/** A fresh database in a PostgreSQL with the settings of an installation (fsync on), beside this checkout's data folder. */
export async function openBenchDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const postgres = await startEmbeddedPostgres({ dataDir: `${defaultDataDir()}-bench`, log: () => {} })
  const url = new URL(postgres.url)
  url.pathname = 'bench'
  await run(postgres.url, 'drop database if exists bench with (force)')
  await run(postgres.url, 'create database bench')
  await migrate(url.toString())
  return { url: url.toString(), close: () => postgres.stop() }
}

async function run(url: string, statement: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}
