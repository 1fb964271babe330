import type { Tx } from '../../../platform/db/database.ts'
import type { Fleet } from '../../supplies/fleet.ts'
import type { LeadTimes } from '../../supplies/lead-times.ts'
import type { Candidate } from '../../supplies/replenishment.ts'
import { readFleet } from '../../supplies/states/supply-states.queries.ts'
import { readLeadTimes } from '../morning/portion.queries.ts'
import { dateOfDay, dayOfDate, holidaysAround } from '../places.ts'
import { asDecisionRule } from '../rules/decision-rule.ts'
import { readRules } from '../rules/order-rules.queries.ts'
import { type KeptRule, type RuleTerms, ruleFor } from '../rules/order-rules.ts'
import { type ReplayRow, readPrices, readReplayAddresses, readReplayChanges, readReplayDays } from './replay.queries.ts'
import { type ReplayContext, ReplayedAddress, type ReplayedSupply, WARM_UP_DAYS } from './replay-address.ts'
import { ASSUMPTIONS, addFigures, type DifferingPrinter, noFigures, type ReplayResult } from './replay-figures.ts'
import { ruleWords } from './replay-rule.ts'

const YEAR = 365
const STRETCH_DAYS = 31
const EXAMPLES = 200

/** Runs a piece of work in a transaction that may read the organization. */
export type Reader = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

interface Facts {
  organizationId: string
  rule: RuleTerms
  rules: readonly KeptRule[]
  fleet: Fleet
  leadTimes: LeadTimes
  /** the days of the year, the last one not included */
  from: number
  until: number
}

/**
 * What a rule would have done over the last year of an organization, beside the rules in use. Addresses are read a few at a time and a month at a time: memory does not grow
 * with the fleet.
 * @rule orders/replay  A rule can be tried on the recorded year of an organization: run-outs, parcels, toner left and cost beside those of the rules in use, and the printers that differ.
 */
export async function replayOrganization(
  read: Reader,
  organizationId: string,
  rule: RuleTerms,
  now: Date,
  { signal, onAddress }: { signal?: AbortSignal; onAddress?: (printers: number) => Promise<void> | void } = {},
): Promise<ReplayResult> {
  const until = dayOfDate(now.toISOString().slice(0, 10))
  const from = until - YEAR
  const facts = await read(async (tx): Promise<Facts> => {
    const [rules, fleet, leadTimes] = [await readRules(tx), await readFleet(tx), await readLeadTimes(tx, [organizationId])]
    return { organizationId, rule, rules, fleet, leadTimes, from, until }
  })
  const result = emptyResult(facts)
  for (let after: string | null = null; ; ) {
    signal?.throwIfAborted()
    const { printers, last }: Awaited<ReturnType<typeof readReplayAddresses>> = await read((tx) =>
      readReplayAddresses(tx, organizationId, after),
    )
    if (last === null) return result
    after = last
    if (printers.length > 0) await replayPortion(read, facts, printers, result, signal)
    await onAddress?.(result.printers + result.withoutReadings)
  }
}

const emptyResult = ({ from, until, rule }: Facts): ReplayResult => ({
  from: dateOfDay(from),
  to: dateOfDay(until - 1),
  printers: 0,
  withoutReadings: 0,
  printerMonths: 0,
  rule: ruleWords(rule),
  tried: noFigures(),
  inUse: noFigures(),
  differing: 0,
  examples: [],
  assumptions: ASSUMPTIONS,
})

