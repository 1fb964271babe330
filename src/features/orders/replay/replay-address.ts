import type { CartridgeKind } from '../../supplies/catalogue/cartridges.ts'
import { quantilesOf } from '../../supplies/days-left.ts'
import type { Fleet } from '../../supplies/fleet.ts'
import { noStatistics } from '../../supplies/fleet-statistics.ts'
import type { LeadTimes } from '../../supplies/lead-times.ts'
import { type Candidate, decideOrders, type Rule, stockKey } from '../../supplies/replenishment.ts'
import { observe } from '../../supplies/supply-readings.ts'
import { countedOf, type SupplyState } from '../../supplies/supply-state.ts'
import { type Holidays, isWorkingDay } from '../../supplies/working-days.ts'
import { noFigures, type PrinterOutcome, type ReplayFigures } from './replay-figures.ts'
import { ReplayedStock } from './replayed-stock.ts'

/**
 * A year of one address under two rules: what each would have ordered, given what was read.
 *
 * Open in the specification is what a rule is judged by where people act. We leave the installs where they were, and ask of each whether its cartridge would have been there:
 * the range of run-outs is the range of the forecast at that moment. Each rule has shelves of its own, and both see the same readings through the functions that make the
 * morning's orders.
 */

export interface ReplayedSupply {
  key: string
  name: string
  kind: CartridgeKind
  color: string | null
  family: string
  step: number | null
  yieldPages: number | null
  price: { cents: number; currency: string } | null
}

export interface ReplayedPrinter {
  printerId: string
  model: string
  supplies: ReplayedSupply[]
}

/** What is recorded of a printer for a day: its last reading, and what happened to its supplies. */
export interface ReplayedDay {
  printerId: string
  pages: number | null
  colorPages: number | null
  levels: Record<string, number>
}
export interface ReplayedChange {
  printerId: string
  supply: string
  kind: 'installed' | 'low' | 'no-longer-low' | 'some-left' | 'number-again'
  /** a cartridge that was put in came from the shelf */
  fromShelf: boolean
}

export interface ReplayContext {
  fleet: Fleet
  leadTimes: LeadTimes
  holidays: Holidays
  customer: string
  /** first day that is counted */
  countedFrom: number
  rules: { tried: (candidate: Candidate) => Rule; inUse: (candidate: Candidate) => Rule }
}

interface Followed {
  printerId: string
  supply: ReplayedSupply
  candidate: Candidate
  known: boolean
  followsColor: boolean
  low: boolean
  someLeft: boolean
  /** put in by the records, and not read since */
  recorded: ReplayedChange | null
  installedOn: number
}

interface World {
  rule: (candidate: Candidate) => Rule
  stock: ReplayedStock
  figures: ReplayFigures
  printers: Map<string, PrinterOutcome>
}

export const WARM_UP_DAYS = 30
/** A cartridge that is seen twice within so many days, by its serial number and by its level, is one. */
const SAME_INSTALL_DAYS = 3
const COLORS = new Set(['cyan', 'magenta', 'yellow'])

export class ReplayedAddress {
  readonly tried: World
  readonly inUse: World
  printerDays = 0
  private readonly supplies = new Map<string, Followed>()
  private readonly ofPrinter: Map<string, Followed[]>
  private readonly context: ReplayContext

  constructor(address: string, printers: readonly ReplayedPrinter[], context: ReplayContext) {
    this.context = context
    for (const { printerId, model, supplies } of printers)
      for (const supply of supplies) {
        const id = `${printerId} ${supply.key}`
        const facts = { part: supply.family, model, step: supply.step, yieldPages: supply.yieldPages }
        // Its state comes with its first reading; it is no candidate before.
        const candidate = {
          supply: id,
          name: supply.name,
          address,
          customer: context.customer,
          facts,
          state: undefined as unknown as SupplyState,
        }
        const followsColor = COLORS.has(supply.color ?? '')
        this.supplies.set(id, {
          printerId,
          supply,
          candidate,
          known: false,
          followsColor,
          low: false,
          someLeft: false,
          recorded: null,
          installedOn: Number.NEGATIVE_INFINITY,
        })
      }
    this.ofPrinter = Map.groupBy(this.supplies.values(), (followed) => followed.printerId)
    const world = (rule: World['rule']): World => ({
      rule,
      stock: new ReplayedStock(context.leadTimes, context.customer),
      figures: noFigures(),
      printers: new Map(),
    })
    this.tried = world(context.rules.tried)
    this.inUse = world(context.rules.inUse)
  }

