import { type Quantiles, quantilesOf } from '../features/supplies/days-left.ts'
import { type Fleet, fleetOf } from '../features/supplies/fleet.ts'
import { mergeStatistics, noStatistics } from '../features/supplies/fleet-statistics.ts'
import { addDelivery, noLeadTimes } from '../features/supplies/lead-times.ts'
import { type Candidate, DEFAULT_RULE, decideOrders, type Stock, stockKey } from '../features/supplies/replenishment.ts'
import { observe } from '../features/supplies/supply-readings.ts'
import type { SupplyState } from '../features/supplies/supply-state.ts'
import { workingDaysBetween } from '../features/supplies/working-days.ts'

/** Translates between the laboratory and the product's own functions; decides nothing. */

interface Order {
  supply: number
  pool: number
  day: number
}
/** What of the laboratory's server a rule may see. */
interface Server {
  w: {
    nP: number
    nS: number
    nPools: number
    models: { step: number; yields: number[] }[]
    customer: Int32Array
    contact: Int32Array
    model: Int32Array
    firstSupply: Int32Array
    supplyPrinter: Int32Array
    supplyColor: Int32Array
    pool: Int32Array
    nominal: Float64Array
  }
  level: Int8Array
  low: Uint8Array
  count: Int32Array
  colorCount: Int32Array
  onOrder: Int32Array
  deliveredToday: Order[]
}

const SOME_LEFT = -3
const MONDAY = 4 // days after 1970-01-01: the laboratory's day 0
const NO_HOLIDAYS = new Set<number>()
const NAMES = ['Black', 'Cyan', 'Magenta', 'Yellow']

/** A rule and a forecast as the laboratory takes them: `policy` and `quantiles` are for its forecasts. */
export class Laboratory {
  name = 'MPS Express'
  guard = true
  rule = DEFAULT_RULE
  server!: Server
  states: (SupplyState | null)[] = []
  candidates: Candidate[] = []
  stock = new Map<string, Stock>()
  poolKeys: string[] = []
  statistics = noStatistics()
  leadTimes = noLeadTimes()
  fleet: Fleet = fleetOf(noStatistics())
  days = 0

  get policy(): Laboratory {
    return this
  }

  start(server: Server): void {
    this.server = server
    const { w } = server
    this.days = server.count.length / w.nP
    for (let s = 0; s < w.nS; s++) {
      const printer = w.supplyPrinter[s]!
      const model = w.model[printer]!
      const color = w.supplyColor[s]!
      const facts = {
        part: `${model} ${NAMES[color]}`,
        model: `${model} ${color > 0 ? 'color' : 'all'}`,
        step: w.models[model]!.step,
        yieldPages: w.nominal[s]!,
      }
      const candidate = {
        supply: String(s),
        name: NAMES[color]!,
        address: String(w.contact[printer]),
        customer: String(w.customer[printer]),
        facts,
      }
      this.states.push(null)
      this.candidates.push({ ...candidate, state: undefined as unknown as SupplyState })
      this.poolKeys[w.pool[s]!] = stockKey(candidate)
    }
    for (const key of this.poolKeys) this.stock.set(key, { onTheWay: 0, shelf: 0 })
  }

  stockOf = (pool: number): Stock => this.stock.get(this.poolKeys[pool]!)!

  evening(d: number): void {
    const { server, fleet } = this
    const { w } = server
    for (const order of server.deliveredToday) {
      this.stockOf(order.pool).shelf++
      addDelivery(this.leadTimes, this.candidates[order.supply]!.customer, workingDaysBetween(order.day + MONDAY, d + MONDAY, NO_HOLIDAYS))
    }
    const lessons = noStatistics()
    for (let printer = 0; printer < w.nP; printer++) {
      const count = server.count[printer * this.days + d]!
      if (count < 0) continue
      for (let s = w.firstSupply[printer]!; s < w.firstSupply[printer + 1]!; s++) {
        const level = server.level[s * this.days + d]!
        const pages = w.supplyColor[s]! > 0 ? server.colorCount[printer * this.days + d]! : count
        const seen = {
          day: d + 1 + MONDAY,
          percent: level >= 0 ? level : null,
          someLeft: level === SOME_LEFT,
          low: server.low[s] === 1,
          pages,
        }
        const { state, replaced } = observe(this.states[s]!, this.candidates[s]!.facts, seen, fleet, lessons)
        this.states[s] = this.candidates[s]!.state = state
        const stock = this.stockOf(w.pool[s]!)
        if (replaced && stock.shelf > 0) stock.shelf--
      }
    }
    mergeStatistics(this.statistics, lessons)
    if (d % 7 === 6) this.fleet = fleetOf(this.statistics)
  }

  morning(d: number): number[] {
    for (const [pool, key] of this.poolKeys.entries()) this.stock.get(key)!.onTheWay = this.server.onOrder[pool]!
    const known = this.candidates.filter(({ state }) => state !== undefined)
    const { stock, fleet, leadTimes } = this
    const decisions = decideOrders(known, d + MONDAY, { rule: () => this.rule, stock, fleet, leadTimes, holidays: NO_HOLIDAYS })
    return decisions.filter(({ order }) => order).map(({ supply }) => Number(supply))
  }

  /** Somebody says that there is none, or that the printer is low: then none is on the shelf. */
  called(s: number): void {
    this.stockOf(this.server.w.pool[s]!).shelf = 0
  }
  planned(s: number): boolean {
    this.called(s)
    return true
  }

  quantiles(s: number, d: number): Quantiles | null {
    const state = this.states[s]
    // the laboratory counts the day on which it happens, the product the time until then
    return state ? (quantilesOf(state, this.candidates[s]!.facts, this.fleet, d + 1 + MONDAY).map(Math.ceil) as unknown as Quantiles) : null
  }
}

export default (): Laboratory => new Laboratory()