async function replayPortion(read: Reader, facts: Facts, printers: ReplayRow[], result: ReplayResult, signal?: AbortSignal): Promise<void> {
  const prices = await read((tx) =>
    readPrices(
      tx,
      printers.flatMap(({ supplies }) => supplies.flatMap(({ cartridgeId }) => cartridgeId ?? [])),
    ),
  )
  const byContact = Map.groupBy(printers, ({ contactId }) => contactId)
  const addresses = [...byContact].map(([contactId, list]) => addressOf(contactId, list, prices, facts))
  const addressOfPrinter = new Map(printers.map(({ printerId }) => [printerId, 0]))
  for (const [i, list] of [...byContact.values()].entries()) for (const { printerId } of list) addressOfPrinter.set(printerId, i)
  const seen = new Set<string>()
  const ids = printers.map(({ printerId }) => printerId)
  for (let from = facts.from; from < facts.until; from += STRETCH_DAYS) {
    signal?.throwIfAborted()
    const until = Math.min(facts.until, from + STRETCH_DAYS)
    const [days, changes] = await read(async (tx) => {
      const stretch = [tx, facts.organizationId, ids, dateOfDay(from), dateOfDay(until)] as const
      return [await readReplayDays(...stretch), await readReplayChanges(...stretch)]
    })
    for (const { printerId } of days) seen.add(printerId)
    const byDay = Map.groupBy(days, ({ day, printerId }) => `${day} ${addressOfPrinter.get(printerId)}`)
    const changed = Map.groupBy(changes, ({ day, printerId }) => `${day} ${addressOfPrinter.get(printerId)}`)
    for (let day = from; day < until; day++)
      for (const [i, address] of addresses.entries()) address.follow(day, byDay.get(`${day} ${i}`) ?? [], changed.get(`${day} ${i}`) ?? [])
  }
  for (const address of addresses) addAddress(result, address)
  result.printers += seen.size
  result.withoutReadings += printers.length - seen.size
  addDiffering(result, addresses, printers)
}

function addressOf(
  contactId: string,
  printers: ReplayRow[],
  prices: ReadonlyMap<string, { cents: number; currency: string }>,
  { organizationId, rule, rules, fleet, leadTimes, from, until }: Facts,
): ReplayedAddress {
  const { country, state, partnerId } = printers[0]!
  const place = { country, state }
  const inUse = new Map<string, ReturnType<typeof asDecisionRule>>()
  const replayed = printers.map(({ printerId, followedModel, modelKey, supplies }) => ({
    printerId,
    model: followedModel,
    supplies: supplies
      .filter(({ kind, cartridgeId }) => kind !== 'other' || cartridgeId !== null)
      .map(({ key, name, kind, color, family, step, yieldPages, cartridgeId }): ReplayedSupply => {
        inUse.set(`${printerId} ${key}`, asDecisionRule(ruleFor(rules, { organizationId, partnerId, contactId, modelKey, kind, color })))
        return { key, name, kind, color, family, step, yieldPages, price: (cartridgeId && prices.get(cartridgeId)) || null }
      }),
  }))
  const tried = asDecisionRule(rule)
  const context: ReplayContext = {
    fleet,
    leadTimes,
    holidays: new Set([...holidaysAround(place, from), ...holidaysAround(place, until)]),
    customer: organizationId,
    countedFrom: from + WARM_UP_DAYS,
    rules: { tried: () => tried, inUse: ({ supply }: Candidate) => inUse.get(supply)! },
  }
  return new ReplayedAddress(`${organizationId} ${contactId}`, replayed, context)
}

function addAddress(result: ReplayResult, address: ReplayedAddress): void {
  addFigures(result.tried, address.tried.figures)
  addFigures(result.inUse, address.inUse.figures)
  result.printerMonths += address.printerDays / (YEAR / 12)
}

function addDiffering(result: ReplayResult, addresses: readonly ReplayedAddress[], printers: readonly ReplayRow[]): void {
  const rows = new Map(printers.map((row) => [row.printerId, row]))
  const none = { cartridges: 0, runOutsFrom: 0, runOutsTo: 0 }
  for (const { tried, inUse } of addresses)
    for (const printerId of new Set([...tried.printers.keys(), ...inUse.printers.keys()])) {
      const [one, other] = [tried.printers.get(printerId) ?? none, inUse.printers.get(printerId) ?? none]
      if (one.cartridges === other.cartridges && one.runOutsTo === other.runOutsTo && one.runOutsFrom === other.runOutsFrom) continue
      result.differing++
      if (result.examples.length >= EXAMPLES) continue
      const { serialNumber, model } = rows.get(printerId)!
      const differing: DifferingPrinter = { printerId, serialNumber, model, tried: one, inUse: other }
      result.examples.push(differing)
    }
}
