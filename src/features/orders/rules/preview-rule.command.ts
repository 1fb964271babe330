import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { workingDayAfter } from '../../supplies/working-days.ts'
import { readMorning } from '../morning/order-supplies.command.ts'
import { planOrders, type WantedLine } from '../morning/plan-orders.ts'
import { listPlaces, readPortion } from '../morning/portion.queries.ts'
import type { Portion } from '../morning/portion.ts'
import { dayIn, holidaysAround, timeZoneOf } from '../places.ts'
import type { OrderRuleForm, RulePreview } from './order-rules.api.ts'
import { findTarget, readRules } from './order-rules.queries.ts'
import { type KeptRule, ruleFor } from './order-rules.ts'

const MOST_PRINTERS = 20_000
const EXAMPLES = 50

/**
 * What a new or changed rule would do to today's orders; nothing is written.
 * @rule orders/rule-previews  A change of rule can be tried before: how many cartridges it would add to this morning's orders and take from them.
 */
export function previewRule(db: Db, scope: Scope, form: OrderRuleForm, ruleId: string | undefined, now: Date): Promise<RulePreview> {
  return inScope(db, scope, async (tx) => {
    const before = await readRules(tx)
    const changed = await toKept(tx, form, ruleId ?? 'preview')
    const after = [...before.filter(({ id }) => id !== ruleId), changed.rule]
    const preview: RulePreview = { printers: 0, ordersNow: 0, ordersThen: 0, added: 0, dropped: 0, examples: [], limited: false }
    let seen = 0
    for (const place of await listPlaces(tx)) {
      const where = { country: place.country, state: place.state || null }
      const today = Math.floor(dayIn(timeZoneOf(where.country, where.state), now))
      // On a day off it shows the orders of the next working day.
      const day = workingDayAfter(today - 1, 1, holidaysAround(where, today))
      for (let position: Portion['last'] = null; ; ) {
        if (seen >= MOST_PRINTERS) return { ...preview, limited: true }
        const portion: Portion = await readPortion(tx, place, position, changed.organizationIds)
        if (portion.last === null) break
        position = portion.last
        seen += portion.printers.length
        const facts = await readMorning(tx, where, day, portion.printers, before)
        compare(
          portion,
          planOrders(portion, facts).wanted,
          planOrders(portion, { ...facts, rules: after }).wanted,
          changed.rule,
          after,
          preview,
        )
      }
    }
    return preview
  })
}

async function toKept(tx: Tx, form: OrderRuleForm, id: string): Promise<{ rule: KeptRule; organizationIds: string[] | null }> {
  const { target, ...terms } = form
  const { modelKey, organizationIds } = await findTarget(tx, target)
  const { organizationId, contactId, kind, color } = target
  return { rule: { ...terms, id, target: { organizationId, contactId, modelKey, kind, color } }, organizationIds }
}

function compare(portion: Portion, now: WantedLine[], then: WantedLine[], rule: KeptRule, rules: KeptRule[], preview: RulePreview): void {
  const key = ({ printer, supply, need }: WantedLine) => `${printer.printerId} ${supply.key} ${need}`
  const [nowKeys, thenKeys] = [new Set(now.map(key)), new Set(then.map(key))]
  const added = then.filter((line) => !nowKeys.has(key(line)))
  const dropped = now.filter((line) => !thenKeys.has(key(line)))
  preview.ordersNow += now.length
  preview.ordersThen += then.length
  preview.added += added.length
  preview.dropped += dropped.length
  preview.printers += portion.printers.filter(({ followed, ...printer }) =>
    followed?.supplies.some(({ kind, color }) => ruleFor(rules, { ...printer, kind, color }) === rule),
  ).length
  for (const [change, lines] of [['added', added] as const, ['dropped', dropped] as const])
    for (const { printer, supply, sentence } of lines.slice(0, EXAMPLES - preview.examples.length))
      preview.examples.push({
        organization: printer.organization,
        printerId: printer.printerId,
        serialNumber: printer.serialNumber,
        name: supply.name,
        change,
        sentence,
      })
}
