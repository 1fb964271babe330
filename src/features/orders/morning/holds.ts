import { type FittingCartridge, modelName, orderedFor } from '../../supplies/catalogue/cartridges.ts'
import type { NewLine } from '../new-lines.ts'
import { HOLDS, type Hold } from '../order-states.ts'
import type { RuleTerms } from '../rules/order-rules.ts'
import type { WantedLine } from './plan-orders.ts'

/**
 * What is odd about a cartridge that is to be ordered.
 *
 * Open in the specification is how odd is odd. We hold where the level rose twice in two weeks without another cartridge, where nothing was read for a week, where a
 * cartridge lasted less than a fifth or more than five times of what its yield says, and where cartridges of a year hold more than twice the pages that were printed.
 */

const UNREAD_DAYS = 7
const JUMPS = { days: 14, most: 1 }
const IMPLAUSIBLE = 5
const LEAST_FALLEN = 30
const TOO_MANY = { cartridges: 3, share: 0.5 }

export interface OrderedBefore {
  cartridges: number
  pages: number | null
}

export interface Month {
  cartridges: Map<string, number>
  cents: Map<string, number>
}

export interface HoldFacts {
  today: number
  ordered: ReadonlyMap<string, OrderedBefore>
  month: Month
  fitting: ReadonlyMap<string, readonly FittingCartridge[]>
}

/** The cartridge that is ordered for a supply; null where the catalogue has none. */
export function cartridgeToOrder(
  { printer, supply }: Pick<WantedLine, 'printer' | 'supply'>,
  fitting: HoldFacts['fitting'],
): FittingCartridge | null {
  const fits = fitting.get(modelName(printer)) ?? []
  const known = fits.find(({ id }) => id === supply.cartridgeId)
  return known ? orderedFor(known, fits) : null
}

/** Why a cartridge is held instead of ordered, with what is odd; undefined where nothing is. The first that applies. */
export function whyHold(line: WantedLine, facts: HoldFacts): { hold: Hold; details: string } | undefined {
  const { printer, supply, rule } = line
  const cartridge = cartridgeToOrder(line, facts.fitting)
  const held = (hold: Hold, details: string) => ({ hold, details })
  if (printer.bounced !== null) return held('address-bounced', printer.bounced)
  if (!cartridge)
    return held(
      'not-in-catalogue',
      supply.part ? `The printer reports the part ${supply.part}.` : `Model: ${printer.model ?? 'not known'}.`,
    )
  const unread = Math.floor(facts.today - supply.state.day)
  if (unread >= UNREAD_DAYS) return held('not-read', `Last read ${unread} days ago.`)
  const jumps = supply.jumps.filter((day) => facts.today - day <= JUMPS.days)
  if (jumps.length > JUMPS.most)
    return held('level-jumped', `It rose ${jumps.length} times in ${JUMPS.days} days without another cartridge.`)
  return whyImplausible(line) ?? whyTooMany(line, facts) ?? whyOverLimit(rule, line, cartridge, facts.month)
}

function whyImplausible({ supply }: WantedLine): { hold: Hold; details: string } | undefined {
  const { fallen, fallenPages } = supply.state
  if (supply.yieldPages === null || fallen < LEAST_FALLEN || supply.state.countsLevels) return undefined
  const pages = (fallenPages / fallen) * 100
  if (pages >= supply.yieldPages / IMPLAUSIBLE && pages <= supply.yieldPages * IMPLAUSIBLE) return undefined
  return {
    hold: 'pages-implausible',
    details: `By level and page count a cartridge lasts ${Math.round(pages).toLocaleString('en-US')} pages; its yield is ${supply.yieldPages.toLocaleString('en-US')}.`,
  }
}

function whyTooMany({ printer, supply }: WantedLine, { ordered }: HoldFacts): { hold: Hold; details: string } | undefined {
  const before = ordered.get(`${printer.printerId} ${supply.key}`)
  if (!before || before.cartridges < TOO_MANY.cartridges || before.pages === null || supply.yieldPages === null) return undefined
  const printed = supply.state.pages - before.pages
  const held = before.cartridges * supply.yieldPages
  if (printed < 0 || printed >= TOO_MANY.share * held) return undefined
  return {
    hold: 'too-many',
    details: `${before.cartridges} cartridges for ${held.toLocaleString('en-US')} pages were ordered within a year, and ${Math.round(printed).toLocaleString('en-US')} pages were printed since.`,
  }
}

/** @rule orders/limits  Beyond the cartridges a month for a printer, or the cost a month for a customer, that its rule allows, lines are held. */
function whyOverLimit(
  rule: RuleTerms,
  { printer }: WantedLine,
  cartridge: FittingCartridge,
  month: Month,
): { hold: Hold; details: string } | undefined {
  const cartridges = month.cartridges.get(printer.printerId) ?? 0
  const cents = month.cents.get(printer.organizationId) ?? 0
  const price = cartridge.priceCents ?? 0
  if (rule.monthCartridges !== null && cartridges + 1 > rule.monthCartridges)
    return { hold: 'over-limit', details: `The printer had ${cartridges} cartridges this month; the limit is ${rule.monthCartridges}.` }
  if (rule.monthCostCents !== null && cents + price > rule.monthCostCents)
    return { hold: 'over-limit', details: `The cost of this month would exceed ${(rule.monthCostCents / 100).toFixed(2)}.` }
  month.cartridges.set(printer.printerId, cartridges + 1)
  month.cents.set(printer.organizationId, cents + price)
  return undefined
}

/** The line that is made of what is wanted: held where something is odd, proposed where somebody approves, else ordered at once. */
export function newLine(line: WantedLine, facts: HoldFacts, express = hasRunOut(line)): NewLine {
  const { printer, supply, need, rule, sentence, expectedOn } = line
  const odd = whyHold(line, facts)
  const cartridge = cartridgeToOrder(line, facts.fitting)
  return {
    organizationId: printer.organizationId,
    contactId: printer.contactId,
    printerId: printer.printerId,
    serialNumber: printer.serialNumber,
    supply: supply.key,
    need,
    state: odd ? 'held' : rule.approval === 'nobody' ? 'ordered' : 'proposed',
    approval: rule.approval,
    hold: odd?.hold ?? null,
    name: supply.name,
    kind: supply.kind,
    color: supply.color,
    family: supply.family,
    cartridgeId: cartridge?.id ?? null,
    manufacturer: cartridge?.manufacturer ?? printer.manufacturer,
    part: cartridge?.part ?? supply.part,
    priceCents: cartridge?.priceCents ?? null,
    currency: cartridge?.currency ?? null,
    reason: odd ? `${HOLDS[odd.hold]} ${odd.details} ${sentence}` : sentence,
    rule: rule.name,
    express,
    pages: Math.round(supply.state.pages),
    expectedOn: odd ? null : expectedOn,
  }
}

const EMPTY_STATES: Record<string, readonly string[]> = { toner: ['noToner'], ink: ['noToner'] }

/**
 * Whether a printer has run out of a supply: the level is 0 and the printer itself says that it stands. 0% alone is not empty.
 * @rule orders/run-out-goes-first  What a printer has run out of is ordered as express, ahead of everything.
 */
export function hasRunOut({ printer, supply }: Pick<WantedLine, 'printer' | 'supply'>): boolean {
  return supply.state.percent === 0 && (EMPTY_STATES[supply.kind] ?? []).some((word) => printer.errorState.includes(word))
}
