import { type LeadTime, type LeadTimes, leadTimeOf } from '../../supplies/lead-times.ts'
import type { Stock } from '../../supplies/replenishment.ts'
import { type Holidays, workingDayAfter } from '../../supplies/working-days.ts'

/** Successive multiples of it, as fractions, fill the range from 0 to 1 evenly: parcels take as long as they usually do, the same in every run. */
const EVEN = 0.618_033_988_75

/** What a rule would have on its way and on the shelf of one address. */
export class ReplayedStock {
  readonly stock = new Map<string, Stock>()
  private readonly arrivals = new Map<string, number[]>()
  private readonly lead: LeadTime[]
  private parcels = 0

  constructor(leadTimes: LeadTimes, customer: string) {
    this.lead = leadTimeOf(leadTimes, customer)
  }

  /** Parcels that have come by a day are on the shelf. */
  arrive(today: number): void {
    for (const [key, days] of this.arrivals) {
      const waiting = days.filter((day) => day > today)
      this.of(key).shelf += days.length - waiting.length
      this.of(key).onTheWay = waiting.length
      this.arrivals.set(key, waiting)
    }
  }

  /** Sends one parcel; gives the day on which it comes. */
  send(keys: readonly string[], today: number, holidays: Holidays): number {
    const arrival = workingDayAfter(today, this.workingDays(), holidays)
    for (const key of keys) {
      this.of(key).onTheWay++
      this.arrivals.set(
        key,
        [...(this.arrivals.get(key) ?? []), arrival].toSorted((a, b) => a - b),
      )
    }
    return arrival
  }

  /** Takes a cartridge: undefined where one is on the shelf; else the day on which the next free one comes, null where none is on its way. */
  take(key: string): number | null | undefined {
    const stock = this.of(key)
    // Below zero stand those that wait for a parcel already.
    const place = -stock.shelf
    stock.shelf--
    return place < 0 ? undefined : (this.arrivals.get(key)?.[place] ?? null)
  }

  get onShelf(): number {
    let sum = 0
    for (const { shelf } of this.stock.values()) sum += Math.max(0, shelf)
    return sum
  }

  private of(key: string): Stock {
    const known = this.stock.get(key) ?? { onTheWay: 0, shelf: 0 }
    this.stock.set(key, known)
    return known
  }

  private workingDays(): number {
    const at = (++this.parcels * EVEN) % 1
    let sum = 0
    for (const { workingDays, share } of this.lead) {
      sum += share
      if (at < sum) return workingDays
    }
    return this.lead.at(-1)!.workingDays
  }
}
