import type { SupplyPlan } from '../orders.api.ts'

/** What was decided about a supply, in two words. */
export const DECISIONS: Record<SupplyPlan['decision'], string> = {
  order: 'Order now',
  along: 'Goes along',
  wait: 'Waits',
  covered: 'Covered',
  unknown: 'Not decided',
  held: 'Held',
}
