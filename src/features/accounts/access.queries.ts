import { sql } from 'kysely'
import { type Db, firstRow, rows } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import type { Actor, Scope } from '../../platform/scope.ts'
import { Problem } from '../problems.ts'
import { may, type OrganizationKind, PERMISSIONS, type Permission, ROLES, type Role } from './roles.ts'

/** A caller who was recognised by session or API key. */
export interface Caller {
  id: string
  name: string
  email: string
  expiresAt: string | null
  /** the session, unless an API key was sent */
  sessionId?: string | undefined
  /** the API key that was sent instead of a session */
  keyId?: string | undefined
  requestId?: string | undefined
  address?: string | undefined
}

/** A caller as the one who acts. */
export const actorOf = ({ id, name, keyId, requestId, address }: Caller): Actor => ({ kind: 'person', id, name, keyId, requestId, address })

/** An organization in which the caller has roles. */
export interface Access {
  organizationId: string
  name: string
  kind: OrganizationKind
  parentId: string | null
  parent: string | null
  roles: Role[]
}

/** What a person may do in an organization; undefined where the person has no role there. */
export function findAccess(db: Db, personId: string, organizationId: string): Promise<Access | undefined> {
  return firstRow(
    db,
    sql<Access>`select organization_id as "organizationId", name, kind, parent_id as "parentId", parent, roles
      from access_of(${personId}, ${organizationId})`,
  )
}

/**
 * The one access check: gives the scope in which the caller may do this, or refuses. A person without a role in an organization does not learn
 * that it exists.
 * @rule accounts/foreign-organizations-do-not-exist  An object of another organization is answered with 404, not 403.
 */
export async function checkAccess(
  db: Db,
  caller: Caller,
  organizationId: string,
  permission: Permission,
): Promise<{ access: Access; scope: Scope }> {
  const access = await findAccess(db, caller.id, organizationId).then((found) =>
    found?.kind !== 'child' && OVER_ALL_CHILDREN.includes(permission)
      ? findAccessOverChildren(db, caller.id, organizationId, found)
      : found,
  )
  if (!access) throw new Problem('not-found')
  if (!may(access.roles, permission, access.kind)) throw new Problem('not-allowed', whyNotAllowed(permission))
  const reach = access.kind === 'provider' ? 'provider' : 'organization'
  return { access, scope: makeScope({ organizationId, reach, actor: actorOf(caller) }) }
}

function whyNotAllowed(permission: Permission): string {
  const { roles, in: kinds } = PERMISSIONS[permission]
  return `To ${permission} you need one of the roles ${roles.map((role) => ROLES[role].label).join(', ')}, in a ${kinds.join(' or ')} organization.`
}

// What a role that holds in all children allows in the partner itself: looking at the children together.
const OVER_ALL_CHILDREN: readonly Permission[] = ['read the fleets of all children', 'keep views of printers']

async function findAccessOverChildren(db: Db, personId: string, organizationId: string, found: Access | undefined) {
  const home = await findHome(db, personId)
  if (home?.kind !== 'partner' || home.organizationId !== organizationId || home.childrenRoles.length === 0) return found
  const { name, kind, parentId, childrenRoles } = home
  return { organizationId, name, kind, parentId, parent: null, roles: childrenRoles }
}

/** The same scope, reaching the children of the organization too. */
export async function withChildren(db: Db, scope: Scope): Promise<Scope> {
  if (scope.reach !== 'organization') return scope
  const children = await rows(db, sql<{ id: string }>`select id from child_ids(${scope.organizationId})`)
  return makeScope({ ...scope, reach: 'children', childIds: [scope.organizationId, ...children.map((row) => row.id)] })
}

/** Where a person belongs, with the roles there and those that hold in all children. */
export interface Home {
  organizationId: string
  name: string
  kind: OrganizationKind
  parentId: string | null
  ownRoles: Role[]
  childrenRoles: Role[]
}

/** Where a person belongs; undefined for one who was deactivated, or whose organization was deleted. */
export function findHome(db: Db, personId: string): Promise<Home | undefined> {
  return firstRow(
    db,
    sql<Home>`
      select organization_id as "organizationId", name, kind, parent_id as "parentId", own_roles as "ownRoles", children_roles as "childrenRoles"
      from person_home(${personId})`,
  )
}

/** The person of an API key that is valid now, and the key. */
export function findApiKeyPerson(db: Db, keyHash: string) {
  return firstRow(
    db,
    sql<{ id: string; name: string; email: string; keyId: string }>`
      select person_id as id, name, email, key_id as "keyId" from bearer_of_api_key(${keyHash})`,
  )
}

/** Who carries the token of a session that has not ended: one look, so that a session that was taken away is refused at once. */
export function findSessionCaller(db: Db, token: string): Promise<Caller | undefined> {
  return firstRow(
    db,
    sql<Caller>`select u.id, u.name, u.email, s."expiresAt" as "expiresAt", s.id as "sessionId"
      from auth.session s join auth."user" u on u.id = s."userId"
      where s.token = ${token} and s."expiresAt" > now()`,
  )
}
