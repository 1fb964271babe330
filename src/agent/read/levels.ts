import type { SupplyReading } from '../../features/agent-protocol/agent-protocol.api.ts'

type State = SupplyReading['state']

export interface Level {
  state: State
  level: number | null
  percent: number | null
}

/** prtMarkerSuppliesSupplyUnit: the level is a percentage already. */
export const UNIT_PERCENT = 19

const SPECIAL: Record<number, State> = { [-1]: 'other', [-2]: 'unknown', [-3]: 'some-left' }

/**
 * What prtMarkerSuppliesLevel means together with prtMarkerSuppliesMaxCapacity and prtMarkerSuppliesSupplyUnit (RFC 3805).
 * For a receptacle the level is the room left, so that full is 0 here as everywhere.
 *
 * @rule agents/special-levels-are-not-numbers  -1 (other), -2 (unknown) and -3 (some left) are never a level or a percentage.
 */
export function readLevel(level: number | undefined, capacity: number | undefined, unit: number | undefined): Level {
  if (level === undefined || !Number.isSafeInteger(level) || level < 0) {
    return { state: SPECIAL[level ?? -2] ?? 'unknown', level: null, percent: null }
  }
  if (level === 0 && isNothing(capacity, unit)) return { state: 'unknown', level: null, percent: null }
  return { state: 'level', level, percent: percentOf(level, capacity, unit) }
}

/** Nothing of nothing, or of who knows how much of what: a row for a supply that this printer does not have. */
function isNothing(capacity: number | undefined, unit: number | undefined): boolean {
  return capacity === 0 || ((capacity ?? -2) < 0 && (unit ?? 2) <= 2)
}

/** Capacities of percentages: in percent, and in tenths of it. A greater one is in another unit than the level. */
const GREATEST_OF_PERCENT = 1000

function percentOf(level: number, capacity: number | undefined, unit: number | undefined): number | null {
  if (unit === UNIT_PERCENT && level <= 100 && (capacity ?? 0) > GREATEST_OF_PERCENT) return level
  if (capacity !== undefined && capacity > 0) return Math.min(100, Math.round((1000 * level) / capacity) / 10)
  return unit === UNIT_PERCENT && level <= 100 ? level : null
}

/**
 * How coarse the levels of a printer's toner are: the widest gap of the first scale on which all of them stand, where not all are full.
 *
 * @rule agents/coarse-levels-carry-their-step  Levels on a coarse scale of their maker (full and empty; tens; quarters) carry the step of that scale.
 */
export function stepOf(percents: readonly number[], scales: readonly (readonly number[])[]): number | null {
  if (percents.every((percent) => percent === 100)) return null
  const scale = scales.find((marks) => percents.every((percent) => marks.includes(percent)))
  return scale ? Math.max(...scale.slice(1).map((mark, i) => mark - scale[i]!)) : null
}

/** A capacity is a number only where it is one: -1, -2 and 0 mean nothing. */
export function readCapacity(capacity: number | undefined): number | null {
  return capacity !== undefined && Number.isSafeInteger(capacity) && capacity > 0 ? capacity : null
}
