import { sql } from 'kysely'
import { type Db, firstRow, type Tx } from '../../platform/db/database.ts'
import type { ProviderSettings } from './settings.api.ts'
import { SETTING_NAMES, SETTINGS, type Settings } from './settings.ts'

interface Installation extends Settings {
  isSample: boolean
  setupNeeded: boolean
  setupCodeHash: string | null
}

const COLUMNS = sql.join(SETTING_NAMES.map((name) => sql`${sql.ref(SETTINGS[name].column)} as ${sql.ref(name)}`))

/** What the provider set for the whole installation, and how the installation stands. */
export async function readSettings(db: Db): Promise<Installation> {
  const found = await firstRow(
    db,
    sql<Installation>`select ${COLUMNS}, is_sample as "isSample", provider_id() is null as "setupNeeded", setup_code_hash as "setupCodeHash"
      from settings`,
  )
  return found!
}

/** The same as the provider's administrator edits it. */
export async function findSettings(tx: Tx): Promise<ProviderSettings> {
  const found = await firstRow(tx, sql<ProviderSettings>`select ${COLUMNS}, version from settings`)
  return found!
}
