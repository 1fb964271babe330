import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { EntitledOrganization, Entitlement } from './entitlements.api.ts'

/** What the organization is entitled to, and who granted it. */
export async function getEntitlement(tx: Tx, scope: Scope): Promise<Entitlement> {
  const row = await firstRow(
    tx,
    sql<{
      at: string | null
      by: string | null
      removedBy: string
    }>`select e.granted_at as at, e.granted_by as by, s.customer_operations as "removedBy"
      from settings s left join entitlements e on e.organization_id = ${scope.organizationId}`,
  )
  const { at, by, removedBy } = row!
  return { offering: 'mps-express', label: 'MPS Express', granted: at && by ? { at, by } : null, removedBy }
}

export async function isEntitled(tx: Tx, scope: Scope): Promise<boolean> {
  return (await getEntitlement(tx, scope)).granted !== null
}

/** Entitled organizations of the whole program: for the provider. */
export async function listEntitled(tx: Tx, query: { search?: string; cursor?: string; limit: number }) {
  const [name, id] = readCursor(query.cursor, [cursorText, cursorId]) ?? [null, null]
  const found = await rows(
    tx,
    sql<EntitledOrganization>`select o.id as "organizationId", o.name as organization, parent.name as partner, e.granted_at as "grantedAt", e.granted_by as "grantedBy",
        (select count(*)::int from printers p where p.organization_id = o.id and p.registration <> 'unenrolled') as printers,
        (select count(*)::int from program_memberships m where m.organization_id = o.id and m.state = 'managed') as managed,
        (select count(*)::int from program_memberships m where m.organization_id = o.id and m.state = 'pending') as pending
      from entitlements e join organizations o on o.id = e.organization_id join organizations parent on parent.id = o.parent_id
      where (${query.search ?? null}::text is null or name_key(o.name || ' ' || parent.name) like search_pattern(${query.search ?? ''}))
        and (${name}::text is null or (name_key(o.name), o.id) > (name_key(${name}), ${id}::uuid))
      order by name_key(o.name), o.id limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (row) => [row.organization, row.organizationId])
}

/** How many printers the program holds in an organization. */
export async function countHeld(tx: Tx, organizationId: string): Promise<{ managed: number; pending: number }> {
  const row = await firstRow(
    tx,
    sql<{ managed: number; pending: number }>`select count(*) filter (where state = 'managed')::int as managed,
      count(*) filter (where state = 'pending')::int as pending from program_memberships where organization_id = ${organizationId}`,
  )
  return row!
}
