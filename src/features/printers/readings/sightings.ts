import type { PrinterReading } from '../../agent-protocol/agent-protocol.api.ts'
import { registeredIdentity, usableMac } from './registration.ts'

/**
 * An agent that was cut off delivers many readings of one printer in one report. They are taken as if each had come alone, but not with a
 * statement each: readings that are plainly of one printer become one, and what could be of one printer, or stands at one address, is
 * recorded in rounds.
 */
export interface Sighted {
  sequence: number
  address: string
  at: string
  reading: PrinterReading
  /** when the page count was read; null without one */
  countedAt: string | null
  /** the readings of the same printer that went before it in the report, for the history */
  earlier: { at: string; reading: PrinterReading }[]
}

/**
 * Makes one of the readings that were plainly of one printer: the newest, with what only an older one reported. Not where another reading in between
 * shares an address or a sign of identity with them.
 */
export function collapse(readings: readonly Omit<Sighted, 'countedAt' | 'earlier'>[]): Sighted[] {
  const made: Sighted[] = []
  const last = new Map<string, number>()
  for (const item of readings) {
    const next = { ...item, countedAt: item.reading.lifetimePageCount === null ? null : item.at, earlier: [] }
    const signs = signsOf(next)
    const [at] = signs.map((sign) => last.get(sign))
    const older = at === undefined ? undefined : made[at]
    const same = older && signs.every((sign) => last.get(sign) === at) && signsOf(older).length === signs.length
    if (same) made[at!] = completed(next, older)
    else for (const sign of signs) last.set(sign, made.length)
    if (!same) made.push(next)
  }
  return made
}

const KEPT = ['manufacturer', 'model', 'hostName', 'location', 'firmware', 'description', 'monoPageCount', 'colorPageCount'] as const

function completed(newer: Sighted, older: Sighted): Sighted {
  const kept = Object.fromEntries(KEPT.map((field) => [field, newer.reading[field] ?? older.reading[field]]))
  const sources = { ...older.reading.sources, ...newer.reading.sources }
  const counted = newer.reading.lifetimePageCount === null ? older : newer
  const { lifetimePageCount, lifetimePageCountUnit, lifetimePageCountSource } = counted.reading
  return {
    ...newer,
    reading: { ...newer.reading, ...kept, sources, lifetimePageCount, lifetimePageCountUnit, lifetimePageCountSource },
    countedAt: counted.countedAt,
    earlier: [...older.earlier, { at: older.at, reading: older.reading }],
  }
}

/** Splits readings, in their order, so that no two of a round could be of one printer or stand at one address. Mostly there is one round. */
export function rounds(readings: readonly Sighted[]): Sighted[][] {
  const next = new Map<string, number>()
  const placed = readings.map((item) => {
    const signs = signsOf(item)
    const round = Math.max(...signs.map((sign) => next.get(sign) ?? 0))
    for (const sign of signs) next.set(sign, round + 1)
    return { item, round }
  })
  return [...Map.groupBy(placed, ({ round }) => round)].sort(([a], [b]) => a - b).map(([, list]) => list.map(({ item }) => item))
}

function signsOf({ address, reading }: Sighted): string[] {
  const mac = usableMac(reading.macAddress)
  const identity = registeredIdentity(reading)
  return [`at ${address}`, ...(mac ? [`mac ${mac}`] : []), ...(identity ? [identity] : [])]
}
