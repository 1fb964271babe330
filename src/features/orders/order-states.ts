/**
 * The states of an order line and what each allows: used by the pages, the API and the server alike.
 *
 * Open in the specification is which act leads where. We keep to these: what has not left for the supplier can be held, released and canceled; what was ordered is
 * the supplier's to refuse, to deliver partly or later, or in another part; a parcel that does not come is lost, and one that comes after all is delivered. A cartridge
 * that is returned or defective ends its line as canceled, so that its need is open again.
 */

export const ORDER_STATES = {
  proposed: 'Proposed',
  ordered: 'Ordered',
  shipped: 'Shipped',
  delivered: 'Delivered',
  installed: 'Installed',
  canceled: 'Canceled',
  held: 'Held',
  lost: 'Lost',
} as const
export type OrderState = keyof typeof ORDER_STATES
export const ORDER_STATE_NAMES = Object.keys(ORDER_STATES) as [OrderState, ...OrderState[]]

/** Who acts. `link` is a person without an account who holds a signed link of the printer or the address. */
export const ACTOR_KINDS = {
  rule: 'Rule',
  reading: 'Reading',
  customer: 'Customer or partner',
  provider: 'Provider',
  supplier: 'Supplier',
  link: 'Person with a link',
} as const
export type ActorKind = keyof typeof ACTOR_KINDS
export const ACTOR_KIND_NAMES = Object.keys(ACTOR_KINDS) as [ActorKind, ...ActorKind[]]

/** Why a line ended as canceled. */
export const ENDINGS = {
  refused: 'Refused by the supplier',
  returned: 'Returned',
  defective: 'Defective',
  'not-needed': 'No longer needed',
  'by-hand': 'Canceled by a person',
} as const
export type Ending = keyof typeof ENDINGS
export const ENDING_NAMES = Object.keys(ENDINGS) as [Ending, ...Ending[]]

interface Act {
  label: string
  from: readonly OrderState[]
  /** null: the state stays, and the act is recorded */
  to: OrderState | null
  by: readonly ActorKind[]
  /** a person states why */
  needsReason: boolean
  ending?: Ending
}

/**
 * What each state allows: which act, by whom, to which state.
 * @rule orders/state-machine  A line changes its state by an act of this table alone, by those who may, and each change is recorded with who or which rule, when and why.
 */
export const ORDER_ACTS = {
  approve: { label: 'Approve', from: ['proposed'], to: 'ordered', by: ['rule', 'customer', 'provider'], needsReason: false },
  hold: { label: 'Hold', from: ['proposed'], to: 'held', by: ['rule', 'customer', 'provider'], needsReason: true },
  release: { label: 'Release', from: ['held'], to: 'ordered', by: ['provider'], needsReason: true },
  confirm: { label: 'Confirm', from: ['ordered'], to: null, by: ['supplier', 'provider'], needsReason: false },
  backorder: { label: 'Backorder', from: ['ordered'], to: null, by: ['supplier', 'provider'], needsReason: false },
  substitute: { label: 'Substitute', from: ['ordered'], to: null, by: ['supplier', 'provider'], needsReason: false },
  refuse: { label: 'Refuse', from: ['ordered'], to: 'canceled', by: ['supplier', 'provider'], needsReason: true, ending: 'refused' },
  ship: { label: 'Ship', from: ['ordered'], to: 'shipped', by: ['supplier', 'provider'], needsReason: false },
  deliver: {
    label: 'Confirm receipt',
    from: ['ordered', 'shipped', 'lost'],
    to: 'delivered',
    by: ['supplier', 'provider', 'customer', 'link'],
    needsReason: false,
  },
  install: { label: 'Install', from: ['ordered', 'shipped', 'delivered', 'lost'], to: 'installed', by: ['reading'], needsReason: false },
  lose: {
    label: 'Report as not arrived',
    from: ['ordered', 'shipped', 'delivered'],
    to: 'lost',
    by: ['rule', 'supplier', 'provider', 'customer', 'link'],
    needsReason: true,
  },
  cancel: {
    label: 'Cancel',
    from: ['proposed', 'held', 'ordered'],
    to: 'canceled',
    by: ['customer', 'provider'],
    needsReason: true,
    ending: 'by-hand',
  },
  'end-need': {
    label: 'End: no longer needed',
    from: ['proposed', 'held'],
    to: 'canceled',
    by: ['rule', 'reading'],
    needsReason: true,
    ending: 'not-needed',
  },
  'address-unknown': {
    label: 'Report address as undeliverable',
    from: ['ordered', 'shipped', 'lost'],
    to: null,
    by: ['supplier', 'provider', 'customer'],
    needsReason: true,
  },
  return: {
    label: 'Record a return',
    from: ['shipped', 'delivered'],
    to: 'canceled',
    by: ['supplier', 'provider', 'customer'],
    needsReason: true,
    ending: 'returned',
  },
  'claim-defective': {
    label: 'Claim as defective',
    from: ['delivered', 'installed'],
    to: 'canceled',
    by: ['provider', 'customer'],
    needsReason: true,
    ending: 'defective',
  },
} as const satisfies Record<string, Act>
export type OrderAct = keyof typeof ORDER_ACTS
export const ORDER_ACT_NAMES = Object.keys(ORDER_ACTS) as [OrderAct, ...OrderAct[]]

