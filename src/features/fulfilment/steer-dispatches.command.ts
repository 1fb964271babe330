import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { findDispatch } from './dispatches.queries.ts'
import { acceptMessages, makeDue } from './dispatches.store.ts'
import type { Dispatch } from './fulfilment.api.ts'

/** Sends a waiting message at once. */
export function sendNow(db: Db, scope: Scope, dispatchId: string): Promise<Dispatch> {
  return inScope(db, scope, async (tx) => {
    const dispatch = await findDispatch(tx, dispatchId)
    if (!dispatch) throw new Problem('not-found')
    if (await makeDue(tx, dispatchId)) await recordAct(tx, scope, { act: 'Send order now', subject: `Order ${dispatch.code}` })
    return (await findDispatch(tx, dispatchId))!
  })
}

/** A supplier acknowledges orders that it has read; once more changes nothing. */
export function acknowledgeOrders(
  db: Db,
  scope: Scope,
  supplierId: string,
  { messageIds, reference }: { messageIds: string[]; reference?: string },
) {
  return inScope(db, scope, async (tx) => {
    const acknowledged = await acceptMessages(tx, supplierId, messageIds, reference ?? null)
    return { acknowledged, unknown: messageIds.filter((id) => !acknowledged.includes(id)) }
  })
}
