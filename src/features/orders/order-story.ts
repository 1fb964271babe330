import { ORDER_ACTS, type OrderAct, type OrderState } from './order-states.ts'

/** What happened to one line, as the story needs it. */
export interface StoryEvent {
  lineId: string
  at: string
  act: string
  to: OrderState
  byKind: string
  by: string
  reason: string
}

/** What happened to several lines at once, as people read it. */
export interface StoryStep {
  at: string
  label: string
  to: OrderState
  byKind: string
  by: string
  /** the reasons, each with the lines that it is of */
  reasons: { reason: string; lineIds: string[] }[]
  lines: number
}

const LABELS: Record<string, string> = {
  propose: 'Proposed',
  approve: 'Ordered',
  hold: 'Held',
  release: 'Released and ordered',
  confirm: 'Confirmed by the supplier',
  backorder: 'Backordered',
  substitute: 'Another part is sent',
  refuse: 'Refused by the supplier',
  ship: 'Shipped',
  deliver: 'Delivered',
  install: 'Installed',
  lose: 'Reported as not arrived',
  cancel: 'Canceled',
  'end-need': 'Ended: no longer needed',
  return: 'Returned',
  'claim-defective': 'Claimed as defective',
  'address-unknown': 'Address reported as undeliverable',
  'replace-printer': 'Moved to another printer',
} satisfies Record<OrderAct | 'propose' | 'replace-printer', string>

/** The story of an order, newest first: what one actor did to several lines at one moment is one step. */
export function storyOf(events: readonly StoryEvent[]): StoryStep[] {
  const steps: StoryStep[] = []
  const last = new Map<string, StoryStep>()
  for (const { lineId, at, act, to, byKind, by, reason } of events) {
    const key = [act, to, byKind, by, at.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)].join('\n')
    let step = last.get(key)
    if (!step) {
      step = { at, label: LABELS[act] ?? act, to, byKind, by, reasons: [], lines: 0 }
      last.set(key, step)
      steps.push(step)
    }
    step.lines++
    const said = isSpoken(act, reason) ? reason : ''
    const same = step.reasons.find((one) => one.reason === said)
    if (same) same.lineIds.push(lineId)
    else step.reasons.push({ reason: said, lineIds: [lineId] })
  }
  return steps.reverse()
}

// Where nobody stated a reason the act's own label stands there.
const isSpoken = (act: string, reason: string) => !Object.hasOwn(ORDER_ACTS, act) || reason !== ORDER_ACTS[act as OrderAct].label
