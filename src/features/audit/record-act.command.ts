import { beforeCommit, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Act } from './act.ts'
import { appendEntries, type NewEntry } from './audit.store.ts'

const collected = new WeakMap<Tx, NewEntry[]>()

/**
 * Records an act in the audit trail of the organization it happened in: in the same transaction, so that there is never one without the other, and as
 * its last statement, because the end of a chain is locked until the commit.
 * @rule audit/appending-comes-last  The entries of a transaction are appended together, as its last statement.
 */
export async function recordAct(tx: Tx, scope: Scope, act: Act, organizationId: string = scope.organizationId): Promise<void> {
  let entries = collected.get(tx)
  if (!entries) {
    const list: NewEntry[] = []
    entries = list
    collected.set(tx, list)
    beforeCommit(tx, () => appendEntries(tx, list))
  }
  entries.push({ organizationId, actor: scope.actor, act })
}
