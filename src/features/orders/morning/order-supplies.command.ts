import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { modelName } from '../../supplies/catalogue/cartridges.ts'
import { findFitting } from '../../supplies/catalogue/catalogue.queries.ts'
import { readFleet } from '../../supplies/states/supply-states.queries.ts'
import type { OrderState } from '../order-states.ts'
import { insertOrders } from '../orders.store.ts'
import { dateOfDay, holidaysAround, type Place, workingMorning } from '../places.ts'
import { readRules } from '../rules/order-rules.queries.ts'
import type { KeptRule } from '../rules/order-rules.ts'
import { newLine } from './holds.ts'
import { forgetForecasts, keepSamples, writeOutlooks } from './outlooks.store.ts'
import { type MorningFacts, planOrders, type WantedLine } from './plan-orders.ts'
import { listPlaces, readLeadTimes, readMonth, readOrderedBefore, readPortion } from './portion.queries.ts'
import type { Portion, PortionPrinter } from './portion.ts'
import { advanceRound, forgetRounds, isRoundDone, lockRound, type Round } from './rounds.store.ts'

/**
 * The morning's orders: for each place where a working morning has come, its addresses one portion after the other, each in a transaction with its orders, decisions and
 * how far it came. A server that dies leaves whole portions; the next one goes on from there, and two at once take turns.
 * @rule orders/every-working-morning  Orders are made on every working morning of an address, once: not on Saturdays, Sundays and public holidays.
 */
export async function orderSupplies(db: Db, scope: Scope, now: Date, signal?: AbortSignal): Promise<void> {
  const places = await inScope(db, scope, async (tx) => {
    await forgetRounds(tx)
    await forgetForecasts(tx)
    return listPlaces(tx)
  })
  for (const place of places) {
    const today = workingMorning(place.country, place.state === '' ? null : place.state, now)
    if (today === undefined) continue
    const round = { ...place, day: dateOfDay(today) }
    if (await inScope(db, scope, (tx) => isRoundDone(tx, round))) continue
    for (let more = true; more && !signal?.aborted; ) more = await inScope(db, scope, (tx) => orderPortion(tx, round, today))
  }
}

async function orderPortion(tx: Tx, round: Round, today: number): Promise<boolean> {
  const position = await lockRound(tx, round)
  if (!position) return false
  const portion = await readPortion(tx, round, position.after)
  const made = await decideAndOrder(
    tx,
    portion,
    await readMorning(tx, { country: round.country, state: round.state || null }, today, portion.printers),
    'Morning',
  )
  const held = made.filter(({ state }) => state === 'held').length
  await advanceRound(tx, round, portion.last, { printers: portion.printers.length, ordered: made.length - held, held })
  return portion.last !== null
}

/** What is decided by at a place on a day, beside the printers themselves. */
export async function readMorning(
  tx: Tx,
  place: Place,
  today: number,
  printers: PortionPrinter[],
  rules?: readonly KeptRule[],
): Promise<MorningFacts> {
  const models = [
    ...new Map(printers.map(({ manufacturer, model }) => [modelName({ manufacturer, model }), { manufacturer, model }])).values(),
  ]
  return {
    today,
    holidays: holidaysAround(place, today),
    rules: rules ?? (await readRules(tx)),
    fleet: await readFleet(tx),
    leadTimes: await readLeadTimes(tx, [...new Set(printers.map(({ organizationId }) => organizationId))]),
    fitting: await findFitting(tx, models),
  }
}

/** Decides about the supplies of whole addresses, keeps the decisions, and makes the orders. */
export async function decideAndOrder(
  tx: Tx,
  portion: Pick<Portion, 'printers' | 'lines' | 'spares'>,
  facts: MorningFacts,
  by: string,
  only: (line: WantedLine) => boolean = () => true,
): Promise<{ lineId: string; orderId: string; printerId: string; supply: string; state: OrderState }[]> {
  const { wanted, outlooks } = planOrders(portion, facts)
  const chosen = wanted.filter(only)
  const lines = await linesOf(tx, chosen, facts)
  const made = await insertOrders(tx, lines, { kind: 'rule', name: by })
  markHeld(outlooks, lines)
  await writeOutlooks(tx, outlooks)
  await keepSamples(tx, outlooks, dateOfDay(facts.today))
  return made
}

/** The lines that are made of what is wanted, each looked at for anything odd. */
export async function linesOf(tx: Tx, wanted: WantedLine[], facts: MorningFacts) {
  const keys = wanted.map(({ printer, supply }) => ({
    organizationId: printer.organizationId,
    printerId: printer.printerId,
    supply: supply.key,
  }))
  const isLimited = wanted.some(({ rule }) => rule.monthCartridges !== null || rule.monthCostCents !== null)
  const month = isLimited
    ? await readMonth(tx, keys, `${dateOfDay(facts.today).slice(0, 8)}01`)
    : { cartridges: new Map(), cents: new Map() }
  const holdFacts = { today: facts.today, ordered: await readOrderedBefore(tx, keys), month, fitting: facts.fitting }
  return wanted.map((line) => newLine(line, holdFacts))
}

function markHeld(outlooks: ReturnType<typeof planOrders>['outlooks'], lines: Awaited<ReturnType<typeof linesOf>>): void {
  const held = new Map(lines.filter(({ hold }) => hold !== null).map((line) => [`${line.printerId} ${line.supply}`, line]))
  if (held.size === 0) return
  for (const { printerId, supplies } of outlooks)
    for (const supply of supplies) {
      const line = held.get(`${printerId} ${supply.supply}`)
      if (line) Object.assign(supply, { decision: 'held', sentence: line.reason })
    }
}
