import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Sealer } from '../../platform/secrets.ts'
import type { AgentConfiguration } from '../agent-protocol/agent-protocol.api.ts'
import { isDownLevel } from '../program/eligibility.ts'
import type { Agent, AgentDetails } from './agents.api.ts'
import { whyQueued } from './reports/diagnose.ts'
import type { Allowance } from './reports/new-printers.ts'
import { openProfiles } from './snmp-profiles/snmp-profiles.queries.ts'
import { isBehind } from './updates/update-agents.ts'

const agent = (scope: Scope) => sql`
  select a.id, a.name, a.description, a.version, a.host_name as "hostName", a.last_contact_at as "lastContactAt", a.created_at as "createdAt",
    case when a.deactivated_at is not null then 'deactivated'
      when a.credential_hash is null then 'activation-required'
      when a.last_contact_at >= now() - make_interval(secs => s.agent_silent_seconds) then 'communicating'
      else 'noncommunicating' end as status,
    f.required_agent_version as "requiredVersion",
    n.printers, n.managed, n.pending, u.update
  from agents a cross join settings s cross join offering f
  cross join lateral (
    select count(*)::int as printers, count(*) filter (where m.state = 'managed')::int as managed, count(*) filter (where m.state = 'pending')::int as pending
    from printers p left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
    where p.organization_id = a.organization_id and p.agent_id = a.id and p.registration <> 'unenrolled'
  ) n
  left join lateral (
    select jsonb_build_object('version', w.version, 'askedAt', w.created_at, 'failure', w.failure,
      'state', case when w.failure is not null then 'failed' when w.done_at is not null then 'done' else 'asked' end) as update
    from agent_work w where w.organization_id = a.organization_id and w.agent_id = a.id and w.kind = 'update'
    order by w.created_at desc limit 1
  ) u on true
  where a.organization_id = ${scope.organizationId}`

type AgentRow = Omit<Agent, 'downLevel' | 'updateAvailable'>

const assessed = (row: AgentRow, offered: string | null): Agent => ({
  ...row,
  downLevel: row.version !== null && isDownLevel(row.version, row.requiredVersion),
  updateAvailable: offered !== null && isBehind(row.version, offered) ? offered : null,
})

/** Agents of the organization, by name. `offered`: the version that this server can update them to. */
export async function listAgents(tx: Tx, scope: Scope, query: { cursor?: string; limit: number }, offered: string | null) {
  const [name, id] = readCursor(query.cursor, [cursorText, cursorId]) ?? [null, null]
  const found = await rows(
    tx,
    sql<AgentRow>`${agent(scope)} and (${name}::text is null or (name_key(a.name), a.id) > (name_key(${name}), ${id}::uuid))
      order by name_key(a.name), a.id limit ${query.limit + 1}`,
  )
  return cutPage(
    found.map((row) => assessed(row, offered)),
    query.limit,
    (row) => [row.name, row.id],
  )
}

/** These agents, or all; with their status and version. */
export async function listAgentsById(tx: Tx, scope: Scope, ids: string[] | undefined) {
  const only = ids ? sql`and a.id = any (${ids}::uuid[])` : sql``
  return rows(tx, sql<AgentRow>`${agent(scope)} ${only} order by name_key(a.name)`)
}

type Settings = Pick<
  AgentDetails,
  | 'edition'
  | 'exclude'
  | 'enrollsAtOnce'
  | 'packetsPerSecond'
  | 'heartbeatSeconds'
  | 'readSeconds'
  | 'discoverSeconds'
  | 'configurationFetched'
  | 'clockSkewSeconds'
  | 'diskTrouble'
  | 'plainHttp'
  | 'refused'
>

export async function findAgent(tx: Tx, scope: Scope, id: string, offered: string | null): Promise<AgentDetails | undefined> {
  const found = await firstRow(tx, sql<AgentRow>`${agent(scope)} and a.id = ${id}`)
  if (!found) return undefined
  const include = await listIncludes(tx, scope, id)
  const discovery = await findLastDiscovery(tx, scope, id, found.status)
  const settings = await firstRow(
    tx,
    sql<Settings>`select edition, exclude, enrolls_at_once as "enrollsAtOnce", packets_per_second as "packetsPerSecond",
        heartbeat_seconds as "heartbeatSeconds", read_seconds as "readSeconds", discover_seconds as "discoverSeconds",
        coalesce(fetched_revision = configuration_revision, false) as "configurationFetched",
        round(clock_skew_milliseconds / 1000.0)::float8 as "clockSkewSeconds", disk_trouble as "diskTrouble", plain_http as "plainHttp",
        case when refused_at > now() - interval '1 day'
          then jsonb_build_object('at', refused_at, 'address', refused_address, 'reason', refused_reason) end as refused
      from agents where organization_id = ${scope.organizationId} and id = ${id}`,
  )
  return { ...assessed(found, offered), include, discovery, ...settings! }
}

async function findLastDiscovery(tx: Tx, scope: Scope, agentId: string, status: Agent['status']): Promise<AgentDetails['discovery']> {
  const asked = await firstRow(
    tx,
    sql<Omit<NonNullable<AgentDetails['discovery']>, 'queuedBecause'>>`select
        case when done_at is not null then 'done' when fetched_at is not null then 'fetched' else 'queued' end as state,
        created_at as "askedAt", done_at as "doneAt", printers_found as "printersFound"
      from agent_work where organization_id = ${scope.organizationId} and agent_id = ${agentId} and kind = 'discover' order by created_at desc limit 1`,
  )
  return asked ? { ...asked, queuedBecause: asked.state === 'queued' ? whyQueued(status) : null } : null
}

/** What an agent may still register today. */
export async function findAllowance(tx: Tx, scope: Scope, agentId: string): Promise<Allowance> {
  const row = await firstRow(
    tx,
    sql<Omit<Allowance, 'criteria'> & { exclude: string[] }>`select a.exclude, s.new_printers_per_day as "perDay",
        case when a.new_printers_day = (now() at time zone 'UTC')::date then a.new_printers else 0 end as registered,
        case when a.new_printers_day = (now() at time zone 'UTC')::date then a.new_printers_by_name else 0 end as "registeredByName"
      from agents a cross join settings s where a.organization_id = ${scope.organizationId} and a.id = ${agentId}`,
  )
  const { exclude, ...counts } = row!
  return { ...counts, criteria: { include: await listIncludes(tx, scope, agentId), exclude } }
}

const listIncludes = (tx: Tx, scope: Scope, agentId: string) =>
  rows(
    tx,
    sql<{ entry: string; profileId: string }>`select entry, profile_id as "profileId" from agent_includes
      where organization_id = ${scope.organizationId} and agent_id = ${agentId} order by position`,
  )

/** What an agent is asked to do. */
export async function getConfiguration(tx: Tx, scope: Scope, agentId: string, sealer: Sealer): Promise<AgentConfiguration> {
  const settings = await firstRow(
    tx,
    sql<Omit<AgentConfiguration, 'include' | 'profiles'>>`
      select configuration_revision as revision, exclude, packets_per_second as "packetsPerSecond", heartbeat_seconds as "heartbeatSeconds",
        read_seconds as "readSeconds", discover_seconds as "discoverSeconds"
      from agents where organization_id = ${scope.organizationId} and id = ${agentId}`,
  )
  const include = await listIncludes(tx, scope, agentId)
  const used = [...new Set(include.map((entry) => entry.profileId))]
  return { ...settings!, include, profiles: await openProfiles(tx, scope, used, sealer) }
}
