import { sql } from 'kysely'
import { rows, type Tx } from '../../platform/db/database.ts'
import type { OrderState } from './order-states.ts'

/** A change of a line, as it is handed on. */
export interface OutboxEntry {
  id: string
  /** of the transaction that wrote it: entries are read in the order of transactions, then of ids */
  transaction: string
  organizationId: string
  orderId: string
  lineId: string
  act: string
  from: OrderState | null
  to: OrderState
  at: string
}

/** How far somebody has read: null before the first entry. */
export type OutboxPosition = Pick<OutboxEntry, 'transaction' | 'id'> | null

/**
 * The changes after a position, in the order in which their transactions began; only those before which nothing can appear any more, so that a reader who notes its
 * position misses none. In the scope of the provider.
 */
export function readOutbox(tx: Tx, after: OutboxPosition, limit: number): Promise<OutboxEntry[]> {
  // Sorted by the columns of the table: a bare name would be the text that is selected, of which 1000 comes before 999.
  return rows(
    tx,
    sql<OutboxEntry>`
      select id::text, transaction::text, organization_id as "organizationId", order_id as "orderId", line_id as "lineId", act, from_state as "from", to_state as "to", at
      from order_outbox x
      where x.transaction < pg_snapshot_xmin(pg_current_snapshot())
        and (${after?.transaction ?? null}::text is null or (x.transaction, x.id) > (${after?.transaction ?? '0'}::text::xid8, ${after?.id ?? '0'}::bigint))
      order by x.transaction, x.id limit ${limit}`,
  )
}
