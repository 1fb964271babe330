import { addTo, type Moments, mergeMoments, noMoments } from './moments.ts'

/**
 * What the fleet as a whole teaches about supplies. A batch of printers collects what it saw in statistics of its own (`noStatistics`), which are then merged into the
 * stored ones: sums and counts alone, so that the order of batches does not matter. To be stored as it is.
 */
export interface FleetStatistics {
  /** ln of percent per page, against what the nominal yield says; weighted by the percent that fell */
  usage: Moments
  /** level at which cartridges were empty: below 0 where printers go on printing at 0 % */
  emptyAt: Moments
  /** pages against the printer's own pace, and days seen, by weekday from Monday */
  weekdays: { printed: number[]; days: number[] }
  /** how many forecasts of pages came true by which ratio: counts by bin of ln ratio, by group and horizon */
  ratios: Record<string, number[]>
  parts: Record<string, PartStatistics>
  models: Record<string, ModelStatistics>
}

export interface PartStatistics {
  usage: Moments
  emptyAt: Moments
  /** levels at which the printer begins to say a word: `low`, or a number of a printer that knows but a few; weighted by 1 / variance */
  marks: Record<string, Moments>
}

export interface ModelStatistics {
  /** ln of pages a weekday, one value a supply and forecast */
  pace: Moments
}

/** Days ahead at which forecasts of pages are compared with what came. */
export const HORIZONS = [1, 3, 7, 14, 28, 56, 112] as const
/** Ratios of what came over what was forecast, as ln; the first bin is for nothing at all. */
const BINS = { from: -3.5, to: 3, width: 0.125 }
const BIN_COUNT = Math.round((BINS.to - BINS.from) / BINS.width) + 1

/** A forecast is compared with those of supplies like it: little known of it yet, or by pages a weekday. */
export const PACE_GROUPS = ['new', 'young', '2', '8', '30', '100', 'more'] as const
const NEW_WEEKDAYS = 2
const YOUNG_WEEKDAYS = 10
const PACES = [2, 8, 30, 100]

export function paceGroupOf(weekdaysSeen: number, pagesPerWeekday: number): number {
  if (weekdaysSeen < NEW_WEEKDAYS) return 0
  if (weekdaysSeen < YOUNG_WEEKDAYS) return 1
  const found = PACES.findIndex((most) => pagesPerWeekday < most)
  return 2 + (found < 0 ? PACES.length : found)
}

export const noStatistics = (): FleetStatistics => ({
  usage: noMoments(),
  emptyAt: noMoments(),
  weekdays: { printed: [0, 0, 0, 0, 0, 0, 0], days: [0, 0, 0, 0, 0, 0, 0] },
  ratios: {},
  parts: {},
  models: {},
})

const noPart = (): PartStatistics => ({ usage: noMoments(), emptyAt: noMoments(), marks: {} })

/** The statistics of a part, made when missing. */
export function partOf(statistics: FleetStatistics, part: string): PartStatistics {
  statistics.parts[part] ??= noPart()
  return statistics.parts[part]
}

/** The statistics of a word, made when missing. */
export function markIn(part: PartStatistics, word: string): Moments {
  part.marks[word] ??= noMoments()
  return part.marks[word]
}

/** Adds the pace of one supply to its model's, in place. */
export function addPace(statistics: FleetStatistics, model: string, pagesPerWeekday: number): void {
  statistics.models[model] ??= { pace: noMoments() }
  addTo(statistics.models[model].pace, Math.log(Math.max(0.05, pagesPerWeekday)))
}

/** Adds how a forecast of pages came true, in place. */
export function addRatio(statistics: FleetStatistics, group: number, horizon: number, ratio: number): void {
  const key = ratioKey(group, horizon)
  statistics.ratios[key] ??= Array.from({ length: BIN_COUNT }, () => 0)
  statistics.ratios[key][binOf(ratio)]! += 1
}

export const ratioKey = (group: number, horizon: number): string => `${PACE_GROUPS[group]}/${HORIZONS[horizon]}`

function binOf(ratio: number): number {
  if (ratio <= 0) return 0
  return Math.min(BIN_COUNT - 1, Math.max(1, 1 + Math.floor((Math.log(ratio) - BINS.from) / BINS.width)))
}

/** The ratio that a bin stands for. */
export const ratioOfBin = (bin: number): number => (bin === 0 ? 0 : Math.exp(BINS.from + (bin - 0.5) * BINS.width))

/** Adds what another batch saw, in place. */
export function mergeStatistics(into: FleetStatistics, other: FleetStatistics): void {
  mergeMoments(into.usage, other.usage)
  mergeMoments(into.emptyAt, other.emptyAt)
  for (const key of ['printed', 'days'] as const) for (const [i, value] of other.weekdays[key].entries()) into.weekdays[key][i]! += value
  for (const [key, counts] of Object.entries(other.ratios)) {
    into.ratios[key] ??= counts.map(() => 0)
    for (const [i, count] of counts.entries()) into.ratios[key][i]! += count
  }
  for (const [name, part] of Object.entries(other.parts)) {
    const own = partOf(into, name)
    for (const key of ['usage', 'emptyAt'] as const) mergeMoments(own[key], part[key])
    for (const [word, mark] of Object.entries(part.marks)) mergeMoments(markIn(own, word), mark)
  }
  for (const [name, { pace }] of Object.entries(other.models)) {
    into.models[name] ??= { pace: noMoments() }
    mergeMoments(into.models[name].pace, pace)
  }
}
