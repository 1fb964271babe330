import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Act } from './act.ts'
import { appendEntry } from './audit.store.ts'

/** Records an act in the audit trail of the organization it happened in: in the same transaction, so that there is never one without the other. */
export async function recordAct(tx: Tx, scope: Scope, act: Act, organizationId: string = scope.organizationId): Promise<void> {
  await appendEntry(tx, organizationId, scope.actor.name, act)
}
