import type { PrinterReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { CountSource, Maker } from '../makers/maker.ts'
import type { ObjectStore } from '../snmp/value.ts'
import type { Evidence } from './evidence.ts'
import { prtMarkerCounterUnit, prtMarkerDefaultIndex, prtMarkerLifeCount } from './objects.ts'
import { numberAt, rowsOf } from './store.ts'

type Counters = Pick<
  PrinterReading,
  'lifetimePageCount' | 'lifetimePageCountUnit' | 'lifetimePageCountSource' | 'monoPageCount' | 'colorPageCount'
>
interface Count {
  value: number
  source: string
}

/** What a Counter32 holds that was never set. */
const NEVER_SET = 0xffff_ffff

/** PrtMarkerCounterUnitTC that count pages. */
const IMPRESSIONS = 7
const SHEETS = 8

/**
 * The printer's counters.
 *
 * @rule agents/a-count-keeps-its-source  The lifetime page count is prtMarkerLifeCount of the default marker where that counts pages,
 *       otherwise the maker's own; its unit and its object are kept with it.
 */
export function readCounters(evidence: Evidence): { counters: Counters; sources: NonNullable<PrinterReading['sources']> } {
  const { store, makers } = evidence
  const own = (of: (maker: Maker) => readonly CountSource[] | undefined) =>
    firstCount(
      store,
      makers.flatMap((maker) => of(maker) ?? []),
    )
  const standard = standardCount(evidence)
  const total = own((maker) => maker.lifetimePageCount)
  const chosen = standard && (standard.value > 0 || !total) ? standard : total && { ...total, unit: 'impressions' as const }
  const mono = own((maker) => maker.monoPageCount)
  const color = own((maker) => maker.colorPageCount)
  return {
    counters: {
      lifetimePageCount: chosen?.value ?? null,
      lifetimePageCountUnit: chosen?.unit ?? null,
      lifetimePageCountSource: chosen?.source ?? null,
      monoPageCount: mono?.value ?? null,
      colorPageCount: color?.value ?? null,
    },
    sources: { ...(mono && { monoPageCount: mono.source }), ...(color && { colorPageCount: color.source }) },
  }
}

function standardCount({ store, device }: Evidence): (Count & { unit: Counters['lifetimePageCountUnit'] }) | undefined {
  const preferred = `${device}.${numberAt(store, `${prtMarkerDefaultIndex}.${device}`) ?? 1}`
  const rows = rowsOf(store, prtMarkerLifeCount)
  for (const row of [preferred, ...rows]) {
    const count = countAt(store, `${prtMarkerLifeCount}.${row}`)
    const unit = numberAt(store, `${prtMarkerCounterUnit}.${row}`)
    // Characters, metres or hours of a marker are no page count.
    if (count && (unit === undefined || unit <= 2 || unit === IMPRESSIONS || unit === SHEETS)) return { ...count, unit: unitWord(unit) }
  }
  return undefined
}

function unitWord(unit: number | undefined): Counters['lifetimePageCountUnit'] {
  if (unit === undefined) return null
  return unit === IMPRESSIONS ? 'impressions' : unit === SHEETS ? 'sheets' : 'other'
}

function countAt(store: ObjectStore, oid: string): Count | undefined {
  const value = numberAt(store, oid)
  return value !== undefined && value >= 0 && value !== NEVER_SET ? { value, source: oid } : undefined
}

/** The count of the first source that is there. */
export function firstCount(store: ObjectStore, sources: readonly CountSource[]): Count | undefined {
  for (const source of sources) {
    const count = countOf(store, source)
    if (count) return count
  }
  return undefined
}

function countOf(store: ObjectStore, source: CountSource): Count | undefined {
  if ('oid' in source) return countAt(store, source.oid)
  const objects = 'sum' in source ? source.sum : rowsWhere(store, source.where).map((row) => `${source.values}.${row}`)
  const counts = objects.map((oid) => countAt(store, oid)).filter((count) => count !== undefined)
  // A sum without its first part would be one of something else.
  if (!counts[0] || ('sum' in source && counts[0].source !== source.sum[0])) return undefined
  return { value: counts.reduce((sum, count) => sum + count.value, 0), source: counts[0].source }
}

/** Rows of which each of these columns has one of these codes. */
function rowsWhere(store: ObjectStore, where: Extract<CountSource, { values: string }>['where']): string[] {
  const [first] = where
  return rowsOf(store, first.column).filter((row) =>
    where.every(({ column, codes }) => codes.includes(numberAt(store, `${column}.${row}`) ?? -1)),
  )
}
