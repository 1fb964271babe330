import { sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { ChildOrganization, Organization, ReachableOrganization } from './organizations.api.ts'

interface PageQuery {
  search?: string
  cursor?: string
  limit: number
}

/** The organizations in which a person has roles, by name. */
export async function listReachableOrganizations(db: Db, personId: string, query: PageQuery & { kind?: string }) {
  const [name, id] = readCursor(query.cursor, [cursorText, cursorId]) ?? [null, null]
  const found = await rows(
    db,
    sql<ReachableOrganization>`
      select organization_id as id, name, kind, parent_id as "parentId", parent, roles
      from reachable_organizations(${personId}, ${query.kind ?? null}, search_pattern(${query.search ?? null}), ${name}, ${id}, ${query.limit + 1})`,
  )
  return cutPage(found, query.limit, (row) => [row.name, row.id])
}

// A partner's figures are those of its children.
const within = sql`(select o.id union all select c.id from organizations c where c.parent_id = o.id and c.active)`

const held = sql`
  (select count(*)::int from printers p where p.organization_id in ${within} and p.registration <> 'unenrolled') as printers,
  (select count(*)::int from program_memberships m where m.organization_id in ${within} and m.state = 'managed') as managed,
  (select count(*)::int from program_memberships m where m.organization_id in ${within} and m.state = 'pending') as pending`

const child = sql`
  select o.id, o.name, o.kind, o.parent_id as "parentId", parent.name as parent, o.created_at as "createdAt",
    exists (select from entitlements e where e.organization_id = o.id) as entitled,
    ${held},
    (select count(*)::int from organizations c where c.parent_id = o.id and c.active) as children
  from organizations o left join organizations parent on parent.id = o.parent_id`

/** The children of the scope's organization, by name. */
export async function listChildren(tx: Tx, scope: Scope, query: PageQuery) {
  const [name, id] = readCursor(query.cursor, [cursorText, cursorId]) ?? [null, null]
  const found = await rows(
    tx,
    sql<ChildOrganization>`${child}
      where o.parent_id = ${scope.organizationId} and o.active
        and (${query.search ?? null}::text is null or name_key(o.name) like search_pattern(${query.search ?? ''}))
        and (${name}::text is null or (name_key(o.name), o.id) > (name_key(${name}), ${id}::uuid))
      order by name_key(o.name), o.id limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (row) => [row.name, row.id])
}

/** One child of the scope's organization, locked until the transaction ends. */
export async function lockChild(tx: Tx, scope: Scope, childId: string): Promise<ChildOrganization | undefined> {
  await sql`select from organizations where id = ${childId} and parent_id = ${scope.organizationId} for update`.execute(tx)
  // And its entitlement, without which no printer is added meanwhile.
  await sql`select from entitlements where organization_id = ${childId} for update`.execute(tx)
  return firstRow(tx, sql<ChildOrganization>`${child} where o.id = ${childId} and o.parent_id = ${scope.organizationId} and o.active`)
}

export function findOrganization(tx: Tx, id: string): Promise<Organization | undefined> {
  return firstRow(
    tx,
    sql<Organization>`select o.id, o.name, o.kind, o.parent_id as "parentId", p.name as parent
      from organizations o left join organizations p on p.id = o.parent_id where o.id = ${id} and o.active`,
  )
}

/** What a card of the dashboard counts, over all that the scope reaches. */
export async function countFleet(tx: Tx, scope: Scope) {
  const ids = scope.reach === 'children' ? sql`any (${scope.childIds}::uuid[])` : sql`${scope.organizationId}`
  const where = (column: string) => (scope.reach === 'provider' ? sql`true` : sql`${sql.ref(column)} = ${ids}`)
  return firstRow(
    tx,
    sql<{
      printers: number
      managed: number
      pending: number
      silentAgents: number
      tasksRunning: number
      organizations: number
      entitled: number
    }>`select
      (select count(*)::int from printers p where ${where('p.organization_id')} and p.registration <> 'unenrolled') as printers,
      (select count(*)::int from program_memberships m where ${where('m.organization_id')} and m.state = 'managed') as managed,
      (select count(*)::int from program_memberships m where ${where('m.organization_id')} and m.state = 'pending') as pending,
      (select count(*)::int from agents a where ${where('a.organization_id')} and a.deactivated_at is null and a.credential_hash is not null
        and a.last_contact_at < now() - make_interval(secs => (select agent_silent_seconds from settings))) as "silentAgents",
      (select count(*)::int from tasks t where ${where('t.organization_id')} and t.status = 'running') as "tasksRunning",
      (select count(*)::int from organizations o where ${where('o.id')} and o.kind = 'child' and o.active) as organizations,
      (select count(*)::int from entitlements e where ${where('e.organization_id')}) as entitled`,
  )
}

/** The provider's organization; undefined before the first administrator was made. */
export async function findProvider(db: Db): Promise<string | undefined> {
  return (await firstRow(db, sql<{ id: string | null }>`select provider_id() as id`))?.id ?? undefined
}
