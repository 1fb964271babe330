import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

/** Where everything of an installation run by root lives: a place that the unprivileged database user can reach. */
export const systemFolder = '/var/lib/mps-express'

const checkout = path.resolve(import.meta.dirname, '../../..')

/** The data folder of this checkout when `MPS_DATA_DIR` names none: under /var/lib for root, else in the user's own data folder. */
export function defaultDataDir(): string {
  const name = path.basename(checkout).replace(/[^A-Za-z0-9._-]/g, '_')
  const place = `${name}-${createHash('sha256').update(checkout).digest('hex').slice(0, 8)}`
  if (process.getuid?.() === 0) return path.join(systemFolder, place)
  if (process.platform === 'win32') return path.join(process.env.LOCALAPPDATA ?? os.homedir(), 'mps-express', place)
  return path.join(process.env.XDG_DATA_HOME || path.join(os.homedir(), '.local', 'share'), 'mps-express', place)
}

export interface DataFolderLock {
  release(): void
}

/** Thrown when another server works on the data folder. */
export class DataFolderInUse extends Error {}

/**
 * Makes the data folder ours for as long as this process lives, or throws `DataFolderInUse`. A server that is about to stop is waited for.
 *
 * The lock is SQLite's, on a file that holds nothing else, because Node offers no file lock of its own: the system drops it however the
 * process ends, so that no stale lock is ever left, and no process that inherited a number can be taken for the owner.
 */
export async function lockDataFolder(dataDir: string, patienceMs = 3000): Promise<DataFolderLock> {
  fs.mkdirSync(path.dirname(dataDir), { recursive: true })
  if (!fs.existsSync(dataDir)) fs.mkdirSync(dataDir, { mode: 0o700 })
  const owner = path.join(dataDir, 'server.pid')
  const giveUp = Date.now() + patienceMs
  for (;;) {
    const held = tryLock(path.join(dataDir, 'server.lock'))
    if (held) {
      fs.writeFileSync(owner, `${process.pid}\n`)
      return { release: () => held.close() }
    }
    if (Date.now() >= giveUp)
      throw new DataFolderInUse(`${whoHas(owner)} already uses the data folder ${dataDir}; stop it, or set MPS_DATA_DIR to another folder`)
    await wait(50)
  }
}

function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('begin exclusive')
    // A database that nobody refers to is closed when memory is collected, and the lock with it.
    held.add(database)
    return database
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined
    throw error
  }
}

const sqliteBusy = 5
const held = new Set<DatabaseSync>()

function whoHas(file: string): string {
  try {
    return `another server (process ${fs.readFileSync(file, 'utf8').trim()})`
  } catch {
    return 'another server'
  }
}
