import { randomUUID } from 'node:crypto'
import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { insertDispatches, type NewDispatch, type OrderedLine, takeOrderedLines, takeUnroutedLines } from './dispatches.store.ts'
import { listRoutings } from './suppliers.queries.ts'
import { supplierFor } from './suppliers.ts'

const PORTION = 1000

/**
 * Makes messages of what was ordered since it was last looked at: one for each order and supplier. The place in the outbox moves in the same transaction, so that a crash neither
 * loses a line nor gives it twice.
 * @rule fulfilment/nothing-lost-nothing-twice  Every line that is ordered stands in exactly one message to a supplier, whatever server dies meanwhile.
 */
export async function collectOrders(db: Db, scope: Scope, signal?: AbortSignal): Promise<void> {
  for (let more = true; more && !signal?.aborted; )
    more = await inScope(db, scope, async (tx) => {
      const lines = await takeOrderedLines(tx, PORTION)
      if (lines === null) return false
      await insertDispatches(tx, await messagesOf(tx, lines))
      return true
    })
}

/** Routes the lines anew that no supplier fitted; called where suppliers have changed. */
export async function routeAgain(tx: Tx): Promise<void> {
  await insertDispatches(tx, await messagesOf(tx, await takeUnroutedLines(tx, PORTION)))
}

async function messagesOf(tx: Tx, lines: OrderedLine[]): Promise<NewDispatch[]> {
  const suppliers = await listRoutings(tx)
  const groups = Map.groupBy(lines, (line) => `${line.orderId} ${supplierFor(line, suppliers)?.id ?? ''}`)
  return [...groups].map(([key, list]) => {
    const first = list[0]!
    const id = randomUUID()
    return {
      organizationId: first.organizationId,
      orderId: first.orderId,
      supplierId: key.split(' ')[1] || null,
      id,
      code: `${first.orderNumber}-${id.slice(0, 8)}`,
      message: {
        messageId: id,
        code: `${first.orderNumber}-${id.slice(0, 8)}`,
        orderNumber: first.orderNumber,
        orderedOn: first.orderedOn,
        express: list.some(({ express }) => express),
        shipTo: first.address,
        lines: list.map(({ lineId, manufacturer, part, name, serialNumber, priceCents, currency }, i) => ({
          number: i + 1,
          lineId,
          manufacturer,
          part,
          name,
          quantity: 1,
          serialNumber,
          priceCents,
          currency,
        })),
      },
    }
  })
}
