import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { OrganizationKind, Role } from './roles.ts'

/** A person of an organization, who has no account yet. */
export async function insertPerson(tx: Tx, organizationId: string, person: { name: string; email: string }): Promise<string> {
  const id = randomUUID()
  await sql`insert into people (organization_id, id, name, email) values (${organizationId}, ${id}, ${person.name}, ${person.email})`.execute(
    tx,
  )
  return id
}

/** Makes the account by which a person signs in, where there is none yet; false where the address belongs to another account. */
export async function openAccount(tx: Tx, organizationId: string, personId: string): Promise<boolean> {
  await sql`
    insert into auth."user" (id, name, email)
    select id, name, email from people where organization_id = ${organizationId} and id = ${personId}
    on conflict do nothing`.execute(tx)
  return (await firstRow(tx, sql`select from auth."user" where id = ${personId}`)) !== undefined
}

/** Takes a person who never accepted out of the way, once the invitation has expired: the address can be invited again. */
export async function deleteExpiredInvitee(tx: Tx, organizationId: string, email: string): Promise<void> {
  await sql`
    delete from people p
    where p.organization_id = ${organizationId} and p.email = ${email}
      and not exists (select from auth."user" u where u.id = p.id)
      and not exists (
        select from invitations i where i.organization_id = p.organization_id and i.person_id = p.id and i.expires_at > now()
      )`.execute(tx)
}

export async function deletePerson(tx: Tx, organizationId: string, personId: string): Promise<void> {
  await sql`delete from people where organization_id = ${organizationId} and id = ${personId}`.execute(tx)
}

export async function replaceRoles(
  tx: Tx,
  organizationId: string,
  kind: OrganizationKind,
  personId: string,
  roles: readonly Role[],
): Promise<void> {
  await sql`delete from person_roles where organization_id = ${organizationId} and person_id = ${personId}`.execute(tx)
  await sql`insert into person_roles (organization_id, organization_kind, person_id, role)
    select ${organizationId}, ${kind}, ${personId}, unnest(${[...new Set(roles)]}::text[])`.execute(tx)
}

/**
 * A new invitation; gives when it expires.
 * @rule accounts/invitations-name-their-maker  Every invitation names the person who created it, in the list of people and to its receiver.
 */
export async function replaceInvitation(tx: Tx, scope: Scope, personId: string, tokenHash: string, days: number): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ expiresAt: string }>`
      insert into invitations (organization_id, person_id, token_hash, expires_at, invited_by, inviter)
      values (${scope.organizationId}, ${personId}, ${tokenHash}, now() + make_interval(days => ${days}), ${scope.actor.id}, ${scope.actor.name})
      on conflict (organization_id, person_id) do update
      set token_hash = excluded.token_hash, expires_at = excluded.expires_at, invited_by = excluded.invited_by, inviter = excluded.inviter
      returning expires_at as "expiresAt"`,
  )
  return row!.expiresAt
}

/** Sets the password of a person, who from then on can sign in with it; all sessions end but the one to keep. */
export async function setPassword(tx: Tx, personId: string, passwordHash: string, keptSession?: string): Promise<void> {
  await sql`delete from auth.account where "userId" = ${personId} and "providerId" = 'credential'`.execute(tx)
  await sql`
    insert into auth.account (id, "accountId", "providerId", "userId", password)
    values (${randomUUID()}, ${personId}, 'credential', ${personId}, ${passwordHash})`.execute(tx)
  await endSessions(tx, personId, keptSession)
}

/** Ends the sessions of a person but the one to keep; gives how many. */
export async function endSessions(tx: Tx, personId: string, keptSession?: string): Promise<number> {
  const ended = await sql`delete from auth.session where "userId" = ${personId} and id is distinct from ${keptSession ?? null}`.execute(tx)
  return Number(ended.numAffectedRows ?? 0)
}

/** Ends one session of a person; gives how many there were. */
export async function deleteSessions(tx: Tx, personId: string, id: string): Promise<number> {
  const ended = await sql`delete from auth.session where "userId" = ${personId} and id = ${id}`.execute(tx)
  return Number(ended.numAffectedRows ?? 0)
}

/** Withdraws all API keys of a person; gives how many. */
export async function deleteApiKeys(tx: Tx, scope: Scope, personId: string): Promise<number> {
  const gone = await sql`delete from api_keys where organization_id = ${scope.organizationId} and person_id = ${personId}`.execute(tx)
  return Number(gone.numAffectedRows ?? 0)
}

