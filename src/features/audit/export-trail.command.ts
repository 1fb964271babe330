import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts'
import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { AuditFilter } from './audit.api.ts'
import { listProvenEntries } from './audit.queries.ts'
import { EXPORT_COLUMNS, type ExportFormat, exportCells } from './trail-export.ts'

const PORTION = 1000

/**
 * The entries that a filter finds, oldest first, portion by portion, so that memory stays bounded. Each carries the hash of the one before and all that its own is
 * made of: `npm run -s audit -- verify --export` checks the file, away from this server too.
 * @rule audit/exports-prove-themselves  An export of the trail carries what its hashes are made of, and is checked without the database.
 */
export async function* exportTrail(db: Db, scope: Scope, filter: AuditFilter, format: ExportFormat): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  if (format === 'csv') yield encoder.encode(BYTE_ORDER_MARK + csvLine(EXPORT_COLUMNS))
  for (let after = 0, more = true; more; ) {
    const portion = await inScope(db, scope, (tx) => listProvenEntries(tx, scope, filter, after, PORTION))
    const write = format === 'csv' ? (entry: (typeof portion)[number]) => csvLine(exportCells(entry)) : toLine
    if (portion.length > 0) yield encoder.encode(portion.map(write).join(''))
    after = portion.at(-1)?.number ?? after
    more = portion.length === PORTION
  }
}

const toLine = (entry: object) => `${JSON.stringify(entry)}\n`
