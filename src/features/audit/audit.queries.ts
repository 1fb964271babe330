import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorCount, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { AuditEntry } from './audit.api.ts'

/** Entries of the trail, newest first, and whether each carries the hash that follows from the one before it, and none is missing at the end. */
export async function listAuditEntries(tx: Tx, scope: Scope, query: { search?: string; cursor?: string; limit: number }) {
  const [before] = readCursor(query.cursor, [cursorCount]) ?? [null]
  const found = await rows(
    tx,
    sql<AuditEntry & { intact: boolean }>`
      select e.number, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.key_id as "keyId", e.request_id as "requestId", e.address, e.act,
        e.texts ->> 'person' as person, e.texts ->> 'subject' as subject, e.texts ->> 'reason' as reason,
        (e.texts ->> 'before')::jsonb as before, (e.texts ->> 'after')::jsonb as after,
        array(select key from jsonb_object_keys(e.digests) as key where not e.texts ? key order by key) as erased, e.hash,
        e.hash = audit_hash(coalesce(p.hash, ''), e) and (p.number is not null or e.number = 1) and audit_bound(e) as intact
      from audit_entries e left join audit_entries p on p.organization_id = e.organization_id and p.number = e.number - 1
      where e.organization_id = ${scope.organizationId}
        and (${before}::bigint is null or e.number < ${before})
        and (${query.search ?? null}::text is null
          or search_key(concat_ws(' ', e.texts ->> 'person', e.act, e.texts ->> 'subject', e.texts ->> 'reason')) like search_pattern(${query.search ?? ''}))
      order by e.number desc limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.number])
  const intact = page.items.every((row) => row.intact) && (await isWholeAtItsEnd(tx, scope))
  return { ...page, items: page.items.map(({ intact: _, ...entry }) => entry), intact }
}

async function isWholeAtItsEnd(tx: Tx, scope: Scope): Promise<boolean> {
  const end = await firstRow(
    tx,
    sql<{ whole: boolean }>`select not exists (
      select from audit_heads h where h.organization_id = ${scope.organizationId} and h.number > 0
        and not exists (select from audit_entries e where e.organization_id = h.organization_id and e.number = h.number and e.hash = h.hash)
      ) and not exists (select from audit_entries e where e.organization_id = ${scope.organizationId}
        and e.number > coalesce((select number from audit_heads h where h.organization_id = e.organization_id), 0)) as whole`,
  )
  return end?.whole ?? false
}
