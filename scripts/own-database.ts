import path from 'node:path'
import pg from 'pg'
import { readConfig } from '../src/platform/config.ts'
import { DataFolderInUse, defaultDataDir } from '../src/platform/db/data-folder.ts'
import { createDb, type Db } from '../src/platform/db/database.ts'
import { reachRunningPostgres, startEmbeddedPostgres } from '../src/platform/db/embedded-postgres.ts'

// What the scripts of an administrator work on: the database of this installation as its owner, whether the server runs or not.

const config = () => readConfig(process.env, [])

/** The data folder of this installation. */
export const ownDataDir = (): string => path.resolve(config().dataDir ?? defaultDataDir())

const ownUrl = () => process.env.MPS_MIGRATION_URL ?? config().databaseUrl

export const isOwnDatabasePackaged = (): boolean => ownUrl() === undefined

/**
 * Opens the database of this installation as its owner: that of DATABASE_URL (MPS_MIGRATION_URL, where that owns the tables), or the packaged one. Alone:
 * the packaged one only where no server runs on it.
 */
export async function openOwnDatabase({ alone = false } = {}): Promise<{ db: Db; close(): Promise<void> }> {
  const own = ownUrl()
  const { url, stop } = own ? { url: own, stop: async () => {} } : await openPackaged(alone)
  const db = createDb(new pg.Pool({ connectionString: url, max: 2, application_name: 'mps-express admin', options: '-c TimeZone=UTC' }))
  return {
    db,
    close: async () => {
      await db.destroy()
      await stop()
    },
  }
}

async function openPackaged(alone: boolean): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = ownDataDir()
  try {
    return await startEmbeddedPostgres({ dataDir, log: () => {}, patienceMs: 0 })
  } catch (error) {
    if (error instanceof DataFolderInUse && !alone) return { url: reachRunningPostgres(dataDir), stop: async () => {} }
    throw error
  }
}
