import { sql } from 'kysely'
import { type Db, firstRow } from '../../../platform/db/database.ts'

/** Makes the partitions of the time to come and drops those that were kept long enough. */
export async function preparePartitions(db: Db): Promise<void> {
  await sql`select keep_history()`.execute(db)
}

/** Rolls up one hour or one day that is over; false when none is due. */
export async function rollUpNext(db: Db): Promise<boolean> {
  const row = await firstRow(db, sql<{ done: boolean }>`select roll_up_history() as done`)
  return row!.done
}
