/** What a rule would have done, added up. */
export interface ReplayFigures {
  /** printers that would have run out: at least so many times, at most so many */
  runOutsFrom: number
  runOutsTo: number
  /** about how long they would have stood empty, in days */
  daysOut: number
  parcels: number
  cartridges: number
  /** of cartridges that were put in */
  installs: number
  /** toner left in the cartridges that were taken out, in cartridges */
  tonerLeft: number
  /** cartridges on shelves, each day added up */
  shelfDays: number
  /** by currency, at the prices of the catalogue */
  costCents: Record<string, number>
  /** cartridges whose price is not known */
  withoutPrice: number
}

export const noFigures = (): ReplayFigures => ({
  runOutsFrom: 0,
  runOutsTo: 0,
  daysOut: 0,
  parcels: 0,
  cartridges: 0,
  installs: 0,
  tonerLeft: 0,
  shelfDays: 0,
  costCents: {},
  withoutPrice: 0,
})

/** Adds figures, in place. */
export function addFigures(into: ReplayFigures, other: ReplayFigures): void {
  const { costCents, ...numbers } = other
  for (const [key, value] of Object.entries(numbers) as [keyof typeof numbers, number][]) into[key] += value
  for (const [currency, cents] of Object.entries(costCents)) into.costCents[currency] = (into.costCents[currency] ?? 0) + cents
}

/** One printer under both rules. */
export interface PrinterOutcome {
  cartridges: number
  runOutsFrom: number
  runOutsTo: number
}

/** A printer that another rule would have served otherwise. */
export interface DifferingPrinter {
  printerId: string
  serialNumber: string | null
  model: string | null
  tried: PrinterOutcome
  inUse: PrinterOutcome
}

export interface ReplayResult {
  from: string
  to: string
  printers: number
  /** managed printers of which no day is kept */
  withoutReadings: number
  printerMonths: number
  rule: string
  tried: ReplayFigures
  inUse: ReplayFigures
  differing: number
  /** the first of them */
  examples: DifferingPrinter[]
  assumptions: readonly string[]
}

export const ASSUMPTIONS = [
  'Pages and levels are those of the recorded days, one reading a day; alerts and cartridges that were put in are those that were recorded.',
  'Cartridges were put in on the days on which people did it. What people would have done under another rule is not known: a spare that comes later is swapped later, ' +
    'one that comes earlier may be swapped too early, and some would have called.',
  'Where no spare would have been there, the printer ran out at least when its parcel would have come after the latest end of the forecast (9 of 10), at most when after the ' +
    'earliest (1 of 10); a parcel is then sent at once.',
  'The stock on the shelves at the start of the year is not known: each rule begins with empty shelves, and the first 30 days are not counted.',
  'Addresses, models, the program and the catalogue with its prices are those of today; so is what the fleet has taught about parts and models, which a rule did not know then.',
  "Parcels take as long as the customer's deliveries did. Lost parcels, backorders, approvals, holds and monthly limits are left out. The cost of a parcel is not known.",
] as const
