import { sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { AgentWork } from '../agent-protocol/agent-protocol.api.ts'
import type { AgentForm } from './agents.api.ts'

/** Work that is open and was not fetched in the last ten minutes: an agent that lost it gets it again. */
export function fetchWork(tx: Tx, scope: Scope, agentId: string): Promise<AgentWork[]> {
  return rows(
    tx,
    sql<AgentWork>`update agent_work set fetched_at = now()
      where organization_id = ${scope.organizationId} and agent_id = ${agentId} and done_at is null and kind <> 'update'
        and (fetched_at is null or fetched_at < now() - interval '10 minutes')
      returning id, kind, addresses, addresses[1] as address`,
  )
}

export async function insertAgent(tx: Tx, scope: Scope, name: string): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ id: string }>`insert into agents (organization_id, name) values (${scope.organizationId}, ${name}) returning id`,
  )
  return row!.id
}

/** Writes the form of an agent, if it still has this edition; the agent learns of it at its next heartbeat. What the form leaves out stays. */
export async function updateAgent(tx: Tx, scope: Scope, id: string, edition: number, form: AgentForm): Promise<boolean> {
  const written = await rows(
    tx,
    sql`update agents set name = ${form.name}, description = ${form.description}, exclude = ${form.exclude}::text[],
        enrolls_at_once = coalesce(${form.enrollsAtOnce ?? null}::boolean, enrolls_at_once),
        packets_per_second = coalesce(${form.packetsPerSecond ?? null}::integer, packets_per_second),
        heartbeat_seconds = coalesce(${form.heartbeatSeconds ?? null}::real, heartbeat_seconds),
        read_seconds = coalesce(${form.readSeconds ?? null}::real, read_seconds),
        discover_seconds = coalesce(${form.discoverSeconds ?? null}::real, discover_seconds),
        edition = edition + 1, configuration_revision = configuration_revision + 1
      where organization_id = ${scope.organizationId} and id = ${id} and edition = ${edition} returning id`,
  )
  if (written.length === 0) return false
  await sql`delete from agent_includes where organization_id = ${scope.organizationId} and agent_id = ${id}`.execute(tx)
  await sql`insert into agent_includes (organization_id, agent_id, position, entry, profile_id)
    select ${scope.organizationId}, ${id}, i, entry, profile_id
    from unnest(${form.include.map((i) => i.entry)}::text[], ${form.include.map((i) => i.profileId)}::uuid[]) with ordinality as t (entry, profile_id, i)`.execute(
    tx,
  )
  return true
}

export async function replaceActivationCode(tx: Tx, scope: Scope, agentId: string, codeHash: string, hours: number): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ expiresAt: string }>`insert into agent_activation_codes (organization_id, agent_id, code_hash, expires_at)
      values (${scope.organizationId}, ${agentId}, ${codeHash}, now() + make_interval(hours => ${hours}))
      on conflict (organization_id, agent_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at
      returning expires_at as "expiresAt"`,
  )
  return row!.expiresAt
}

/** Asks an agent to discover; and to read what was unenrolled, which it knows and would not look for. */
export async function insertDiscovery(tx: Tx, scope: Scope, agentId: string): Promise<string> {
  const { organizationId } = scope
  await sql`update agents set discovery_requested_at = now() where organization_id = ${organizationId} and id = ${agentId}`.execute(tx)
  const row = await firstRow(
    tx,
    sql<{ id: string }>`with left_before as (
        select address, row_number() over (order by id) as n from printers
        where organization_id = ${organizationId} and agent_id = ${agentId} and registration = 'unenrolled' and address is not null
      ), asked as (
        insert into agent_work (organization_id, agent_id, kind, addresses)
        select ${organizationId}, ${agentId}, 'read', array_agg(address) from left_before group by (n - 1) / 1000
      )
      insert into agent_work (organization_id, agent_id, kind) values (${organizationId}, ${agentId}, 'discover') returning id`,
  )
  return row!.id
}

/** Asks the agents of these printers to read them at once; in portions of 1,000 addresses. */
export async function insertReads(tx: Tx, scope: Scope, selectionId: string): Promise<{ asked: number; withoutAgent: number }> {
  const row = await firstRow(
    tx,
    sql<{ asked: number; withoutAgent: number }>`
      with chosen as (
        select a.id as agent_id, p.address, row_number() over (partition by a.id order by p.id) as n
        from selection_batches b cross join unnest(b.printer_ids) as s (id)
        join printers p on p.organization_id = b.organization_id and p.id = s.id and p.registration <> 'unenrolled'
        left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id and a.credential_hash is not null and p.address is not null
        where b.organization_id = ${scope.organizationId} and b.selection_id = ${selectionId}
      ), asked as (
        insert into agent_work (organization_id, agent_id, kind, addresses)
        select ${scope.organizationId}, agent_id, 'read', array_agg(address) from chosen
        where agent_id is not null group by agent_id, (n - 1) / 1000
      )
      select count(agent_id)::int as asked, (count(*) - count(agent_id))::int as "withoutAgent" from chosen`,
  )
  return row!
}

export async function deactivateAgent(tx: Tx, scope: Scope, id: string): Promise<void> {
  await sql`update agents set deactivated_at = now(), credential_hash = null where organization_id = ${scope.organizationId} and id = ${id}`.execute(
    tx,
  )
  // A code given out before would bring it back.
  await sql`delete from agent_activation_codes where organization_id = ${scope.organizationId} and agent_id = ${id}`.execute(tx)
}

/** Ends the credential of an agent, and any code for another. */
export async function revokeCredential(tx: Tx, scope: Scope, id: string): Promise<void> {
  await sql`update agents set credential_hash = null, instance = null, instance_heard_at = null
    where organization_id = ${scope.organizationId} and id = ${id}`.execute(tx)
  await sql`delete from agent_activation_codes where organization_id = ${scope.organizationId} and agent_id = ${id}`.execute(tx)
}

