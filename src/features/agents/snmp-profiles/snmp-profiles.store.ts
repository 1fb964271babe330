import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { SecretField } from './snmp-profile.ts'
import type { SnmpProfileForm } from './snmp-profiles.api.ts'

export type SealedSecrets = Record<SecretField, Buffer | null>

function columnsOf(form: SnmpProfileForm, sealed: SealedSecrets) {
  const user = form.version === 'v3' ? form : undefined
  return sql.join([
    sql`${form.name}`,
    sql`${form.version}`,
    sql`${form.port}`,
    sql`${form.timeoutMilliseconds}`,
    sql`${form.retries}`,
    sql`${user?.userName ?? null}`,
    sql`${user?.contextName ?? null}`,
    sql`${user?.authentication?.protocol ?? null}`,
    sql`${user?.privacy?.protocol ?? null}`,
    sql`${sealed.community}::bytea`,
    sql`${sealed['authentication.password']}::bytea`,
    sql`${sealed['privacy.password']}::bytea`,
  ])
}

const COLUMNS = sql`name, version, port, timeout_milliseconds, retries, user_name, context_name, authentication, privacy, community_sealed,
  authentication_password_sealed, privacy_password_sealed`

/** An id for a profile: its secrets are sealed for it before it is written. */
export async function newProfileId(tx: Tx): Promise<string> {
  return (await firstRow(tx, sql<{ id: string }>`select new_id() as id`))!.id
}

export async function insertProfile(tx: Tx, scope: Scope, id: string, form: SnmpProfileForm, sealed: SealedSecrets): Promise<void> {
  await sql`insert into snmp_profiles (organization_id, id, ${COLUMNS})
    values (${scope.organizationId}, ${id}, ${columnsOf(form, sealed)})`.execute(tx)
}

/** Writes an edit of this edition; false where another one was faster. */
export async function updateProfile(
  tx: Tx,
  scope: Scope,
  edited: { id: string; edition: number; form: SnmpProfileForm; sealed: SealedSecrets },
): Promise<boolean> {
  const written = await rows(
    tx,
    sql`update snmp_profiles set (${COLUMNS}) = row (${columnsOf(edited.form, edited.sealed)}), edition = edition + 1
      where organization_id = ${scope.organizationId} and id = ${edited.id} and edition = ${edited.edition} returning id`,
  )
  return written.length > 0
}

/** The agents with an entry that uses a profile learn at their next heartbeat that their configuration has changed. */
export async function touchAgentsOfProfile(tx: Tx, scope: Scope, profileId: string): Promise<void> {
  await sql`update agents a set configuration_revision = configuration_revision + 1
    where a.organization_id = ${scope.organizationId} and a.id in (
      select i.agent_id from agent_includes i where i.organization_id = ${scope.organizationId} and i.profile_id = ${profileId})`.execute(
    tx,
  )
}

export async function deleteProfile(tx: Tx, scope: Scope, id: string): Promise<void> {
  await sql`delete from snmp_profiles where organization_id = ${scope.organizationId} and id = ${id}`.execute(tx)
}
