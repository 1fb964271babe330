import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import { SETTING_NAMES, SETTINGS, type Settings } from './settings.ts'

/** Writes the settings of the installation, if the version that the editor saw is still the current one. */
export async function updateSettings(tx: Tx, version: number, form: Settings): Promise<boolean> {
  const changes = sql.join(SETTING_NAMES.map((name) => sql`${sql.ref(SETTINGS[name].column)} = ${form[name]}`))
  const row = await firstRow(tx, sql`update settings set ${changes}, version = version + 1 where version = ${version} returning one`)
  return row !== undefined
}
