import type { Db } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { Problem } from '../problems.ts'
import type { NoticeOutcome } from './notices.ts'
import { receiveNotice } from './receive-notice.command.ts'
import { readReport } from './supplier-report.ts'

/** Takes a CSV file of a supplier: each order in a transaction of its own, one outcome for each row. What is wrong with one row does not stop the others. */
export async function importReport(
  db: Db,
  scope: Scope,
  supplier: { id: string; name: string },
  csv: string,
): Promise<(NoticeOutcome & { order: string })[]> {
  const report = readReport(csv)
  if ('fault' in report) throw new Problem('report-not-readable', report.fault)
  const outcomes: (NoticeOutcome & { order: string })[] = []
  for (const part of report.rows) {
    if ('fault' in part) {
      outcomes.push({ order: part.order, line: 0, done: false, message: part.fault })
      continue
    }
    try {
      const done = await receiveNotice(db, scope, supplier, part.notice)
      outcomes.push(...done.map((outcome) => ({ ...outcome, order: part.notice.notice.order })))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      outcomes.push(...part.rows.map(({ order, line, row }) => ({ order, line, done: false, message: `Row ${row}: ${error.message}` })))
    }
  }
  return outcomes
}
