import type { Db } from '../../../platform/db/database.ts'
import { preparePartitions, rollUpNext } from './history.store.ts'

/** An hour or a day each; what is left waits for the next run. */
const MOST_PORTIONS = 100

/**
 * Keeps the history of readings in order: partitions for the time to come, the retention, and of each hour and day that is over the last reading.
 * Each portion is a transaction of its own, and doing it again changes nothing.
 * @rule printers/history-is-rolled-up  The last reading of each finished hour and day is kept; after a late delivery that hour or day is rolled up again.
 */
export async function keepHistory(db: Db, signal?: AbortSignal): Promise<void> {
  await preparePartitions(db)
  for (let portion = 0; portion < MOST_PORTIONS && !signal?.aborted; portion++) if (!(await rollUpNext(db))) return
}
