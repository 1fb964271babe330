import { sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Group, Person } from './accounts.api.ts'

const rolesByGroups = (kind: 'ordinary' | 'access') => sql`
  array(
    select distinct r.role
    from group_members m join group_roles r using (organization_id, group_id)
    where m.organization_id = p.organization_id and m.person_id = p.id and r.group_kind = ${kind}
    order by r.role
  )`

const person = (scope: Scope) => sql`
  select p.id, p.name, p.email,
    case
      when p.deactivated_at is not null then 'deactivated'
      when not exists (select from auth.account a where a."userId" = p.id and a.password is not null) then 'invited'
      else 'active'
    end as status,
    array(select role from person_roles r where r.organization_id = p.organization_id and r.person_id = p.id order by role) as roles,
    array(
      select g.name
      from group_members m join groups g on g.organization_id = m.organization_id and g.id = m.group_id
      where m.organization_id = p.organization_id and m.person_id = p.id
      order by name_key(g.name)
    ) as groups,
    ${rolesByGroups('ordinary')} as "groupRoles",
    ${rolesByGroups('access')} as "accessRoles",
    (
      select jsonb_build_object('by', i.inviter, 'expiresAt', to_char(i.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
      from invitations i
      where i.organization_id = p.organization_id and i.person_id = p.id
    ) as invitation
  from people p
  where p.organization_id = ${scope.organizationId}`

/** People of the organization, by name. */
export async function listPeople(tx: Tx, scope: Scope, query: { search?: string; cursor?: string; limit: number }) {
  const [name, id] = readCursor(query.cursor, [cursorText, cursorText]) ?? [null, null]
  const found = await rows(
    tx,
    sql<Person>`${person(scope)}
      and (${query.search ?? null}::text is null or search_key(p.name || ' ' || p.email) like search_pattern(${query.search ?? ''}))
      and (${name}::text is null or (name_key(p.name), p.id) > (name_key(${name}), ${id}))
      order by name_key(p.name), p.id limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (row) => [row.name, row.id])
}

export const findPerson = (tx: Tx, scope: Scope, id: string): Promise<Person | undefined> =>
  firstRow(tx, sql<Person>`${person(scope)} and p.id = ${id}`)

/** Whether anybody who can sign in administers the organization, directly or by a group. */
export async function hasAdministrator(tx: Tx, scope: Scope): Promise<boolean> {
  const found = await firstRow(
    tx,
    sql<{ found: boolean }>`select exists (
      select from people p where p.organization_id = ${scope.organizationId} and p.deactivated_at is null
        and exists (select from auth.account a where a."userId" = p.id and a.password is not null) and (
        exists (select from person_roles r where r.organization_id = p.organization_id and r.person_id = p.id and r.role = 'organization-administrator')
        or exists (select from group_members m join group_roles r using (organization_id, group_id)
          where m.organization_id = p.organization_id and m.person_id = p.id and r.role = 'organization-administrator' and r.group_kind = 'ordinary'))) as found`,
  )
  return found?.found ?? false
}

const group = (scope: Scope) => sql`
  select g.id, g.name, g.kind,
    array(select role from group_roles r where r.organization_id = g.organization_id and r.group_id = g.id order by role) as roles,
    coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by name_key(p.name))
      from group_members m join people p on p.organization_id = m.organization_id and p.id = m.person_id
      where m.organization_id = g.organization_id and m.group_id = g.id
    ), '[]') as members
  from groups g where g.organization_id = ${scope.organizationId}`

export const listGroups = (tx: Tx, scope: Scope): Promise<Group[]> => rows(tx, sql<Group>`${group(scope)} order by name_key(g.name)`)

export const findGroup = (tx: Tx, scope: Scope, id: string): Promise<Group | undefined> =>
  firstRow(tx, sql<Group>`${group(scope)} and g.id = ${id}`)

/** Whom an invitation is for; undefined when it is used, withdrawn or expired. */
export function findInvitation(db: Db, tokenHash: string) {
  return firstRow(
    db,
    sql<{
      organizationId: string
      organization: string
      personId: string
      name: string
      email: string
      invitedBy: string
      accountExists: boolean
    }>`
      select organization_id as "organizationId", organization, person_id as "personId", name, email, invited_by as "invitedBy",
        account_exists as "accountExists"
      from invitation_of(${tokenHash})`,
  )
}

/** The API keys of a person, newest first; never the keys themselves. */
export function listKeys(tx: Tx, scope: Scope) {
  return rows(
    tx,
    sql<{ id: string; name: string; createdAt: string; expiresAt: string | null; lastUsedAt: string | null }>`
      select id, name, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
      from api_keys where organization_id = ${scope.organizationId} and person_id = ${scope.actor.id} order by created_at desc`,
  )
}
