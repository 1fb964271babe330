import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** How long a disk that takes nothing is left alone. */
export const DISK_PAUSE_MILLISECONDS = 2000

/** Another program has the agent's folder open. */
export class FolderInUse extends Error {}

/**
 * Opens the agent's own small database in its folder, which it creates. Written through to the disk at every commit: what is in the
 * outbox survives the end of the program and of the power. Throws `FolderInUse` when another agent works with the folder.
 */
export function openAgentDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(join(folder, 'agent.db'))
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; begin immediate; commit')
  } catch (error) {
    database.close()
    if (error instanceof Error && /locked|busy/i.test(error.message)) {
      throw new FolderInUse(`Another agent uses the folder ${folder}. Stop that agent, or give this one its own folder.`)
    }
    throw error
  }
  database.exec(SCHEMA)
  // A folder of an agent before 1.1 has an outbox without this.
  const columns = database.prepare("select 1 from pragma_table_info('outbox') where name = 'unsure'").get()
  if (!columns) database.exec('alter table outbox add column unsure integer not null default 0')
  const numbered = database.prepare("select 1 from pragma_table_info('told_reading') where name = 'sequence'").get()
  if (!numbered) database.exec('alter table told_reading add column sequence integer not null default 0')
  return database
}

const SCHEMA = `
  create table if not exists outbox (
    sequence integer primary key autoincrement,
    address text not null,
    kind text not null,
    -- Its time was taken before the first contact with the server, and is corrected at that contact.
    unsure integer not null default 0,
    body text not null
  ) strict;
  create index if not exists outbox_by_address on outbox (address, sequence);
  create table if not exists known_printer (
    address text primary key,
    profile_id text not null,
    found_by text not null,
    excluded integer not null default 0
  ) strict;
  create table if not exists remembered (
    name text primary key,
    value text not null
  ) strict;
  create table if not exists sealed_key (
    name text primary key,
    sealed blob not null
  ) strict;
  create table if not exists told_reading (
    address text primary key,
    sequence integer not null default 0,
    reading text not null,
    whole_at integer not null
  ) strict;
`

/** Does several things as one: all or none. */
export function inTransaction<T>(database: DatabaseSync, act: () => T): T {
  database.exec('begin immediate')
  try {
    const result = act()
    database.exec('commit')
    return result
  } catch (error) {
    // SQLite has rolled back by itself where the disk was full.
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}
