import { setTimeout } from 'node:timers/promises'

export interface BackOffLimits {
  leastMilliseconds: number
  mostMilliseconds: number
}

export const SERVER_AWAY: BackOffLimits = { leastMilliseconds: 1000, mostMilliseconds: 60_000 }

/**
 * How long to wait after so many failures in a row: twice as long each time, up to a limit, and somewhere in the upper half of that, so
 * that a thousand agents do not come back in the same second. `random` is from 0 up to 1.
 */
export function backOff(failures: number, limits: BackOffLimits, random = Math.random()): number {
  const longest = Math.min(limits.mostMilliseconds, limits.leastMilliseconds * 2 ** Math.min(failures - 1, 30))
  return Math.round(longest * (0.5 + 0.5 * random))
}

/** Waits, or less when the program ends. Never throws. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => {})
}
