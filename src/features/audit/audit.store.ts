import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import type { Actor } from '../../platform/scope.ts'
import type { Act } from './act.ts'

export interface NewEntry {
  organizationId: string
  actor: Actor
  act: Act
}

const json = (value: Act['before']) => (value ? JSON.stringify(value) : null)

/** Appends to the chains of the organizations; the database's own function is the only way in. */
export async function appendEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  const written = entries.map(({ organizationId, actor, act: { act, subject, reason, before, after } }) => ({
    organizationId,
    actorKind: actor.kind,
    actorId: actor.id,
    keyId: actor.keyId ?? null,
    requestId: actor.requestId ?? null,
    address: actor.address ?? null,
    act,
    texts: { person: actor.name, subject, reason: reason ?? null, before: json(before), after: json(after) },
  }))
  await sql`select append_audit(${JSON.stringify(written)}::jsonb)`.execute(tx)
}
