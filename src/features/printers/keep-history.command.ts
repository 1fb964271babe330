import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { preparePartitions, rollUpNext, updateHistoryRetention } from './history.store.ts'
import type { HistoryRetention } from './printer-history.api.ts'
import { readHistoryRetention } from './printer-history.queries.ts'

/** An hour or a day each; what is left waits for the next run. */
const MOST_PORTIONS = 100

/**
 * Keeps the history of readings in order: partitions for the time to come, the retention, and of each hour and day that is over the last reading.
 * Each portion is a transaction of its own, and doing it again changes nothing.
 * @rule printers/history-is-rolled-up  Of each hour and each day that is over the last reading is kept; what is delivered late is rolled up again.
 */
export async function keepHistory(db: Db, signal?: AbortSignal): Promise<void> {
  await preparePartitions(db)
  for (let portion = 0; portion < MOST_PORTIONS && !signal?.aborted; portion++) if (!(await rollUpNext(db))) return
}

/** Sets for how many days the history is kept; what is older goes at the next run. */
export function setHistoryRetention(db: Db, scope: Scope, wanted: HistoryRetention): Promise<HistoryRetention> {
  return inScope(db, scope, async (tx) => {
    const before = await readHistoryRetention(tx)
    await updateHistoryRetention(tx, wanted)
    const { readingDays, hourDays, dayDays } = wanted
    const subject = `${readingDays} days raw, ${hourDays} by hour, ${dayDays} by day`
    await recordAct(tx, scope, { act: 'Set history retention', subject, before, after: wanted })
    return wanted
  })
}
