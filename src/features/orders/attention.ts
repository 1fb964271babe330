import { HOLDS, type Hold } from './order-states.ts'

/** What needs a person, as pages count and list it. */
export const NEEDS = {
  held: 'Held',
  approval: 'Awaiting approval',
  lost: 'Not arrived',
  overdue: 'Overdue',
  bounced: 'Address cannot be reached',
} as const
export type Need = keyof typeof NEEDS
export const NEED_NAMES = Object.keys(NEEDS) as [Need, ...Need[]]

/** What of the lines of an order may need a person. */
export interface AttentionFacts {
  lost: number
  forPartner: number
  forProvider: number
  overdue: number
  hold: Hold | null
}

/** What needs a person, in one sentence, the most harmful first; null when nothing does. */
export function attentionOf({ lost, forPartner, forProvider, overdue, hold }: AttentionFacts): string | null {
  if (lost > 0) return 'A parcel did not arrive.'
  if (hold !== null) return `Held: ${HOLDS[hold]}`
  if (overdue > 0) return 'It should have arrived by now.'
  if (forProvider > 0) return 'Waits for the approval of the provider.'
  if (forPartner > 0) return 'Waits for the approval of partner or customer.'
  return null
}
