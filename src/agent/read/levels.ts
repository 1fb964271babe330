import type { SupplyReading } from '../../features/agents/agent-protocol.api.ts'

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
  return { state: 'level', level, percent: percentOf(level, capacity, unit) }
}

function percentOf(level: number, capacity: number | undefined, unit: number | undefined): number | null {
  if (capacity !== undefined && capacity > 0) return Math.min(100, Math.round((1000 * level) / capacity) / 10)
  return unit === UNIT_PERCENT && level <= 100 ? level : null
}

/** A capacity is a number only where it is one: -1, -2 and 0 tell nothing. */
export function readCapacity(capacity: number | undefined): number | null {
  return capacity !== undefined && Number.isSafeInteger(capacity) && capacity > 0 ? capacity : null
}
