import type { FittingCartridge } from '../../supplies/catalogue/cartridges.ts'
import type { Fleet } from '../../supplies/fleet.ts'
import { arrivalBy, type LeadTimes, leadTimeOf } from '../../supplies/lead-times.ts'
import { type Candidate, type Decision, decideOrders, type Rule, type Stock, stockKey } from '../../supplies/replenishment.ts'
import type { FollowedSupply } from '../../supplies/states/followed-supplies.ts'
import { type Holidays, workingDayAfter } from '../../supplies/working-days.ts'
import { dateOfDay } from '../places.ts'
import { asDecisionRule } from '../rules/decision-rule.ts'
import { type KeptRule, type RuleTerms, ruleFor } from '../rules/order-rules.ts'
import { decisionWords, verdictOf } from './decision-words.ts'
import { forecastOn, type PrinterOutlook, printerOutlook, type SupplyOutlook } from './outlook.ts'
import type { Portion, PortionLine, PortionPrinter } from './portion.ts'

/** What is decided by, beside the portion itself. */
export interface MorningFacts {
  /** the day at the place, a whole number */
  today: number
  holidays: Holidays
  rules: readonly KeptRule[]
  fleet: Fleet
  leadTimes: LeadTimes
  /** cartridges that fit a model, by maker and model */
  fitting: ReadonlyMap<string, readonly FittingCartridge[]>
}

/** A cartridge that is to be ordered, before it is looked at for anything odd. */
export interface WantedLine {
  printer: PortionPrinter
  supply: FollowedSupply
  need: number
  rule: RuleTerms
  sentence: string
  expectedOn: string
}

interface Subject {
  printer: PortionPrinter
  supply: FollowedSupply
  rule: RuleTerms
  candidate: Candidate
  /** the rule as the decision takes it */
  decisionRule: Rule
}

/** What to order of a portion, and what is decided about every supply in it. */
export function planOrders(
  portion: Pick<Portion, 'printers' | 'lines' | 'spares'>,
  facts: MorningFacts,
): { wanted: WantedLine[]; outlooks: PrinterOutlook[] } {
  const subjects = subjectsOf(portion.printers, facts)
  const byKey = new Map(subjects.map((subject) => [subject.candidate.supply, subject]))
  const stock = stockOf(portion)
  const decisions = decideOrders(
    subjects.map(({ candidate }) => candidate),
    facts.today,
    {
      rule: ({ supply }) => byKey.get(supply)!.decisionRule,
      stock,
      fleet: facts.fleet,
      leadTimes: facts.leadTimes,
      holidays: facts.holidays,
    },
  )
  const needs = new Needs(portion.lines)
  const covered = new Set(decisions.filter(({ reason }) => reason.kind === 'covered').map(({ supply }) => supply))
  const waiting = subjects.filter(({ candidate }) => covered.has(candidate.supply))
  const wanted = decisions.filter(({ order }) => order).map((decision) => wantedLine(decision, byKey, waiting, needs, facts))
  return { wanted, outlooks: outlooksOf(portion.printers, subjects, decisions, facts) }
}

// Fusers and kits are ordered where the catalogue has them; toner, ink, drums and waste containers always.
const isOrdered = ({ kind, cartridgeId }: FollowedSupply): boolean => kind !== 'other' || cartridgeId !== null

function subjectsOf(printers: readonly PortionPrinter[], { rules: kept }: MorningFacts): Subject[] {
  const found = new Map<string, Pick<Subject, 'rule' | 'decisionRule'>>()
  return printers.flatMap((printer) =>
    (printer.followed?.supplies ?? []).filter(isOrdered).map((supply) => {
      const { organizationId, partnerId, contactId, modelKey, printerId } = printer
      const { kind, color } = supply
      const key = `${organizationId}\n${contactId}\n${modelKey}\n${kind}\n${color}`
      let rules = found.get(key)
      if (!rules) {
        const rule = ruleFor(kept, { organizationId, partnerId, contactId, modelKey, kind, color })
        rules = { rule, decisionRule: asDecisionRule(rule) }
        found.set(key, rules)
      }
      return {
        printer,
        supply,
        ...rules,
        candidate: {
          supply: `${printerId} ${supply.key}`,
          name: supply.name,
          address: addressKey(printer),
          customer: organizationId,
          facts: { part: supply.family, model: printer.followed!.model, step: supply.step, yieldPages: supply.yieldPages },
          state: supply.state,
        },
      }
    }),
  )
}

const addressKey = ({ organizationId, contactId }: { organizationId: string; contactId: string }) => `${organizationId} ${contactId}`

/** What is on its way and on the shelf, by address and family: a printer that moves takes its orders along. */
function stockOf({ lines, spares }: Pick<Portion, 'lines' | 'spares'>): Map<string, Stock> {
  const stock = new Map<string, Stock>()
  const at = (place: { organizationId: string; contactId: string; family: string }) => {
    const key = stockKey({ address: addressKey(place), facts: { part: place.family, model: '', step: null, yieldPages: null } })
    const known = stock.get(key) ?? { onTheWay: 0, shelf: 0 }
    stock.set(key, known)
    return known
  }
  for (const line of lines) {
    if (line.state === 'delivered') at(line).shelf++
    else at(line).onTheWay++
  }
  for (const spare of spares) at(spare).shelf += spare.spares
  return stock
}

