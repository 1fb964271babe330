import type { Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { setExcluded, unsetExcluded } from './exclusions.store.ts'

/**
 * Printers that the discovery criteria of their agent cover no more, and those that they cover again.
 * @rule printers/excluded-at-once  Criteria that no longer cover a printer make it Noncommunicating at once, excluded from discovery; it stays listed, and to bring it back, include its address again.
 */
export async function followCriteria(tx: Tx, scope: Scope, { lost, regained }: { lost: string[]; regained: string[] }): Promise<void> {
  if (lost.length > 0) await setExcluded(tx, scope, lost)
  if (regained.length > 0) await unsetExcluded(tx, scope, regained)
}
