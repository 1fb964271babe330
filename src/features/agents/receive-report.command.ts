import { sql } from 'kysely'
import { type Db, firstRow, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordSightings, recordSilences } from '../printers/record-readings.command.ts'
import { ReportItem } from './agent-protocol.api.ts'
import { fetchWork, noteHeartbeat } from './agents.store.ts'

// A NUL is the one character that PostgreSQL cannot keep.
const StoredItem = ReportItem.refine((item) => !JSON.stringify(item).includes('\\u0000'), 'A text holds a NUL character.')

/** An agent says that it lives, and fetches what is asked of it. */
export function hearAgent(db: Db, scope: Scope, agentId: string, beat: { version: string; clock: string }) {
  return inScope(db, scope, async (tx) => {
    const heard = await noteHeartbeat(tx, scope, agentId, beat.version, beat.clock)
    const work = await fetchWork(tx, scope, agentId)
    return { serverTime: heard!.serverTime, configurationRevision: heard!.revision, work }
  })
}

/**
 * Takes a report: each item once, in the order of its numbers, whatever was sent before.
 * @rule agents/each-item-once  The server ignores what it has; one bad item is set aside and never costs the others.
 */
export function receiveReport(db: Db, scope: Scope, agentId: string, items: { sequence: number }[]) {
  return inScope(db, scope, async (tx) => {
    const agent = await lockAgent(tx, scope, agentId)
    const fresh = items.filter((item) => item.sequence > agent.deliveredThrough).sort((a, b) => a.sequence - b.sequence)
    const read = fresh.map((item) => ({ sequence: item.sequence, parsed: StoredItem.safeParse(item) }))
    const good = read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : []))
    const setAside = read.flatMap(({ sequence, parsed }) =>
      parsed.success ? [] : [{ sequence, reason: parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ') }],
    )
    const owner = { agentId, ...agent }
    await recordSightings(
      tx,
      scope,
      owner,
      good.filter((item) => item.kind === 'reading'),
    )
    await recordSilences(
      tx,
      scope,
      agentId,
      good.filter((item) => item.kind === 'no-reading'),
    )
    await finishWork(
      tx,
      scope,
      agentId,
      good.filter((item) => item.kind === 'work-done'),
    )
    const deliveredThrough = Math.max(agent.deliveredThrough, ...fresh.map((item) => item.sequence))
    await sql`update agents set delivered_through = ${deliveredThrough}, last_contact_at = now()
      where organization_id = ${scope.organizationId} and id = ${agentId}`.execute(tx)
    return { deliveredThrough, setAside }
  })
}

async function lockAgent(tx: Tx, scope: Scope, agentId: string) {
  const row = await firstRow(
    tx,
    sql<{ deliveredThrough: number; enrollsAtOnce: boolean; discoveryRequestedAt: string | null; clockSkew: number }>`
      select delivered_through as "deliveredThrough", enrolls_at_once as "enrollsAtOnce", discovery_requested_at as "discoveryRequestedAt",
        coalesce(clock_skew_milliseconds, 0) as "clockSkew"
      from agents where organization_id = ${scope.organizationId} and id = ${agentId} for update`,
  )
  return row!
}

async function finishWork(tx: Tx, scope: Scope, agentId: string, done: { workId: string; printersFound: number }[]) {
  if (done.length === 0) return
  await sql`update agent_work w set done_at = now(), printers_found = d.found
    from unnest(${done.map((d) => d.workId)}::uuid[], ${done.map((d) => d.printersFound)}::int[]) as d (id, found)
    where w.organization_id = ${scope.organizationId} and w.agent_id = ${agentId} and w.id = d.id`.execute(tx)
}
