import type { CartridgeKind } from '../../supplies/catalogue/cartridges.ts'
import { daysLeftOf } from '../../supplies/days-left.ts'
import { basisSentence, daysLeftWords } from '../../supplies/explain.ts'
import type { Fleet } from '../../supplies/fleet.ts'
import type { FollowedSupply } from '../../supplies/states/followed-supplies.ts'
import { dateOfDay } from '../places.ts'

/** What was decided about a supply last, as it is stored and shown. */
export interface SupplyOutlook {
  supply: string
  name: string
  kind: CartridgeKind
  color: string | null
  part: string | null
  family: string
  cartridgeId: string | null
  forecast: {
    endsFrom: string
    endsMiddle: string
    endsTo: string
    words: string
    basis: string
    percent: number
    pagesPerWeekday: number
  } | null
  decision: 'order' | 'along' | 'wait' | 'covered' | 'unknown' | 'held'
  sentence: string
  dueOn: string | null
  rule: string
}

export interface PrinterOutlook {
  organizationId: string
  printerId: string
  /** of the supply that ends first; null where nothing is known */
  endsFrom: string | null
  endsTo: string | null
  supplies: SupplyOutlook[]
}

/**
 * The forecast of a supply, in days of its place: one for lists, pages, API and orders.
 * @rule supplies/one-forecast  There is one forecast for a supply, wherever it is shown.
 */
export function forecastOn(supply: FollowedSupply, model: string, fleet: Fleet, today: number): SupplyOutlook['forecast'] {
  const facts = { part: supply.family, model, step: supply.step, yieldPages: supply.yieldPages }
  const left = daysLeftOf(supply.state, facts, fleet, today)
  if (!left) return null
  const { percent, pagesPerWeekday } = left.basis
  return {
    endsFrom: dateOfDay(today + Math.floor(left.from)),
    endsMiddle: dateOfDay(today + Math.round(left.middle)),
    endsTo: dateOfDay(today + Math.ceil(left.to)),
    words: daysLeftWords(left),
    basis: basisSentence(left.basis),
    percent: Math.round(percent * 10) / 10,
    pagesPerWeekday: Math.round(pagesPerWeekday * 10) / 10,
  }
}

/** The outlook of a printer: its supplies, and which of them ends first. */
export function printerOutlook(organizationId: string, printerId: string, supplies: SupplyOutlook[]): PrinterOutlook {
  const ends = supplies.flatMap(({ forecast }) => forecast ?? [])
  const first = ends.toSorted((a, b) => (a.endsTo < b.endsTo ? -1 : 1))[0]
  return { organizationId, printerId, endsFrom: first?.endsFrom ?? null, endsTo: first?.endsTo ?? null, supplies }
}