export const actOf = (name: OrderAct): Act => ORDER_ACTS[name]

/** The acts that these may do at some time: what a page offers and an operation takes. */
export const actsBy = (kind: ActorKind): OrderAct[] => ORDER_ACT_NAMES.filter((name) => actOf(name).by.includes(kind))

/** In which order a line advances; what ended otherwise counts for its order only when all of it did. */
const PROGRESS: readonly OrderState[] = ['held', 'proposed', 'ordered', 'shipped', 'delivered', 'installed', 'lost', 'canceled']

/**
 * The state that an order shows.
 * @rule orders/least-advanced-line  An order shows the state of its least advanced line; lines that are lost or canceled count when there are no others.
 */
export const leastAdvanced = (states: readonly OrderState[]): OrderState =>
  PROGRESS[Math.min(...states.map((state) => PROGRESS.indexOf(state)))]!

/** States in which a cartridge is promised to a need and not there yet. */
export const ON_THE_WAY: readonly OrderState[] = ['proposed', 'held', 'ordered', 'shipped']

/** Whose approval a proposed line waits for. */
export const APPROVALS = { nobody: 'Nobody', partner: 'Partner or customer', provider: 'Provider' } as const
export type Approval = keyof typeof APPROVALS
export const APPROVAL_NAMES = Object.keys(APPROVALS) as [Approval, ...Approval[]]

export interface LineStanding {
  state: OrderState
  approval: Approval
}

/**
 * Why somebody cannot do this to a line; undefined when they can.
 * @rule orders/approval  A line that waits for the provider's approval is approved by the provider alone; one that waits for the partner's, by either.
 */
export function whyNotAct(act: OrderAct, line: LineStanding, by: ActorKind): string | undefined {
  const { from, by: actors, label } = actOf(act)
  if (!actors.includes(by)) return `${label} is not for: ${ACTOR_KINDS[by]}.`
  if (!from.includes(line.state)) return `${label} is not possible while the line is ${ORDER_STATES[line.state]}.`
  if (act === 'approve' && by === 'customer' && line.approval === 'provider') return 'The provider approves this line.'
  if (act === 'cancel' && by === 'customer' && line.state === 'ordered')
    return 'The line was ordered. Ask the provider to cancel it with the supplier.'
  return undefined
}

/** The state after an act that is allowed. */
export const stateAfter = (act: OrderAct, state: OrderState): OrderState => actOf(act).to ?? state

/**
 * Why a line is held.
 * @rule orders/held-where-odd  Where something is odd a line is held with its reason, and a person decides.
 */
export const HOLDS = {
  'level-jumped': 'The level jumps up and down.',
  'not-read': 'The printer was not read for days.',
  'pages-implausible': 'Page count and level do not fit together.',
  'address-bounced': 'Nothing can be delivered to the address.',
  'too-many': 'Too many cartridges for the pages printed.',
  'leaving-program': 'The printer leaves the program.',
  'over-limit': 'The limit of the rule is reached.',
  'not-in-catalogue': 'The catalogue has no cartridge for this supply.',
  'by-hand': 'Held by a person.',
} as const
export type Hold = keyof typeof HOLDS
export const HOLD_NAMES = Object.keys(HOLDS) as [Hold, ...Hold[]]
