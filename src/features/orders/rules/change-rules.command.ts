import { type Db, inScope, violatedConstraint } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import type { OrderRule, OrderRuleForm } from './order-rules.api.ts'
import { findRule } from './order-rules.queries.ts'
import { deleteRule, insertRule, updateRule } from './order-rules.store.ts'

export function createRule(db: Db, scope: Scope, rule: OrderRuleForm): Promise<OrderRule> {
  return refusingDoubles(() =>
    inScope(db, scope, async (tx) => {
      const id = await insertRule(tx, rule, scope.actor.name)
      await recordAct(tx, scope, { act: 'Create order rule', subject: rule.name, after: { ...rule } })
      return (await findRule(tx, id))!
    }),
  )
}

/** Changes a rule; a second editor is warned. */
export function changeRule(db: Db, scope: Scope, id: string, version: number, rule: OrderRuleForm): Promise<OrderRule> {
  return refusingDoubles(() =>
    inScope(db, scope, async (tx) => {
      const before = await findRule(tx, id)
      if (!before) throw new Problem('not-found')
      if (!(await updateRule(tx, id, version, rule, scope.actor.name)))
        throw new Problem('edited-by-another', undefined, { current: { ...before } })
      await recordAct(tx, scope, { act: 'Change order rule', subject: rule.name, before: { ...before }, after: { ...rule } })
      return (await findRule(tx, id))!
    }),
  )
}

export async function removeRule(db: Db, scope: Scope, id: string): Promise<void> {
  await inScope(db, scope, async (tx) => {
    const before = await findRule(tx, id)
    if (!before) throw new Problem('not-found')
    await deleteRule(tx, id)
    await recordAct(tx, scope, { act: 'Delete order rule', subject: before.name, before: { ...before } })
  })
}

async function refusingDoubles<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'one_rule_per_scope') throw new Problem('rule-exists')
    if (constraint?.startsWith('order_rules_for_'))
      throw new Problem('invalid-input', 'rule.target: There is no such customer or address.', {
        faults: [{ field: 'rule.target', message: 'Choose a customer, and an address of that customer.' }],
      })
    throw error
  }
}
