import { chanceEmptyBy, chancesOf, quantilesOf } from './days-left.ts'
import type { Fleet } from './fleet.ts'
import { arrivalBy, type LeadTime, type LeadTimes, leadTimeOf } from './lead-times.ts'
import { countedOf, type Estimate, estimateOf, type SupplyFacts, type SupplyState, saysWords } from './supply-state.ts'
import { type Holidays, workingDayAfter } from './working-days.ts'

/** What to order this morning, and why: one decision a supply. */

/** When a supply is due. */
export type Due =
  /** waiting one more working day risks more than `limit` (0 to 1) of running out before the parcel arrives */
  | { kind: 'risk'; limit: number }
  | { kind: 'level'; percent: number }
  | { kind: 'days'; days: number }
  | { kind: 'level-or-days'; percent: number; days: number }
  | { kind: 'level-and-days'; percent: number; days: number }

/** A rule in a few words. */
export function dueName(due: Due): string {
  const level = 'percent' in due ? `${due.percent} %` : ''
  const days = 'days' in due ? `${due.days} days` : ''
  if (due.kind === 'risk') return `a risk of ${100 * due.limit} %`
  return [level, days].filter((part) => part !== '').join(due.kind === 'level-and-days' ? ' and ' : ' or ')
}

export interface Rule {
  due: Due
  /** a parcel takes along what falls due at its address within so many working days; 0: nothing */
  alongWorkingDays: number
}

/** A parcel takes along what would be ordered later, when its chance of being empty before it came then is greater. */
const ALONG_RISK = 0.13

export const DEFAULT_RULE: Rule = { due: { kind: 'risk', limit: 0.01 }, alongWorkingDays: 20 }

/** One supply of a printer in the program. */
export interface Candidate {
  supply: string
  /** in words, such as Cyan */
  name: string
  /** what is ordered for one address goes in one parcel */
  address: string
  customer: string
  facts: SupplyFacts
  state: SupplyState
}

/** Cartridges of a part for an address: ordered and not delivered yet; delivered and not installed yet. */
export interface Stock {
  onTheWay: number
  shelf: number
}

/** The key of the stock that a supply is filled from. */
export const stockKey = ({ address, facts }: Pick<Candidate, 'address' | 'facts'>): string => `${address}\n${facts.part}`

export interface Figures {
  /** left now, in percent; as estimated */
  percent: number
  pagesPerWeekday: number
  /** of running out before a parcel ordered on the next working day arrives */
  risk: number
}

export type Reason =
  | ({ kind: 'due'; due: Due; daysLeft?: number } & Figures)
  | ({ kind: 'along'; dueBy: number } & Figures)
  | ({ kind: 'not-due'; due: Due; daysLeft?: number } & Figures)
  | ({ kind: 'covered'; by: 'on-the-way' | 'shelf' } & Figures)
  | { kind: 'never-read' }

export interface Decision {
  supply: string
  name: string
  address: string
  part: string
  order: boolean
  /** the second and later cartridge that the same supply needs */
  cartridge: number
  reason: Reason
}

export interface Circumstances {
  rule: (candidate: Candidate) => Rule
  stock: ReadonlyMap<string, Stock>
  fleet: Fleet
  leadTimes: LeadTimes
  holidays: Holidays
}

interface Need extends Figures {
  candidate: Candidate
  estimate: Estimate
  cartridge: number
  due: boolean
  rule: Rule
  daysLeft?: number
  lead: LeadTime[]
}

/** How long parcels to a customer take, and when one ordered on the next working day arrives: the latest first. */
interface Delivery {
  lead: LeadTime[]
  arrivals: { share: number; day: number }[]
}

function deliveryTo(customer: string, today: number, { leadTimes, holidays }: Circumstances): Delivery {
  const lead = leadTimeOf(leadTimes, customer)
  const orderedOn = workingDayAfter(today, 1, holidays)
  const arrivals = lead.map(({ workingDays, share }) => ({ share, day: workingDayAfter(orderedOn, workingDays, holidays) }))
  return { lead, arrivals: arrivals.reverse() }
}

/**
 * Decides for whole addresses: all supplies of an address belong into one call.
 * @param today a working day, as a whole number (working-days.ts); its readings are those up to this morning
 */
export function decideOrders(candidates: readonly Candidate[], today: number, circumstances: Circumstances): Decision[] {
  const known = candidates.filter(({ state }) => state.levelDay !== null)
  const needs = needsOf(known, today, circumstances)
  const open: Need[] = []
  const decisions: Decision[] = []
  for (const [key, list] of Map.groupBy(needs, ({ candidate }) => stockKey(candidate))) {
    const { onTheWay, shelf } = circumstances.stock.get(key) ?? { onTheWay: 0, shelf: 0 }
    const sorted = list.toSorted((one, other) => other.risk - one.risk || one.estimate.percent - other.estimate.percent)
    for (const [i, need] of sorted.entries()) {
      if (i >= onTheWay + shelf) open.push(need)
      else if (need.cartridge === 1)
        decisions.push(decision(need, false, { kind: 'covered', by: i < shelf ? 'shelf' : 'on-the-way', ...figures(need) }))
    }
  }
  for (const list of Map.groupBy(open, ({ candidate }) => candidate.address).values())
    decisions.push(...decideAddress(list, today, circumstances))
  for (const candidate of candidates) {
    if (candidate.state.levelDay !== null) continue
    const { supply, name, address, facts } = candidate
    decisions.push({ supply, name, address, part: facts.part, order: false, cartridge: 1, reason: { kind: 'never-read' } })
  }
  return decisions
}

