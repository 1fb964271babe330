import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { type Sealer, sealedPlace } from '../../../platform/secrets.ts'
import type { SnmpAccess, SnmpUserAccess } from '../../agent-protocol/snmp-access.api.ts'
import type { SecretField } from './snmp-profile.ts'
import type { SnmpProfile } from './snmp-profiles.api.ts'

type Sealed = Record<SecretField, Buffer | null>

interface ProfileRow {
  id: string
  name: string
  version: 'v1' | 'v2c' | 'v3'
  edition: number
  agents: number
  port: number
  timeoutMilliseconds: number
  retries: number
  userName: string
  contextName: string
  authentication: Protocol<'authentication'> | null
  privacy: Protocol<'privacy'> | null
  sealed: Sealed
}
type Protocol<K extends 'authentication' | 'privacy'> = NonNullable<SnmpUserAccess[K]>['protocol']

const profiles = (
  scope: Scope,
) => sql`select p.id, p.name, p.version, p.edition, p.port, p.timeout_milliseconds as "timeoutMilliseconds", p.retries,
    p.user_name as "userName", p.context_name as "contextName", p.authentication, p.privacy,
    p.community_sealed as "community", p.authentication_password_sealed as "authentication.password", p.privacy_password_sealed as "privacy.password",
    (select count(distinct i.agent_id)::int from agent_includes i where i.organization_id = p.organization_id and i.profile_id = p.id) as agents
  from snmp_profiles p where p.organization_id = ${scope.organizationId}`

function fromRow(row: Omit<ProfileRow, 'sealed'> & Sealed): ProfileRow {
  const { community, 'authentication.password': authentication, 'privacy.password': privacy, ...open } = row
  return { ...open, sealed: { community, 'authentication.password': authentication, 'privacy.password': privacy } }
}

async function findRows(tx: Tx, scope: Scope, ids?: readonly string[]): Promise<ProfileRow[]> {
  const only = ids ? sql`and p.id = any (${ids}::uuid[])` : sql``
  return (await rows(tx, sql<Omit<ProfileRow, 'sealed'> & Sealed>`${profiles(scope)} ${only} order by name_key(p.name)`)).map(fromRow)
}

const shown = ({ sealed: _, userName, contextName, version, authentication, privacy, ...open }: ProfileRow): SnmpProfile =>
  version === 'v3'
    ? {
        ...open,
        version,
        userName,
        contextName,
        authentication: authentication && { protocol: authentication },
        privacy: privacy && { protocol: privacy },
      }
    : { ...open, version }

const SEALED_COLUMNS: Record<SecretField, string> = {
  community: 'community_sealed',
  'authentication.password': 'authentication_password_sealed',
  'privacy.password': 'privacy_password_sealed',
}

/** Where a secret of a profile is kept sealed. */
export const profilePlace = (organizationId: string, id: string, field: SecretField): string =>
  sealedPlace('snmp_profiles', SEALED_COLUMNS[field], [organizationId, id])

/** SNMP profiles by name, without their secrets. */
export async function listProfiles(tx: Tx, scope: Scope): Promise<SnmpProfile[]> {
  return (await findRows(tx, scope)).map(shown)
}

/** One profile without its secrets, and which of these it has. */
export async function findProfile(tx: Tx, scope: Scope, id: string) {
  const [row] = await findRows(tx, scope, [id])
  if (!row) return undefined
  return { profile: shown(row), sealed: row.sealed }
}

export async function countProfiles(tx: Tx, scope: Scope): Promise<number> {
  const row = await firstRow(
    tx,
    sql<{ n: number }>`select count(*)::int as n from snmp_profiles where organization_id = ${scope.organizationId}`,
  )
  return row!.n
}

/** How an agent speaks SNMP, for that agent alone: only here is a secret unsealed. */
export async function openProfiles(tx: Tx, scope: Scope, ids: readonly string[], sealer: Sealer): Promise<SnmpAccess[]> {
  const open = (id: string, sealed: Sealed, field: SecretField) => {
    const secret = sealed[field]
    return secret ? sealer.open(secret, profilePlace(scope.organizationId, id, field)) : ''
  }
  return (await findRows(tx, scope, ids)).map(({ id, name, port, timeoutMilliseconds, retries, version, sealed, ...user }) => {
    const place = { id, name, port, timeoutMilliseconds, retries }
    if (version !== 'v3') return { ...place, version, community: open(id, sealed, 'community') }
    const { userName, contextName, authentication, privacy } = user
    return {
      ...place,
      version,
      userName,
      contextName,
      authentication: authentication && { protocol: authentication, password: open(id, sealed, 'authentication.password') },
      privacy: privacy && { protocol: privacy, password: open(id, sealed, 'privacy.password') },
    }
  })
}
