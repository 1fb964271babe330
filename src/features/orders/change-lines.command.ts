import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { noteBounced } from './bounced-addresses.store.ts'
import { type ActorKind, actOf, ORDER_ACTS, ORDER_STATES, type OrderAct, stateAfter, whyNotAct } from './order-states.ts'
import type { LineOutcomes } from './orders.api.ts'
import { countDeliveries, type LineValues, type LockedLine, lockLines, type WrittenChange, writeChanges } from './orders.store.ts'
import { workingDaysOnTheWay } from './places.ts'
import { replaceDefective } from './replace-defective.command.ts'

/** One act on one line. */
export interface LineChange {
  lineId: string
  act: OrderAct
  reason: string
  details?: Record<string, unknown>
  values?: LineValues
}

export interface Actor {
  kind: ActorKind
  /** the person, the rule, the supplier */
  name: string
}

export interface LineOutcome {
  lineId: string
  done: boolean
  message: string
}

/**
 * Does acts on lines in the caller's transaction, under lock: each as the table of states allows it, with its event and what readers outside are given; one outcome
 * for each. A line that is named twice has the acts one after the other.
 * @rule orders/changes-are-handed-on  Each change of a line stands in one outbox table, written in the transaction of the change.
 */
export async function changeLines(tx: Tx, scope: Scope, changes: LineChange[], actor: Actor): Promise<LineOutcome[]> {
  const locked = new Map((await lockLines(tx, scope, [...new Set(changes.map(({ lineId }) => lineId))])).map((line) => [line.id, line]))
  const written: WrittenChange[] = []
  const delivered: LockedLine[] = []
  const defective: LockedLine[] = []
  const outcomes = changes.map(({ lineId, act, reason, details, values = {} }): LineOutcome => {
    const line = locked.get(lineId)
    if (!line) return { lineId, done: false, message: 'There is no such order line here.' }
    const why = whyNotAct(act, line, actor.kind)
    if (why) return { lineId, done: false, message: why }
    const to = stateAfter(act, line.state)
    const hold = to === 'held' ? { hold: values.hold ?? ('by-hand' as const) } : {}
    written.push({
      organizationId: line.organizationId,
      lineId,
      act,
      from: line.state,
      to,
      reason: reason || actOf(act).label,
      details: details ?? null,
      ending: actOf(act).ending ?? null,
      values: { ...values, ...hold },
    })
    if (act === 'claim-defective' && line.state === 'installed') defective.push({ ...line })
    if (act === 'deliver' && line.state !== 'lost') delivered.push({ ...line })
    line.state = to
    return { lineId, done: true, message: ORDER_STATES[to] }
  })
  for (const round of roundsOf(written)) await writeChanges(tx, round, actor)
  await noteBounced(tx, written)
  await replaceDefective(tx, scope, defective)
  await countDeliveries(
    tx,
    delivered.flatMap(({ organizationId, orderedOn, place }) =>
      orderedOn === null ? [] : [{ organizationId, workingDays: workingDaysOnTheWay(orderedOn, new Date(), place) }],
    ),
  )
  return outcomes
}

// One statement changes a line once.
function roundsOf(changes: WrittenChange[]): WrittenChange[][] {
  const rounds: WrittenChange[][] = []
  const seen = new Map<string, number>()
  for (const change of changes) {
    const round = seen.get(change.lineId) ?? 0
    seen.set(change.lineId, round + 1)
    rounds[round] ??= []
    rounds[round].push(change)
  }
  return rounds
}

/** A person acts on lines: in one organization as customer, over all as provider. */
export function actOnLines(
  db: Db,
  scope: Scope,
  { act, reason, lineIds }: { act: OrderAct; reason?: string; lineIds: string[] },
): Promise<LineOutcomes> {
  if (actOf(act).needsReason && !reason)
    throw new Problem('reason-missing', 'State a reason.', { faults: [{ field: 'reason', message: `Required to: ${actOf(act).label}.` }] })
  const kind = scope.reach === 'provider' ? 'provider' : 'customer'
  return inScope(db, scope, async (tx) => {
    const changes = [...new Set(lineIds)].map((lineId) => ({ lineId, act, reason: reason ?? '' }))
    const outcomes = await changeLines(tx, scope, changes, { kind, name: scope.actor.name })
    const done = outcomes.filter((outcome) => outcome.done)
    if (done.length > 0) {
      const subject = `${done.length} ${done.length === 1 ? 'order line' : 'order lines'}`
      const after = { lines: done.slice(0, 20).map(({ lineId }) => lineId) }
      await recordAct(tx, scope, { act: `Supply orders: ${ORDER_ACTS[act].label}`, subject, reason: reason ?? null, after })
    }
    return { done: done.length, outcomes }
  })
}
