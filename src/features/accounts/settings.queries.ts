import { sql } from 'kysely'
import { type Db, firstRow } from '../../platform/db/database.ts'

interface Settings {
  providerName: string
  technicalSupport: string
  customerOperations: string
  contactImportLimit: number
  isSample: boolean
  setupNeeded: boolean
  setupCodeHash: string | null
}

/** What the provider set for the whole installation. */
export async function readSettings(db: Db): Promise<Settings> {
  const found = await firstRow(
    db,
    sql<Settings>`select provider_name as "providerName", technical_support as "technicalSupport", customer_operations as "customerOperations",
      300 as "contactImportLimit", is_sample as "isSample", provider_id() is null as "setupNeeded", setup_code_hash as "setupCodeHash" from settings`,
  )
  return found!
}
