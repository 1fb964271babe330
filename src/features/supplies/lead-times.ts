import { type Holidays, workingDayAfter } from './working-days.ts'

/** How long parcels were on their way: how many took one working day, two, and so on, for the fleet and for each customer. To be stored as it is. */
export interface LeadTimes {
  fleet: number[]
  customers: Record<string, number[]>
}

/** The share of parcels that arrive after so many working days. */
export interface LeadTime {
  workingDays: number
  share: number
}

const LONGEST = 25
/** Before anything was delivered: most parcels take two to four working days. */
const GUESS = [0, 0.15, 0.3, 0.25, 0.15, 0.1, 0.05]
const GUESS_WEIGHT = 10
/** A customer's own deliveries count for half once there are so many. */
const FLEET_WEIGHT = 6

export const noLeadTimes = (): LeadTimes => ({ fleet: [], customers: {} })

/** Adds one delivery, in place. */
export function addDelivery(times: LeadTimes, customer: string, workingDays: number): void {
  const days = Math.min(LONGEST, Math.max(0, Math.round(workingDays)))
  times.customers[customer] ??= []
  for (const counts of [times.fleet, times.customers[customer]]) {
    while (counts.length <= days) counts.push(0)
    counts[days]! += 1
  }
}

/** Adds what another batch saw, in place. */
export function mergeLeadTimes(into: LeadTimes, other: LeadTimes): void {
  addCounts(into.fleet, other.fleet)
  for (const [customer, counts] of Object.entries(other.customers)) {
    into.customers[customer] ??= []
    addCounts(into.customers[customer], counts)
  }
}

/** What to expect of the next parcel to a customer: its own deliveries, shrunk to the fleet's. */
export function leadTimeOf(times: LeadTimes, customer: string): LeadTime[] {
  const fleet = shrunk(times.fleet, GUESS, GUESS_WEIGHT)
  const own = shrunk(times.customers[customer] ?? [], fleet, FLEET_WEIGHT)
  return own.flatMap((share, workingDays) => (share > 0 ? [{ workingDays, share }] : []))
}

/** The day by which a parcel ordered on a day arrives with this chance. */
export function arrivalBy(lead: readonly LeadTime[], day: number, chance: number, holidays: Holidays): number {
  let sum = 0
  for (const { workingDays, share } of lead) {
    sum += share
    if (sum >= chance) return workingDayAfter(day, workingDays, holidays)
  }
  return workingDayAfter(day, lead.at(-1)?.workingDays ?? 0, holidays)
}

function addCounts(into: number[], other: readonly number[]): void {
  for (const [i, count] of other.entries()) into[i] = (into[i] ?? 0) + count
}

function shrunk(counts: readonly number[], towards: readonly number[], weight: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0) + weight
  return Array.from({ length: Math.max(counts.length, towards.length) }, (_, i) => ((counts[i] ?? 0) + weight * (towards[i] ?? 0)) / total)
}