  /** One day, and the morning after it. */
  follow(day: number, readings: readonly ReplayedDay[], changes: readonly ReplayedChange[]): void {
    const morning = day + 1
    for (const world of [this.tried, this.inUse]) world.stock.arrive(morning)
    for (const change of changes) this.note(change)
    for (const reading of readings) {
      if (morning >= this.context.countedFrom) this.printerDays++
      for (const followed of this.ofPrinter.get(reading.printerId) ?? []) this.read(followed, reading, morning)
    }
    if (isWorkingDay(morning, this.context.holidays)) for (const world of [this.tried, this.inUse]) this.order(world, morning)
    if (morning >= this.context.countedFrom) for (const world of [this.tried, this.inUse]) world.figures.shelfDays += world.stock.onShelf
  }

  private note(change: ReplayedChange): void {
    const followed = this.supplies.get(`${change.printerId} ${change.supply}`)
    if (!followed) return
    if (change.kind === 'installed') followed.recorded = change
    else if (change.kind === 'low' || change.kind === 'no-longer-low') followed.low = change.kind === 'low'
    else followed.someLeft = change.kind === 'some-left'
  }

  private read(followed: Followed, reading: ReplayedDay, morning: number): void {
    const { candidate, supply, recorded } = followed
    followed.recorded = null
    const percent = reading.levels[supply.key] ?? null
    const pages = followed.followsColor && reading.colorPages !== null ? reading.colorPages : reading.pages
    const seen = { day: morning, percent, someLeft: percent === null && followed.someLeft, low: followed.low, pages }
    const before = followed.known ? candidate.state : null
    if (!before && percent === null && !seen.someLeft) return
    const { state, replaced } = observe(before, candidate.facts, seen, this.context.fleet, noStatistics())
    candidate.state = state
    followed.known = true
    const isSeen = (replaced || recorded !== null) && morning - followed.installedOn > SAME_INSTALL_DAYS
    if (!before || !isSeen) return
    followed.installedOn = morning
    if (recorded?.fromShelf !== false) for (const world of [this.tried, this.inUse]) this.install(world, followed, before, morning)
  }

  /** A cartridge was put in: was it there? If not, the one that was in would have had to last until its parcel comes. */
  private install(world: World, { candidate, printerId, supply }: Followed, before: SupplyState, morning: number): void {
    const key = stockKey(candidate)
    const estimate = countedOf(before, candidate.facts, this.context.fleet)
    const left = Math.min(100, Math.max(0, estimate.percent))
    let arrival = world.stock.take(key)
    if (arrival === null) arrival = this.send(world, [{ key, printerId, supply }], morning)
    const isCounted = morning >= this.context.countedFrom && morning - before.firstDay >= WARM_UP_DAYS
    if (!isCounted) return
    world.figures.installs++
    const wait = arrival === undefined ? 0 : Math.max(0, arrival - morning)
    const usedMeanwhile = ((wait * 5) / 7) * estimate.pagesPerWeekday * estimate.percentPerPage
    world.figures.tonerLeft += Math.max(0, left - usedMeanwhile) / 100
    if (wait === 0) return
    const [early, , middle, , late] = quantilesOf(before, candidate.facts, this.context.fleet, morning)
    const outcome = outcomeOf(world, printerId)
    for (const counts of [world.figures, outcome]) {
      if (wait > late) counts.runOutsFrom++
      if (wait > early) counts.runOutsTo++
    }
    world.figures.daysOut += Math.max(0, wait - middle)
  }

  private order(world: World, morning: number): void {
    const { fleet, leadTimes, holidays } = this.context
    const candidates = [...this.supplies.values()].filter(({ known }) => known).map(({ candidate }) => candidate)
    const decisions = decideOrders(candidates, morning, { rule: world.rule, stock: world.stock.stock, fleet, leadTimes, holidays })
    const ordered = decisions
      .filter(({ order }) => order)
      .map((decision) => {
        const { candidate, printerId, supply } = this.supplies.get(decision.supply)!
        return { key: stockKey(candidate), printerId, supply }
      })
    if (ordered.length > 0) this.send(world, ordered, morning)
  }

  private send(world: World, lines: { key: string; printerId: string; supply: ReplayedSupply }[], morning: number): number {
    const keys = lines.map(({ key }) => key)
    const arrival = world.stock.send(keys, morning, this.context.holidays)
    if (morning < this.context.countedFrom) return arrival
    world.figures.parcels++
    for (const { printerId, supply } of lines) {
      world.figures.cartridges++
      outcomeOf(world, printerId).cartridges++
      if (!supply.price) world.figures.withoutPrice++
      else {
        const { currency, cents } = supply.price
        world.figures.costCents[currency] = (world.figures.costCents[currency] ?? 0) + cents
      }
    }
    return arrival
  }
}

function outcomeOf({ printers }: World, printerId: string): PrinterOutcome {
  const known = printers.get(printerId) ?? { cartridges: 0, runOutsFrom: 0, runOutsTo: 0 }
  printers.set(printerId, known)
  return known
}
