import { BYTE_ORDER_MARK } from '../../../platform/csv.ts'
import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { Problem } from '../../problems.ts'
import { readSettings } from '../../settings/settings.queries.ts'
import { headingLine, lineWriter } from './printer-csv.ts'
import { type ExportQuery, openExport } from './printer-export.queries.ts'

// Each holds a connection of the pool while it is read.
const MOST_AT_ONCE = 4
const STALLED_MILLISECONDS = 30_000

let running = 0

/**
 * The rows and columns of a list as CSV, in its order, as they are at one instant. Written while it is sent, a portion ahead of the reader; one who
 * reads nothing for half a minute is cut off.
 * @rule printers/exports-are-what-is-shown  An export has exactly the rows and columns that are shown, of any size.
 */
export async function exportPrinters(db: Db, scope: Scope, query: ExportQuery): Promise<ReadableStream<Uint8Array>> {
  if (running >= MOST_AT_ONCE) throw new Problem('busy', 'Several exports are running. Try again in a minute.')
  const { providerName } = await readSettings(db)
  const write = lineWriter(query.columns)
  const encoder = new TextEncoder()
  return written((send) =>
    inScope(db, scope, async (tx) => {
      await send(encoder.encode(BYTE_ORDER_MARK + headingLine(query.columns, providerName)))
      const next = await openExport(tx, scope, query)
      for (let rows = await next(); rows.length > 0; rows = await next()) await send(encoder.encode(write(rows)))
    }),
  )
}

type Send = (chunk: Uint8Array) => Promise<void>

/** A stream of what is sent; sending waits until the reader wants more. */
function written(run: (send: Send) => Promise<void>): ReadableStream<Uint8Array> {
  let wanted = Promise.withResolvers<void>()
  let gone: Error | undefined
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send: Send = async (chunk) => {
          await orStalled(wanted.promise)
          if (gone) throw gone
          wanted = Promise.withResolvers()
          controller.enqueue(chunk)
        }
        running++
        run(send)
          .then(
            () => {
              if (!gone) controller.close()
            },
            (error) => {
              if (!gone) controller.error(error)
            },
          )
          .finally(() => running--)
      },
      pull: () => wanted.resolve(),
      cancel() {
        gone = new Error('the reader left')
        wanted.resolve()
      },
    },
    { highWaterMark: 1 },
  )
}

async function orStalled(wanted: Promise<void>): Promise<void> {
  const stalled = Promise.withResolvers<never>()
  const timer = setTimeout(() => stalled.reject(new Error('the reader of an export disconnected')), STALLED_MILLISECONDS)
  try {
    await Promise.race([wanted, stalled.promise])
  } finally {
    clearTimeout(timer)
  }
}
