import { sql } from 'kysely'
import { type Db, firstRow, type Tx } from '../../platform/db/database.ts'
import type { HistoryRetention } from './printer-history.api.ts'

/** Sets for how many days the history is kept. */
export async function updateHistoryRetention(tx: Tx, { readingDays, hourDays, dayDays }: HistoryRetention): Promise<void> {
  await sql`update settings set reading_retention_days = ${readingDays}, hour_retention_days = ${hourDays}, day_retention_days = ${dayDays}`.execute(
    tx,
  )
}

/** Makes the partitions of the time to come and drops those that were kept long enough. */
export async function preparePartitions(db: Db): Promise<void> {
  await sql`select keep_history()`.execute(db)
}

/** Rolls up one hour or one day that is over; false when none is due. */
export async function rollUpNext(db: Db): Promise<boolean> {
  const row = await firstRow(db, sql<{ done: boolean }>`select roll_up_history() as done`)
  return row!.done
}
