import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts'
import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { listOutcomes } from './tasks.queries.ts'
import { OUTCOMES, type Outcome } from './tasks.ts'

const PORTION = 5000
const COLUMNS = ['Serial number', 'Model', 'IP address', 'Outcome', 'Reason', 'Details', 'Time'] as const

/** The outcomes of a task as CSV, portion by portion, so that memory stays bounded whatever their number. */
export async function* outcomesCsv(
  db: Db,
  scope: Scope,
  query: { taskId: string; outcome?: Outcome; search?: string },
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(BYTE_ORDER_MARK + csvLine(COLUMNS))
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await inScope(db, scope, (tx) => listOutcomes(tx, scope, { ...query, cursor, limit: PORTION }))
    if (page.items.length > 0)
      yield encoder.encode(
        page.items.map((o) => csvLine([o.serialNumber, o.model, o.ipAddress, OUTCOMES[o.outcome], o.reason, o.details, o.at])).join(''),
      )
    cursor = page.nextCursor ?? undefined
    more = cursor !== undefined
  }
}
