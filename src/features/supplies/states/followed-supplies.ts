import { supplyKey } from '../../printers/history/printer-history.ts'
import { type CartridgeKind, cartridgeFor, cartridgeKind, type FittingCartridge, partKey } from '../catalogue/cartridges.ts'
import type { Fleet } from '../fleet.ts'
import type { FleetStatistics } from '../fleet-statistics.ts'
import { supplyName } from '../supply-level.ts'
import { observe } from '../supply-readings.ts'
import { firstState, type Observation, type SupplyFacts, type SupplyState } from '../supply-state.ts'
import { saysLow } from './low-alerts.ts'
import type { ReportedSupply, SuppliesRead } from './waiting-readings.ts'

/**
 * The supplies of a printer followed from reading to reading: what is stored of each, and what happened to them.
 *
 * Open in the specification is when another cartridge is new stock. One that was refilled, that came from another printer or that is half used when it is put in was not
 * taken from the shelf: it answers no order.
 */

/** What is stored of one supply. */
export interface FollowedSupply {
  /** which supply of the printer */
  key: string
  name: string
  kind: CartridgeKind
  color: string | null
  /** of the cartridge that is in, where the printer reports them */
  part: string | null
  serial: string | null
  step: number | null
  /** cartridges that may replace each other: one stock, one need */
  family: string
  cartridgeId: string | null
  yieldPages: number | null
  /** how many cartridges were put in since the first that was seen */
  installs: number
  /** days on which the level rose without another cartridge */
  jumps: number[]
  /** whether the printer says numbers, or only that some is left */
  someLeft: boolean
  state: SupplyState
}

/** What is stored of the supplies of a printer. */
export interface FollowedPrinter {
  /** time zone of the address: where its days begin */
  zone: string
  model: string
  supplies: FollowedSupply[]
}

export const REMARKS = {
  'early-swap': 'Swapped early',
  'wrong-cartridge': 'Not a cartridge for this supply',
  'from-another-printer': 'From another printer',
  refilled: 'Refilled',
  'half-used': 'Half used when it was put in',
} as const
export type Remark = keyof typeof REMARKS

export type SupplyChangeKind = 'first-seen' | 'installed' | 'low' | 'no-longer-low' | 'some-left' | 'number-again' | 'step'

export interface SupplyChange {
  at: string
  supply: string
  kind: SupplyChangeKind
  remarks: Remark[]
  before: string | null
  after: string | null
  part: string | null
  serial: string | null
  pages: number | null
  /** of a cartridge that was put in */
  family: string
  installs: number
}

export interface FollowContext {
  /** cartridges that fit the model; undefined: what the supplies are stays as it is known */
  fitting: readonly FittingCartridge[] | undefined
  fleet: Fleet
  lessons: FleetStatistics
}

/** One reading of a printer, at a day of its place. */
export interface FollowedReading {
  at: string
  day: number
  reading: SuppliesRead
}

/** Left when it was taken out: more is an early swap. */
const EARLY_PERCENT = 20
/** Less is no new cartridge, where the gauge is fine. */
const NEW_PERCENT = 75
const FINE_STEP = 2
/** A level that rises by more than shaking explains, without another cartridge. */
const JUMP_PERCENT = 12
const KEPT_JUMPS = 4

/** Follows the supplies of a printer through one reading: what is stored then, and what happened. Supplies that are not reported this time stay as they are. */
export function followReading(
  printer: FollowedPrinter,
  seen: FollowedReading,
  context: FollowContext,
): { printer: FollowedPrinter; changes: SupplyChange[] } {
  const changes: SupplyChange[] = []
  const before = new Map(printer.supplies.map((supply) => [supply.key, supply]))
  const model = [seen.reading.manufacturer, seen.reading.model].filter((part) => part !== null).join(' ') || printer.model
  for (const reported of seen.reading.supplies) {
    const key = supplyKey(reported)
    const known = before.get(key)
    const followed = followSupply(known, reported, key, model, seen, context, changes)
    before.set(key, followed)
  }
  return { printer: { ...printer, model, supplies: [...before.values()] }, changes }
}

