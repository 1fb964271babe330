import type { SupplyReading } from '../../agent-protocol/agent-protocol.api.ts'
import { supplyName } from '../../supplies/supply-level.ts'

/** What is kept of a printer over time, and the words for it. */

/** The ranges of the charts. */
export const HISTORY_RANGES = { day: 'Day', month: 'Month', year: 'Year' } as const
export const HISTORY_RANGE_NAMES = ['day', 'month', 'year'] as const
export type HistoryRange = (typeof HISTORY_RANGE_NAMES)[number]

const HOUR = 3600
const DAY = 24 * HOUR

/** How far back each range goes and how far its points lie apart, in seconds: at most 400 points. */
export const RANGE_SECONDS = {
  day: { span: DAY, step: 300 },
  month: { span: 31 * DAY, step: 2 * HOUR },
  year: { span: 366 * DAY, step: DAY },
} as const satisfies Record<HistoryRange, { span: number; step: number }>

/** What the history of changes reports of. */
export const PRINTER_EVENTS = {
  'ip-address': 'IP address',
  'host-name': 'Host name',
  firmware: 'Firmware',
  agent: 'Agent',
  contact: 'Supplies delivery contact',
  'asset-tag': 'Asset tag',
  location: 'Location',
  'serial-number': 'Serial number',
  registration: 'Registration',
  'page-count-went-down': 'Page count went down',
} as const
export type PrinterEventKind = keyof typeof PRINTER_EVENTS
export const PRINTER_EVENT_KINDS = Object.keys(PRINTER_EVENTS) as [PrinterEventKind, ...PrinterEventKind[]]

/** Percent left by key of the supply. */
export type SupplyLevels = Record<string, number>

/** Which supply of a printer a level belongs to; the database has the same in its function supply_key. */
export const supplyKey = ({ index, kind, color, name }: Pick<SupplyReading, 'index' | 'kind' | 'color' | 'name'>): string =>
  index ?? [kind, color, name].filter((part) => part !== null).join(' ')

/** Percent left by supply, where a printer reports a number. */
export const levelsOf = (supplies: readonly SupplyReading[]): SupplyLevels =>
  Object.fromEntries(supplies.flatMap((s) => (s.state === 'level' && s.percent !== null ? [[supplyKey(s), s.percent]] : [])))

/** One series for each supply; those that the printer has now carry their names and come first, in its order. */
export function seriesOf(points: readonly { at: string; levels: SupplyLevels }[], supplies: readonly SupplyReading[]) {
  const present = new Map(supplies.map((supply) => [supplyKey(supply), supply]))
  const keys = new Set([...present.keys(), ...points.flatMap(({ levels }) => Object.keys(levels))])
  return [...keys]
    .map((key) => {
      const supply = present.get(key)
      const reported = points.flatMap(({ at, levels }) => (levels[key] === undefined ? [] : [{ at, percent: levels[key] }]))
      return {
        key,
        name: supply ? supplyName(supply) : key,
        color: supply?.color ?? null,
        points: reported,
      }
    })
    .filter((series) => series.points.length > 0)
}

/** Points after which nothing was read for longer than this many of their usual distances end a line. */
const GAP_DISTANCES = 3

/** The stretches of a series in which the printer was read without a gap: a line is drawn over each, and none from one to the next. */
export function unbroken<Point extends { at: string }>(points: readonly Point[]): Point[][] {
  const distances = points.slice(1).map(({ at }, i) => Date.parse(at) - Date.parse(points[i]?.at ?? at))
  const usual = distances.toSorted((one, other) => one - other)[distances.length >> 1] ?? 0
  const stretches: Point[][] = []
  for (const [i, point] of points.entries()) {
    const stretch = stretches.at(-1)
    if (stretch && (distances[i - 1] ?? 0) <= usual * GAP_DISTANCES) stretch.push(point)
    else stretches.push([point])
  }
  return stretches
}
