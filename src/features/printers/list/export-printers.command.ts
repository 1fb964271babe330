import { BYTE_ORDER_MARK } from '../../../platform/csv.ts'
import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { spooled } from '../../../platform/spool.ts'
import { Turns } from '../../../platform/turns.ts'
import { readSettings } from '../../settings/settings.queries.ts'
import { headingLine, lineWriter } from './printer-csv.ts'
import { type ExportQuery, openExport } from './printer-export.queries.ts'

// Each holds a connection of the pool, for as long as the database needs for it.
const MOST_AT_ONCE = 4

const turns = new Turns(MOST_AT_ONCE)

/**
 * The rows and columns of a list as CSV, in its order, as they are at one instant.
 * @rule printers/exports-are-what-is-shown  An export has exactly the rows and columns that are shown, of any size.
 * @rule printers/slow-readers-hold-nothing  An export is read from the database as fast as it can be, however slowly it is downloaded.
 */
export async function exportPrinters(db: Db, scope: Scope, query: ExportQuery): Promise<AsyncGenerator<Uint8Array>> {
  const { providerName } = await readSettings(db)
  const toLines = lineWriter(query.columns)
  const encoder = new TextEncoder()
  return spooled((write) =>
    turns.run('all', () =>
      inScope(db, scope, async (tx) => {
        await write(encoder.encode(BYTE_ORDER_MARK + headingLine(query.columns, providerName)))
        const next = await openExport(tx, scope, query)
        for (let rows = await next(); rows.length > 0; rows = await next()) await write(encoder.encode(toLines(rows)))
      }),
    ),
  )
}