function followSupply(
  known: FollowedSupply | undefined,
  reported: ReportedSupply,
  key: string,
  model: string,
  seen: FollowedReading,
  context: FollowContext,
  changes: SupplyChange[],
): FollowedSupply {
  const identity = known && !context.fitting ? known : identityOf(known, reported, model, context.fitting ?? [])
  const facts: SupplyFacts = { part: identity.family, model, step: identity.step, yieldPages: identity.yieldPages }
  const observation = observationOf(reported, seen)
  const otherSerial = known?.serial != null && reported.serialNumber !== null && known.serial !== reported.serialNumber
  const { state, replaced } = step(known?.state ?? null, facts, observation, otherSerial, context)
  const installed = known !== undefined && replaced
  const next: FollowedSupply = {
    ...identity,
    key,
    installs: (known?.installs ?? 0) + (installed ? 1 : 0),
    jumps: jumpsOf(known, observation, installed),
    someLeft: observation.someLeft,
    state,
  }
  const change = (kind: SupplyChangeKind, from: string | null, to: string | null, remarks: Remark[] = []) =>
    changes.push({
      at: seen.at,
      supply: key,
      kind,
      remarks,
      before: from,
      after: to,
      part: next.part,
      serial: next.serial,
      pages: observation.pages,
      family: next.family,
      installs: next.installs,
    })
  if (!known) {
    if (next.serial !== null) change('first-seen', null, levelWords(observation))
    return next
  }
  if (installed)
    change('installed', levelWords(known.state), levelWords(observation), remarksOf(known, next, reported, observation, context))
  noteWords(known, next, change)
  return next
}

type Note = (kind: SupplyChangeKind, from: string | null, to: string | null) => void

function noteWords(known: FollowedSupply, next: FollowedSupply, change: Note): void {
  if (next.state.low !== known.state.low) change(next.state.low ? 'low' : 'no-longer-low', null, levelWords(next.state))
  if (next.someLeft && !known.someLeft) change('some-left', levelWords(known.state), null)
  if (!next.someLeft && known.someLeft && next.state.percent !== null) change('number-again', null, levelWords(next.state))
  if (next.step !== known.step) change('step', stepWords(known.step), stepWords(next.step))
}

const levelWords = ({ percent }: { percent: number | null }): string | null => (percent === null ? null : `${Math.round(percent)}%`)
const stepWords = (percent: number | null): string | null => (percent === null ? null : `${percent}%`)

/** The state after a reading. Another serial number is another cartridge, whatever the level says. */
function step(state: SupplyState | null, facts: SupplyFacts, seen: Observation, otherSerial: boolean, { fleet, lessons }: FollowContext) {
  const found = observe(state, facts, seen, fleet, lessons)
  if (found.replaced || !otherSerial || !state || seen.day <= state.day) return found
  const { printed, weekdays, fallen, fallenPages, firstDay, check } = found.state
  const fresh = firstState(facts, seen)
  const installed = { day: seen.day, pages: fresh.pages, hidden: false }
  return { state: { ...fresh, printed, weekdays, fallen, fallenPages, firstDay, check, installed }, replaced: true }
}

/** What the supply is: as reported, and as before where it is not reported this time. */
function identityOf(known: FollowedSupply | undefined, reported: ReportedSupply, model: string, fitting: readonly FittingCartridge[]) {
  const part = reported.part ?? known?.part ?? null
  const cartridge = cartridgeFor({ kind: reported.kind, color: reported.color, part }, fitting)
  const kind = cartridge?.kind ?? cartridgeKind(reported.kind)
  const maker = fitting[0]?.manufacturer ?? model.split(' ', 1)[0]!
  // Without the catalogue the part that is ordered stays the one that was first seen: another maker's cartridge makes no other need.
  const own =
    known && known.cartridgeId === null
      ? known.family
      : part === null || partKey(part) === ''
        ? `${model}: ${kind} ${reported.color ?? ''}`.trim()
        : `${maker} ${partKey(part)}`
  return {
    name: supplyName(reported),
    kind,
    color: reported.color ?? known?.color ?? null,
    part,
    serial: reported.serialNumber ?? known?.serial ?? null,
    step: reported.step ?? known?.step ?? null,
    family: cartridge ? `${cartridge.manufacturer} ${cartridge.family}` : own,
    cartridgeId: cartridge?.id ?? null,
    yieldPages: cartridge?.yieldPages ?? known?.yieldPages ?? null,
  }
}

