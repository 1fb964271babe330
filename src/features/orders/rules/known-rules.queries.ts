import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { KeptRule } from './order-rules.ts'

/** The rules that are for the organization of the scope: the provider's, of which a customer sees no more than these. */
export async function readKnownRules(tx: Tx): Promise<KeptRule[]> {
  const found = await rows(tx, sql<{ rule: KeptRule }>`select rule from order_rules_here() as rule`)
  return found.map(({ rule }) => rule)
}
