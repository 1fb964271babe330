import pg from 'pg'
import { defaultDataDir } from '../src/platform/db/data-folder.ts'
import { startEmbeddedPostgres } from '../src/platform/db/embedded-postgres.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { serverUrlOf } from '../src/platform/db/server-login.ts'
import type { TestDatabase } from '../test/support/database.ts'

/** The secret of every installation that benchmarks make. */
export const SECRET = 'a secret for benchmarks, 32 characters'

/** A fresh database in a PostgreSQL with the settings of an installation (fsync on), beside this checkout's data folder. */
export async function openBenchDatabase(): Promise<TestDatabase & { close(): Promise<void> }> {
  const postgres = await startEmbeddedPostgres({ dataDir: `${defaultDataDir()}-bench`, log: () => {} })
  const url = new URL(postgres.url)
  url.pathname = 'bench'
  await run(postgres.url, 'drop database if exists bench with (force)')
  await run(postgres.url, 'create database bench')
  const serverUrl = serverUrlOf(url.toString(), SECRET)
  await migrate({ ownerUrl: url.toString(), serverUrl, secret: SECRET })
  return { name: 'bench', url: url.toString(), serverUrl, drop: async () => {}, close: () => postgres.stop() }
}

async function run(url: string, statement: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}
