import { stringify } from 'csv-stringify/sync'
import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { listOutcomes } from './tasks.queries.ts'
import { OUTCOMES, type Outcome } from './tasks.ts'

const PORTION = 5000
const COLUMNS = ['Serial number', 'Model', 'IP address', 'Outcome', 'Reason', 'Details', 'Time'] as const
// A byte order mark: without it a spreadsheet does not take the file for UTF-8. Cells that would be run as formulas are written as text.
const MARK = '\ufeff'
const OPTIONS = { record_delimiter: 'windows', escape_formulas: true } as const

/** The outcomes of a task as CSV, portion by portion, so that memory stays bounded whatever their number. */
export async function* outcomesCsv(
  db: Db,
  scope: Scope,
  query: { taskId: string; outcome?: Outcome; search?: string },
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(MARK + stringify([COLUMNS], OPTIONS))
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await inScope(db, scope, (tx) => listOutcomes(tx, scope, { ...query, cursor, limit: PORTION }))
    if (page.items.length > 0)
      yield encoder.encode(
        stringify(
          page.items.map((o) => [o.serialNumber, o.model, o.ipAddress, OUTCOMES[o.outcome], o.reason, o.details, o.at]),
          OPTIONS,
        ),
      )
    cursor = page.nextCursor ?? undefined
    more = cursor !== undefined
  }
}