/** Uses an invitation up; false when somebody was faster, or a new one has taken its place. */
export async function useInvitation(tx: Tx, organizationId: string, tokenHash: string): Promise<boolean> {
  const used = await firstRow(
    tx,
    sql`delete from invitations where organization_id = ${organizationId} and token_hash = ${tokenHash} and expires_at > now() returning person_id`,
  )
  return used !== undefined
}

export async function updatePerson(
  tx: Tx,
  organizationId: string,
  id: string,
  change: { name?: string; deactivated?: boolean },
): Promise<void> {
  const where = sql`organization_id = ${organizationId} and id = ${id}`
  if (change.name !== undefined) await sql`update people set name = ${change.name} where ${where}`.execute(tx)
  if (change.deactivated === undefined) return
  const at = change.deactivated ? sql`coalesce(deactivated_at, now())` : null
  await sql`update people set deactivated_at = ${at} where ${where}`.execute(tx)
  if (change.deactivated) await endSessions(tx, id)
}

export async function insertGroup(
  tx: Tx,
  scope: Scope,
  kind: OrganizationKind,
  group: { name: string; kind: 'ordinary' | 'access' },
): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ id: string }>`insert into groups (organization_id, organization_kind, kind, name)
      values (${scope.organizationId}, ${kind}, ${group.kind}, ${group.name}) returning id`,
  )
  return row!.id
}

export async function replaceGroup(
  tx: Tx,
  scope: Scope,
  id: string,
  group: { name: string; kind: 'ordinary' | 'access'; roles: readonly Role[]; memberIds: readonly string[] },
  organizationKind: OrganizationKind,
): Promise<void> {
  const where = sql`organization_id = ${scope.organizationId} and group_id = ${id}`
  await sql`update groups set name = ${group.name} where organization_id = ${scope.organizationId} and id = ${id}`.execute(tx)
  await sql`delete from group_roles where ${where}`.execute(tx)
  await sql`delete from group_members where ${where}`.execute(tx)
  await sql`insert into group_roles (organization_id, organization_kind, group_id, group_kind, role)
    select ${scope.organizationId}, ${organizationKind}, ${id}, ${group.kind}, unnest(${[...new Set(group.roles)]}::text[])`.execute(tx)
  await sql`insert into group_members (organization_id, group_id, person_id)
    select ${scope.organizationId}, ${id}, unnest(${[...new Set(group.memberIds)]}::text[])`.execute(tx)
}

export async function deleteGroup(tx: Tx, scope: Scope, id: string): Promise<void> {
  await sql`delete from groups where organization_id = ${scope.organizationId} and id = ${id}`.execute(tx)
}

export async function insertApiKey(tx: Tx, scope: Scope, key: { name: string; hash: string; days: number | null }) {
  return firstRow(
    tx,
    sql<{
      id: string
      createdAt: string
      expiresAt: string | null
    }>`insert into api_keys (organization_id, person_id, name, key_hash, expires_at)
      values (${scope.organizationId}, ${scope.actor.id}, ${key.name}, ${key.hash}, now() + make_interval(days => ${key.days}))
      returning id, created_at as "createdAt", expires_at as "expiresAt"`,
  )
}

export async function deleteApiKey(tx: Tx, scope: Scope, id: string): Promise<boolean> {
  const gone = await firstRow(
    tx,
    sql`delete from api_keys where organization_id = ${scope.organizationId} and person_id = ${scope.actor.id} and id = ${id} returning id`,
  )
  return gone !== undefined
}

/** Names the provider and keeps no setup code any more; false when somebody was faster. */
export async function finishSetup(db: Tx, codeHash: string, providerName: string): Promise<boolean> {
  const done = await firstRow(
    db,
    sql`update settings set provider_name = ${providerName}, setup_code_hash = null where setup_code_hash = ${codeHash} returning one`,
  )
  return done !== undefined
}

/** Keeps the administrators of an organization from being changed by two at once. */
export async function lockOrganization(tx: Tx, scope: Scope): Promise<void> {
  await sql`select from organizations where id = ${scope.organizationId} for no key update`.execute(tx)
}

export async function replaceSetupCode(db: Db, codeHash: string): Promise<void> {
  await sql`update settings set setup_code_hash = ${codeHash}`.execute(db)
}

export async function insertProvider(tx: Tx, id: string, name: string): Promise<void> {
  await sql`select create_provider(${id}, ${name})`.execute(tx)
}
