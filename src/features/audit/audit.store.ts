import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import type { Act } from './act.ts'

/** Appends to the chain of an organization; the database's own function is the only way in. */
export async function appendEntry(
  tx: Tx,
  organizationId: string,
  person: string,
  { act, subject, reason, before, after }: Act,
): Promise<void> {
  const json = (value: Act['before']) => (value ? JSON.stringify(value) : null)
  await sql`select append_audit(${organizationId}, ${person}, ${act}, ${subject}, ${reason ?? null}, ${json(before)}, ${json(after)})`.execute(
    tx,
  )
}