/** Which needs have a line, so that each line gets one of its own. */
class Needs {
  private readonly taken: Set<string>

  constructor(lines: readonly PortionLine[]) {
    this.taken = new Set(lines.map(({ printerId, supply, need }) => this.key(printerId, supply, need)))
  }

  private key = (printerId: string, supply: string, need: number) => `${printerId} ${supply} ${need}`

  take({ printer, supply }: Subject, need: number): boolean {
    const key = this.key(printer.printerId, supply.key, need)
    if (this.taken.has(key)) return false
    this.taken.add(key)
    return true
  }
}

/**
 * The line for a decision. One on its way goes to the neediest of an address, whose own it may not be: then the new one is that one's.
 * @rule orders/neediest-first  What is on its way and on the shelf of an address covers its neediest supply first, whichever it was ordered for.
 */
function wantedLine(decision: Decision, byKey: Map<string, Subject>, covered: Subject[], needs: Needs, facts: MorningFacts): WantedLine {
  const decided = byKey.get(decision.supply)!
  const own = decided.supply.installs + decision.cartridge
  let [subject, need] = [decided, own]
  if (!needs.take(decided, own)) {
    const alike = covered.filter(({ candidate }) => stockKey(candidate) === stockKey(decided.candidate))
    const other = alike.find((one) => needs.take(one, one.supply.installs + 1))
    if (other) [subject, need] = [other, other.supply.installs + 1]
    else while (!needs.take(decided, need)) need++
  }
  return {
    printer: subject.printer,
    supply: subject.supply,
    need,
    rule: decided.rule,
    sentence: decisionWords(decision, decided.rule),
    expectedOn: dateOfDay(arrivalOf(decided.printer, facts)),
  }
}

function outlooksOf(
  printers: readonly PortionPrinter[],
  subjects: Subject[],
  decisions: Decision[],
  facts: MorningFacts,
): PrinterOutlook[] {
  const decided = new Map(decisions.filter(({ cartridge }) => cartridge === 1).map((decision) => [decision.supply, decision]))
  const byPrinter = Map.groupBy(subjects, ({ printer }) => printer.printerId)
  return printers.map(({ organizationId, printerId }) =>
    printerOutlook(
      organizationId,
      printerId,
      (byPrinter.get(printerId) ?? []).map((subject) => supplyOutlook(subject, decided.get(subject.candidate.supply), facts)),
    ),
  )
}

function supplyOutlook({ printer, supply, rule }: Subject, decision: Decision | undefined, facts: MorningFacts): SupplyOutlook {
  const forecast = forecastOn(supply, printer.followed!.model, facts.fleet, facts.today)
  const { key, name, kind, color, part, family, cartridgeId } = supply
  return {
    supply: key,
    name,
    kind,
    color,
    part,
    family,
    cartridgeId,
    forecast,
    decision: decision ? verdictOf(decision) : 'unknown',
    sentence: decision ? decisionWords(decision, rule) : 'Nothing was decided yet.',
    dueOn: decision && forecast ? dueOn(decision, forecast.endsFrom, printer, facts) : null,
    rule: rule.name,
  }
}

/** The day by which a parcel of today arrives nine times in ten: worked out once for a customer. */
function arrivalOf({ organizationId }: PortionPrinter, facts: MorningFacts): number {
  const known = arrivals.get(facts) ?? new Map<string, number>()
  arrivals.set(facts, known)
  const day = known.get(organizationId) ?? arrivalBy(leadTimeOf(facts.leadTimes, organizationId), facts.today, 0.9, facts.holidays)
  known.set(organizationId, day)
  return day
}
const arrivals = new WeakMap<MorningFacts, Map<string, number>>()

/** The working day on which a supply that waits will be due, about: as early as a parcel must leave to come before the forecast's first day. */
function dueOn({ reason }: Decision, endsFrom: string, printer: PortionPrinter, facts: MorningFacts): string | null {
  if (reason.kind !== 'not-due') return null
  const { today, holidays } = facts
  const onTheWay = arrivalOf(printer, facts) - today
  const day = Math.max(today + 1, Date.parse(`${endsFrom}T00:00:00Z`) / 86_400_000 - onTheWay)
  return dateOfDay(workingDayAfter(day - 1, 1, holidays))
}

/** A cartridge that a person asks for, though no decision orders it. */
export function wantedOnRequest(printer: PortionPrinter, supply: FollowedSupply, facts: MorningFacts): WantedLine {
  const { organizationId, partnerId, contactId, modelKey } = printer
  const rule = ruleFor(facts.rules, { organizationId, partnerId, contactId, modelKey, kind: supply.kind, color: supply.color })
  return {
    printer,
    supply,
    need: supply.installs + 1,
    rule,
    sentence: '',
    expectedOn: dateOfDay(arrivalOf(printer, facts)),
  }
}
