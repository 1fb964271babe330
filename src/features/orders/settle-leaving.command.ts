import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Removal } from '../printers/management.ts'
import { changeLines, type LineChange } from './change-lines.command.ts'
import { lockUnordered } from './orders.store.ts'

/**
 * What happens to lines that were not ordered yet when their printers leave the program. Nobody needs the lines of a deleted printer. Of one that stays, by hand or in
 * another program, a person decides: release what is still wanted, or cancel it. What was ordered before is the supplier's and goes on.
 * @rule orders/leaving-printers  The proposed lines of a printer that leaves the program are held; those of a printer that is deleted are ended.
 */
export async function settleLeaving(
  tx: Tx,
  scope: Scope,
  printers: { organizationId: string; printerId: string }[],
  { act, reason }: { act: Removal; reason: string },
): Promise<void> {
  const lines = await lockUnordered(tx, printers)
  const why = `The printer leaves the program: ${reason}`
  const changes = lines.flatMap(({ lineId, state }): LineChange[] => {
    if (act === 'delete') return [{ lineId, act: 'end-need', reason: why }]
    return state === 'proposed' ? [{ lineId, act: 'hold', reason: why, values: { hold: 'leaving-program' } }] : []
  })
  await changeLines(tx, scope, changes, { kind: 'rule', name: 'Leaving the program' })
}
