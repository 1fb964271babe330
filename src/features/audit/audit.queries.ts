import { sql } from 'kysely'
import { rows, type Tx } from '../../platform/db/database.ts'
import { containing, cutPage, decodeCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { AuditEntry } from './audit.api.ts'

/** Entries of the trail, newest first, and whether each carries the hash that follows from the one before it. */
export async function listAuditEntries(tx: Tx, scope: Scope, query: { search?: string; cursor?: string; limit: number }) {
  const before = query.cursor ? decodeCursor(query.cursor, 1)?.[0] : null
  const found = await rows(
    tx,
    sql<AuditEntry & { intact: boolean }>`
      select e.number, e.at, e.person, e.act, e.subject, e.reason, e.before, e.after, e.hash,
        e.hash = audit_hash(coalesce(p.hash, ''), e) and (p.number is not null or e.number = 1) as intact
      from audit_entries e left join audit_entries p on p.organization_id = e.organization_id and p.number = e.number - 1
      where e.organization_id = ${scope.organizationId}
        and (${before ?? null}::bigint is null or e.number < ${before ?? null})
        and (${query.search ?? null}::text is null
          or lower(e.person || ' ' || e.act || ' ' || e.subject || ' ' || coalesce(e.reason, '')) like ${containing(query.search ?? '')})
      order by e.number desc limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.number])
  return { ...page, items: page.items.map(({ intact, ...entry }) => entry), intact: page.items.every((row) => row.intact) }
}