export async function deleteAgent(tx: Tx, scope: Scope, id: string): Promise<void> {
  await sql`delete from agents where organization_id = ${scope.organizationId} and id = ${id}`.execute(tx)
}

/** Notes that an agent was heard, its version, and how far its clock is off. */
interface Heartbeat {
  version: string
  skewMilliseconds: number
  diskTrouble: string | null
  plainHttp: boolean
}

export async function noteHeartbeat(
  tx: Tx,
  scope: Scope,
  agentId: string,
  { version, skewMilliseconds, diskTrouble, plainHttp }: Heartbeat,
) {
  return firstRow(
    tx,
    sql<{ revision: number; serverTime: string; deliveredThrough: number }>`update agents set last_contact_at = now(), version = ${version},
      clock_skew_milliseconds = ${Math.round(skewMilliseconds)}, disk_trouble = ${diskTrouble}::text, plain_http = ${plainHttp},
      disk_trouble_since = case when ${diskTrouble}::text is not null then coalesce(disk_trouble_since, now()) end
      where organization_id = ${scope.organizationId} and id = ${agentId}
      returning configuration_revision as revision, now() as "serverTime", delivered_through as "deliveredThrough"`,
  )
}

export async function lockAgent(tx: Tx, scope: Scope, agentId: string): Promise<void> {
  await sql`select from agents where organization_id = ${scope.organizationId} and id = ${agentId} for update`.execute(tx)
}

interface ReportingAgentRow {
  deliveredThrough: number
  enrollsAtOnce: boolean
  discoveryRequestedAt: string | null
  clockSkew: number
  /** its earlier reports follow an older configuration than its current one; null for an agent that never fetched any */
  followsSince: string | null
}

/** What a report is received by; locked, so that reports of one agent come one after the other. Undefined when the agent was deleted. */
export function lockReportingAgent(tx: Tx, scope: Scope, agentId: string) {
  return firstRow(
    tx,
    sql<ReportingAgentRow>`
      select delivered_through as "deliveredThrough", enrolls_at_once as "enrollsAtOnce", discovery_requested_at as "discoveryRequestedAt",
        coalesce(clock_skew_milliseconds, 0) as "clockSkew",
        case when fetched_revision = configuration_revision then fetched_at when fetched_revision is not null then now() end as "followsSince"
      from agents where organization_id = ${scope.organizationId} and id = ${agentId} for no key update`,
  )
}

export async function noteDelivered(tx: Tx, scope: Scope, agentId: string, deliveredThrough: number): Promise<number> {
  await sql`update agents set delivered_through = ${deliveredThrough}, last_contact_at = now()
    where organization_id = ${scope.organizationId} and id = ${agentId}`.execute(tx)
  return deliveredThrough
}

/** Notes how many new printers an agent has registered today, and the last that it may not register. */
export async function noteNewPrinters(
  tx: Tx,
  scope: Scope,
  agentId: string,
  { registered, registeredByName }: { registered: number; registeredByName: number },
  refused: { address: string; reason: string } | undefined,
): Promise<void> {
  await sql`update agents set new_printers_day = (now() at time zone 'UTC')::date, new_printers = ${registered},
      new_printers_by_name = ${registeredByName},
      refused_at = case when ${refused !== undefined} then now() else refused_at end,
      refused_address = coalesce(${refused?.address ?? null}::text, refused_address),
      refused_reason = coalesce(${refused?.reason ?? null}::text, refused_reason)
    where organization_id = ${scope.organizationId} and id = ${agentId}`.execute(tx)
}

export async function finishWork(tx: Tx, scope: Scope, agentId: string, done: { workId: string; printersFound: number }[]): Promise<void> {
  if (done.length === 0) return
  await sql`update agent_work w set done_at = now(), printers_found = d.found
    from unnest(${done.map((d) => d.workId)}::uuid[], ${done.map((d) => d.printersFound)}::bigint[]) as d (id, found)
    where w.organization_id = ${scope.organizationId} and w.agent_id = ${agentId} and w.id = d.id`.execute(tx)
}

/** Exchanges a code for a credential, which comes before any scope; undefined when the code is not valid. */
export function exchangeActivationCode(db: Db, request: { codeHash: string; credentialHash: string; version: string; hostName: string }) {
  return firstRow(
    db,
    sql<{ organizationId: string; agentId: string; name: string }>`select organization_id as "organizationId", agent_id as "agentId", name
      from use_activation_code(${request.codeHash}, ${request.credentialHash}, ${request.version}, ${request.hostName})`,
  )
}

export interface ClaimedAgent {
  organizationId: string
  agentId: string
  name: string
  deactivated: boolean
  /** whether the credential is this installation's: not so while another one that carries it is heard, which is a copied folder */
  claimed: boolean
}

/** The agent of a credential, which comes before any scope; and whether the credential is that of this installation from now on. */
export function claimByCredential(db: Db, credentialHash: string, instance: string): Promise<ClaimedAgent | undefined> {
  return firstRow(
    db,
    sql<ClaimedAgent>`select organization_id as "organizationId", agent_id as "agentId", name, deactivated, claimed
      from claim_agent(${credentialHash}, ${instance})`,
  )
}

/** Notes which configuration an agent has fetched: its later reports follow that one. */
export async function noteFetched(tx: Tx, scope: Scope, agentId: string, revision: number): Promise<void> {
  await sql`update agents set fetched_revision = ${revision}, fetched_at = now() where organization_id = ${scope.organizationId} and id = ${agentId}`.execute(
    tx,
  )
}