/** What of an address is neither on its way nor on the shelf: what is due goes, and takes along what soon will be. */
function decideAddress(open: readonly Need[], today: number, circumstances: Circumstances): Decision[] {
  const goes = open.some(({ due }) => due)
  return open.flatMap((need) => {
    if (need.due) return [decision(need, true, { kind: 'due', due: need.rule.due, ...days(need), ...figures(need) })]
    const dueBy = goes && need.rule.alongWorkingDays > 0 ? dueByOf(need, today, circumstances) : null
    if (dueBy !== null) return [decision(need, true, { kind: 'along', dueBy, ...figures(need) })]
    if (need.cartridge > 1) return []
    return [decision(need, false, { kind: 'not-due', due: need.rule.due, ...days(need), ...figures(need) })]
  })
}

function needsOf(candidates: readonly Candidate[], today: number, circumstances: Circumstances): Need[] {
  const deliveries = new Map<string, Delivery>()
  return candidates.flatMap((candidate) => {
    const delivery = deliveries.get(candidate.customer) ?? deliveryTo(candidate.customer, today, circumstances)
    deliveries.set(candidate.customer, delivery)
    // Where a printer knows but a few words, an order does not wait for the next one: it may never come.
    const standing = saysWords(candidate.facts) ? countedOf : estimateOf
    const estimate = standing(candidate.state, candidate.facts, circumstances.fleet)
    const found: Need[] = []
    for (let cartridge = 1; cartridge <= 3; cartridge++) {
      const need = needOf(candidate, estimate, cartridge, delivery, today, circumstances)
      if (cartridge > 1 && !need.due) break
      found.push(need)
      if (!need.due) break
    }
    return found
  })
}

function needOf(
  candidate: Candidate,
  estimate: Estimate,
  cartridge: number,
  delivery: Delivery,
  today: number,
  circumstances: Circumstances,
): Need {
  const rule = circumstances.rule(candidate)
  const risk = riskOf(candidate, estimate, cartridge - 1, delivery, circumstances.fleet)
  const need: Need = {
    candidate,
    estimate,
    cartridge,
    rule,
    lead: delivery.lead,
    risk,
    percent: Math.min(100, Math.max(0, estimate.percent)),
    pagesPerWeekday: estimate.pagesPerWeekday,
    due: false,
  }
  if ('days' in rule.due) need.daysLeft = quantilesOf(candidate.state, candidate.facts, circumstances.fleet, today)[2]
  need.due = cartridge === 1 || rule.due.kind === 'risk' ? isDue(rule.due, need) : false
  return need
}

function isDue(due: Due, { risk, percent, daysLeft = 0 }: Need): boolean {
  if (due.kind === 'risk') return risk > due.limit
  const byLevel = 'percent' in due && percent <= due.percent
  const byDays = 'days' in due && daysLeft <= due.days
  return due.kind === 'level-and-days' ? byLevel && byDays : byLevel || byDays
}

/** The risk of running out before a parcel arrives that is ordered on the next working day. */
function riskOf(candidate: Candidate, estimate: Estimate, spares: number, { arrivals }: Delivery, fleet: Fleet): number {
  const chanceOn = chancesOf(estimate, candidate.facts, fleet, spares)
  let [risk, left] = [0, 1]
  for (const { share, day } of arrivals) {
    const chance = chanceOn(day)
    if (left * chance < LEAST_RISK) break
    risk += share * chance
    left -= share
  }
  return risk
}
/** Less is not looked at. */
const LEAST_RISK = 0.001

/** The working day on which a supply is likely to be due, when a parcel of today takes it along; else null. */
function dueByOf(need: Need, today: number, circumstances: Circumstances): number | null {
  const { candidate, estimate, rule, lead, cartridge } = need
  const { holidays, fleet } = circumstances
  const isDueAfter = (workingDays: number) => {
    const arrival = arrivalBy(lead, workingDayAfter(today, workingDays, holidays), 0.9, holidays)
    return chanceEmptyBy(estimate, candidate.facts, fleet, arrival, cartridge - 1) > ALONG_RISK
  }
  if (!isDueAfter(rule.alongWorkingDays)) return null
  let [early, late] = [0, rule.alongWorkingDays]
  while (late - early > 1) {
    const middle = (early + late) >> 1
    if (isDueAfter(middle)) late = middle
    else early = middle
  }
  return workingDayAfter(today, late, holidays)
}

const figures = ({ percent, pagesPerWeekday, risk }: Need): Figures => ({ percent, pagesPerWeekday, risk })
const days = ({ daysLeft }: Need) => (daysLeft === undefined ? {} : { daysLeft })

const decision = ({ candidate, cartridge }: Need, order: boolean, reason: Reason): Decision => ({
  supply: candidate.supply,
  name: candidate.name,
  address: candidate.address,
  part: candidate.facts.part,
  order,
  cartridge,
  reason,
})
