import { sql } from 'kysely'
import type { Logger } from 'pino'
import { type Db, faultOf, firstRow, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { findUnstorable } from '../../platform/text.ts'
import { recordSightings, recordSilences } from '../printers/record-readings.command.ts'
import { Problem } from '../problems.ts'
import { ReportItem } from './agent-protocol.api.ts'
import { fetchWork, noteHeartbeat } from './agents.store.ts'

/** An agent says that it lives, and fetches what is asked of it. */
export function hearAgent(db: Db, scope: Scope, agentId: string, beat: { version: string; clock: string }) {
  return inScope(db, scope, async (tx) => {
    const heard = await noteHeartbeat(tx, scope, agentId, beat.version, Date.parse(beat.clock) - Date.now())
    const work = await fetchWork(tx, scope, agentId)
    return { serverTime: heard!.serverTime, configurationRevision: heard!.revision, work }
  })
}

interface Item {
  sequence: number
}

interface Received {
  deliveredThrough: number
  setAside: { sequence: number; reason: string }[]
}

/**
 * Takes a report: each item once, in the order of its numbers, whatever was sent before.
 * @rule agents/each-item-once  The server ignores what it has; one bad item is set aside and never costs the others.
 */
export function receiveReport(db: Db, scope: Scope, agentId: string, items: Item[], log: Logger): Promise<Received> {
  const once = new Map(items.map((item) => [item.sequence, item]))
  const inOrder = [...once.values()].sort((a, b) => a.sequence - b.sequence)
  return receive({ db, scope, agentId, log }, inOrder)
}

interface Receiver {
  db: Db
  scope: Scope
  agentId: string
  log: Logger
}

const TRIES = 3

// What the database does not take is found by halving. A single item is tried again before it is set aside: two agents that enrol one printer at
// the same moment get into each other's way once.
async function receive(receiver: Receiver, items: Item[], tries = 1): Promise<Received> {
  try {
    return await inScope(receiver.db, receiver.scope, (tx) => recordItems(tx, receiver, items))
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined || (fault === 'conflict' && tries >= TRIES)) throw error
    if (fault === 'conflict' || (items.length === 1 && tries < TRIES)) return receive(receiver, items, tries + 1)
    if (items.length === 1) return setAside(receiver, items[0]!, error)
    const middle = Math.ceil(items.length / 2)
    const first = await receive(receiver, items.slice(0, middle))
    const second = await receive(receiver, items.slice(middle))
    return { deliveredThrough: second.deliveredThrough, setAside: [...first.setAside, ...second.setAside] }
  }
}

function setAside({ db, scope, agentId, log }: Receiver, { sequence }: Item, err: unknown): Promise<Received> {
  log.error({ err, agentId, sequence }, 'an item of a report could not be kept')
  return inScope(db, scope, async (tx) => {
    const { deliveredThrough } = await lockAgent(tx, scope, agentId)
    const reason = 'The server could not keep this item.'
    return {
      deliveredThrough: await noteDelivered(tx, scope, agentId, Math.max(deliveredThrough, sequence)),
      setAside: [{ sequence, reason }],
    }
  })
}

async function recordItems(tx: Tx, { scope, agentId }: Receiver, items: Item[]): Promise<Received> {
  const agent = await lockAgent(tx, scope, agentId)
  const owner = { agentId, ...agent }
  const fresh = items.filter((item) => item.sequence > agent.deliveredThrough)
  const read = fresh.map((item) => ({ sequence: item.sequence, ...readItem(item) }))
  const good = read.flatMap(({ item }) => item ?? [])
  const readings = good.filter((item) => item.kind === 'reading')
  await recordSightings(tx, scope, owner, readings)
  const silences = good.filter((item) => item.kind === 'no-reading')
  await recordSilences(tx, scope, owner, silences, readings)
  const done = good.filter((item) => item.kind === 'work-done')
  await finishWork(tx, scope, agentId, done)
  const deliveredThrough = Math.max(agent.deliveredThrough, ...fresh.map((item) => item.sequence))
  await noteDelivered(tx, scope, agentId, deliveredThrough)
  return { deliveredThrough, setAside: read.flatMap(({ sequence, reason }) => (reason ? [{ sequence, reason }] : [])) }
}

function readItem(item: Item): { item?: ReportItem; reason?: string } {
  const read = ReportItem.safeParse(item)
  if (!read.success) return { reason: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') }
  const field = findUnstorable(read.data)
  return field === undefined ? { item: read.data } : { reason: `${field}: The text holds a NUL or half a character.` }
}

async function lockAgent(tx: Tx, scope: Scope, agentId: string) {
  const row = await firstRow(
    tx,
    sql<{ deliveredThrough: number; enrollsAtOnce: boolean; discoveryRequestedAt: string | null; clockSkew: number }>`
      select delivered_through as "deliveredThrough", enrolls_at_once as "enrollsAtOnce", discovery_requested_at as "discoveryRequestedAt",
        coalesce(clock_skew_milliseconds, 0) as "clockSkew"
      from agents where organization_id = ${scope.organizationId} and id = ${agentId} for no key update`,
  )
  if (!row) throw new Problem('not-found', 'The agent was deleted.')
  return row
}

async function noteDelivered(tx: Tx, scope: Scope, agentId: string, deliveredThrough: number): Promise<number> {
  await sql`update agents set delivered_through = ${deliveredThrough}, last_contact_at = now()
    where organization_id = ${scope.organizationId} and id = ${agentId}`.execute(tx)
  return deliveredThrough
}

async function finishWork(tx: Tx, scope: Scope, agentId: string, done: { workId: string; printersFound: number }[]) {
  if (done.length === 0) return
  await sql`update agent_work w set done_at = now(), printers_found = d.found
    from unnest(${done.map((d) => d.workId)}::uuid[], ${done.map((d) => d.printersFound)}::bigint[]) as d (id, found)
    where w.organization_id = ${scope.organizationId} and w.agent_id = ${agentId} and w.id = d.id`.execute(tx)
}
