import { sql } from 'kysely'
import { type Db, firstRow, type Tx } from '../../platform/db/database.ts'
import type { ProviderSettings } from './accounts.api.ts'

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
      contact_import_limit as "contactImportLimit", is_sample as "isSample", provider_id() is null as "setupNeeded", setup_code_hash as "setupCodeHash" from settings`,
  )
  return found!
}

/** The same as the provider's administrator edits it. */
export async function findSettings(tx: Tx): Promise<ProviderSettings> {
  const found = await firstRow(
    tx,
    sql<ProviderSettings>`select provider_name as "providerName", technical_support as "technicalSupport", customer_operations as "customerOperations",
      agent_silent_seconds as "agentSilentSeconds", printer_unread_seconds as "printerUnreadSeconds", contact_import_limit as "contactImportLimit",
      task_retention_days as "taskRetentionDays", reading_retention_days as "readingRetentionDays", hour_retention_days as "hourRetentionDays",
      day_retention_days as "dayRetentionDays", version
      from settings`,
  )
  return found!
}
