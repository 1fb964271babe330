import { sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Sealer } from '../../platform/secrets.ts'
import { isDownLevel } from '../program/eligibility.ts'
import type { AgentConfiguration } from './agent-protocol.api.ts'
import type { Agent, AgentDetails, SnmpProfile } from './agents.api.ts'

/** The agent that bears a credential. */
export function findAgentByCredential(db: Db, credentialHash: string) {
  return firstRow(
    db,
    sql<{ organizationId: string; agentId: string; name: string; deactivated: boolean }>`
      select organization_id as "organizationId", agent_id as "agentId", name, deactivated from agent_of_credential(${credentialHash})`,
  )
}

const agent = (scope: Scope) => sql`
  select a.id, a.name, a.description, a.version, a.host_name as "hostName", a.last_contact_at as "lastContactAt", a.created_at as "createdAt",
    case when a.deactivated_at is not null then 'deactivated'
      when a.credential_hash is null then 'activation-required'
      when a.last_contact_at >= now() - make_interval(secs => s.agent_silent_seconds) then 'communicating'
      else 'noncommunicating' end as status,
    f.required_agent_version as "requiredVersion",
    n.printers, n.managed, n.pending
  from agents a cross join settings s cross join offering f
  cross join lateral (
    select count(*)::int as printers, count(*) filter (where m.state = 'managed')::int as managed, count(*) filter (where m.state = 'pending')::int as pending
    from printers p left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
    where p.organization_id = a.organization_id and p.agent_id = a.id and p.registration <> 'unenrolled'
  ) n
  where a.organization_id = ${scope.organizationId}`

const judged = (row: Omit<Agent, 'downLevel'>): Agent => ({
  ...row,
  downLevel: row.version !== null && isDownLevel(row.version, row.requiredVersion),
})

/** Agents of the organization, by name. */
export async function listAgents(tx: Tx, scope: Scope, query: { cursor?: string; limit: number }) {
  const [name, id] = readCursor(query.cursor, [cursorText, cursorId]) ?? [null, null]
  const found = await rows(
    tx,
    sql<Omit<Agent, 'downLevel'>>`${agent(scope)} and (${name}::text is null or (name_key(a.name), a.id) > (name_key(${name}), ${id}::uuid))
      order by name_key(a.name), a.id limit ${query.limit + 1}`,
  )
  return cutPage(found.map(judged), query.limit, (row) => [row.name, row.id])
}

export async function findAgent(tx: Tx, scope: Scope, id: string): Promise<AgentDetails | undefined> {
  const found = await firstRow(tx, sql<Omit<Agent, 'downLevel'>>`${agent(scope)} and a.id = ${id}`)
  if (!found) return undefined
  const include = await listIncludes(tx, scope, id)
  const row = await firstRow(
    tx,
    sql<{ exclude: string[] }>`select exclude from agents where organization_id = ${scope.organizationId} and id = ${id}`,
  )
  return { ...judged(found), include, exclude: row!.exclude }
}

const listIncludes = (tx: Tx, scope: Scope, agentId: string) =>
  rows(
    tx,
    sql<{ entry: string; profileId: string }>`select entry, profile_id as "profileId" from agent_includes
      where organization_id = ${scope.organizationId} and agent_id = ${agentId} order by position`,
  )

interface ProfileRow extends SnmpProfile {
  sealed: Buffer
}

const profiles = (tx: Tx, scope: Scope) =>
  rows(
    tx,
    sql<ProfileRow>`select id, name, version, port, timeout_milliseconds as "timeoutMilliseconds", retries, community_sealed as sealed
      from snmp_profiles where organization_id = ${scope.organizationId} order by name_key(name)`,
  )

/** SNMP profiles without their secret. */
export async function listProfiles(tx: Tx, scope: Scope): Promise<SnmpProfile[]> {
  return (await profiles(tx, scope)).map(({ sealed: _, ...profile }) => profile)
}

/** What an agent is told to do. Only here is a community unsealed. */
export async function getConfiguration(tx: Tx, scope: Scope, agentId: string, sealer: Sealer): Promise<AgentConfiguration> {
  const settings = await firstRow(
    tx,
    sql<Omit<AgentConfiguration, 'include' | 'profiles'>>`
      select configuration_revision as revision, exclude, packets_per_second as "packetsPerSecond", heartbeat_seconds as "heartbeatSeconds",
        read_seconds as "readSeconds", discover_seconds as "discoverSeconds"
      from agents where organization_id = ${scope.organizationId} and id = ${agentId}`,
  )
  const include = await listIncludes(tx, scope, agentId)
  const used = new Set(include.map((entry) => entry.profileId))
  const access = (await profiles(tx, scope))
    .filter((p) => used.has(p.id))
    .map(({ sealed, ...profile }) => ({ ...profile, community: sealer.open(sealed) }))
  return { ...settings!, include, profiles: access }
}
