import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
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

/** Takes texts and their salts from the entries of an organization: a person's name, or whatever contains a text in any case. */
export async function eraseFromEntries(
  tx: Tx,
  request: { organizationId: string } & ({ person: string } | { text: string }),
): Promise<{ entries: number; texts: number }> {
  const names =
    'person' in request
      ? sql`case when e.actor_kind = 'person' and e.actor_id = ${request.person} and e.texts ? 'person' then array['person'] else '{}'::text[] end`
      : sql`array(select key from jsonb_each_text(e.texts) where search_key(value) like search_pattern(${request.text}))`
  const row = await firstRow(
    tx,
    sql<{ entries: number; texts: number }>`
      with erased as (
        update audit_entries e set texts = e.texts - f.names, salts = e.salts - f.names
        from (select e.number, ${names} as names from audit_entries e where e.organization_id = ${request.organizationId}) f
        where e.organization_id = ${request.organizationId} and e.number = f.number and cardinality(f.names) > 0
        returning cardinality(f.names) as n
      )
      select count(*)::int as entries, coalesce(sum(n), 0)::int as texts from erased`,
  )
  return row!
}
