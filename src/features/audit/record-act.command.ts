import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

/** One entry of the audit trail. */
export interface Act {
  /** in the product's words, such as `Create child organization` */
  act: string
  subject: string
  reason?: string | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
}

/** Records an act in the audit trail of the organization it happened in: in the same transaction, so that there is never one without the other. */
export async function recordAct(tx: Tx, scope: Scope, act: Act, organizationId: string = scope.organizationId): Promise<void> {
  const json = (value: Act['before']) => (value ? JSON.stringify(value) : null)
  await sql`select append_audit(${organizationId}, ${scope.actor.name}, ${act.act}, ${act.subject}, ${act.reason ?? null},
    ${json(act.before)}, ${json(act.after)})`.execute(tx)
}