const COLORS = new Set(['cyan', 'magenta', 'yellow'])

function observationOf(reported: ReportedSupply, { day, reading }: FollowedReading): Observation {
  const followsColor = COLORS.has(reported.color ?? '') && reading.colorPageCount !== null
  return {
    day,
    percent: reported.state === 'level' ? reported.percent : null,
    someLeft: reported.state === 'some-left',
    low: saysLow(reported, reading.supplies, reading.alerts),
    pages: followsColor ? reading.colorPageCount : reading.lifetimePageCount,
  }
}

function jumpsOf(known: FollowedSupply | undefined, { percent, day }: Observation, installed: boolean): number[] {
  const before = known?.state.percent ?? null
  if (!known || installed || percent === null || before === null || percent - before <= JUMP_PERCENT) return known?.jumps ?? []
  return [...known.jumps, Math.floor(day)].slice(-KEPT_JUMPS)
}

/**
 * What is recognised of a cartridge that was put in.
 * @rule supplies/installs-are-recognised  An early swap, a wrong cartridge, one that was refilled, half used or comes from another printer are recognised and recorded.
 */
function remarksOf(
  known: FollowedSupply,
  next: FollowedSupply,
  reported: ReportedSupply,
  { percent }: Observation,
  { fitting = [] }: FollowContext,
): Remark[] {
  const remarks: Remark[] = []
  const left = known.state.percent
  if (left !== null && left > EARLY_PERCENT) remarks.push('early-swap')
  const isRefilled = known.serial !== null && reported.serialNumber === known.serial
  if (isRefilled) remarks.push('refilled')
  else if (percent !== null && percent < NEW_PERCENT && (next.step ?? 1) <= FINE_STEP) remarks.push('half-used')
  const isOther = reported.part !== null && fitting.length > 0 && known.cartridgeId !== null && next.family !== known.family
  const isUnknown =
    reported.part !== null && known.cartridgeId !== null && !fitting.some(({ part }) => partKey(part) === partKey(reported.part!))
  if (isOther || isUnknown) remarks.push('wrong-cartridge')
  return remarks
}

const NO_NEW_STOCK: readonly Remark[] = ['refilled', 'half-used', 'from-another-printer']

/**
 * Whether a cartridge that was put in came from the shelf.
 * @rule supplies/no-new-stock  A cartridge that was refilled, half used or moved from another printer takes nothing from the shelf and answers no order.
 */
export const isFromShelf = ({ kind, remarks }: SupplyChange): boolean =>
  kind === 'installed' && !remarks.some((remark) => NO_NEW_STOCK.includes(remark))

/**
 * Whether a reading says of the supplies themselves what is known, on the same day: then the catalogue need not be asked again.
 */
export function isAsKnown(printer: FollowedPrinter, { reading, day }: FollowedReading): boolean {
  const known = new Map(printer.supplies.map((supply) => [supply.key, supply]))
  return reading.supplies.every((reported) => {
    const supply = known.get(supplyKey(reported))
    if (!supply || Math.floor(supply.state.day) !== Math.floor(day)) return false
    const { part, serial, color, step: knownStep } = supply
    return (
      (reported.part === null || reported.part === part) &&
      (reported.serialNumber === null || reported.serialNumber === serial) &&
      (reported.color === null || reported.color === color) &&
      (reported.step === null || reported.step === knownStep)
    )
  })
}

/** Whether a reading says something new of the supplies: what only counts pages on can wait for the next hour. */
export function saysSomethingNew(printer: FollowedPrinter, { reading, day }: FollowedReading): boolean {
  const known = new Map(printer.supplies.map((supply) => [supply.key, supply]))
  return reading.supplies.some((reported) => {
    const supply = known.get(supplyKey(reported))
    if (!supply || day - supply.state.day > 1 / 24) return true
    const { percent, low } = supply.state
    const level = reported.state === 'level' ? reported.percent : null
    return (
      (level !== percent && reported.state !== 'unknown') ||
      (reported.state === 'some-left') !== supply.someLeft ||
      (reported.serialNumber !== null && reported.serialNumber !== supply.serial) ||
      (reported.part !== null && reported.part !== supply.part) ||
      saysLow(reported, reading.supplies, reading.alerts) !== low
    )
  })
}
