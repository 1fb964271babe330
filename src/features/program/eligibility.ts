import { compare, valid } from 'semver'
import { formatNumber } from '../../platform/numbers.ts'

/** What an assessment needs to know of one printer. */
export interface EligibilityFacts {
  management: 'managed' | 'pending' | null
  registration: 'enrolled' | 'discovered' | 'failed'
  registrationFailure: string | null
  manufacturer: string | null
  model: string | null
  /** whether a supported model of the catalogue matches manufacturer and model */
  modelSupported: boolean
  lifetimePageCount: number | null
  lifetimePageCountReadAt: string | null
  /** the model's limit, else the offering's */
  lifetimePageCountLimit: number
  contactId: string | null
  agentName: string | null
  agentVersion: string | null
  requiredAgentVersion: string
}

/** One fact behind a status: what was found, what it is measured against, when it was read and by which agent. */
export interface Evidence {
  value: string | null
  limit?: string
  readAt?: string | null
  agent?: string | null
}

export const REMEDIES = {
  none: { label: '', action: null },
  'contact-technical-support': { label: 'Contact Technical Support.', action: 'technical-support' },
  'contact-customer-operations': { label: 'Contact your Customer Operations representative.', action: 'customer-operations' },
  'restore-page-count': {
    label:
      'Update the agent or the firmware of the printer, or unenroll and enroll the printer again. If the count is still missing, contact Technical Support.',
    action: 'technical-support',
  },
  'assign-contact': { label: 'Assign a supplies delivery contact.', action: 'assign-contact' },
  'upgrade-agent': { label: 'Upgrade the agent on the Agents tab.', action: 'agents' },
} as const

export type Remedy = keyof typeof REMEDIES

interface Ineligibility {
  status: string
  label: string
  remedy: Remedy
  applies(p: EligibilityFacts): boolean
  evidence(p: EligibilityFacts): Evidence
}

/** Whether an agent's version is older than the required one, in semantic version order; no version known is older than any. */
export function isDownLevel(version: string | null, required: string): boolean {
  return version === null || valid(version) === null || compare(version, required) < 0
}

/**
 * The first that applies is the printer's status; all that apply are shown with their evidence.
 * @rule program/ineligible-reasons  A printer counts in the first line that is true, in this order; all its true reasons are kept.
 */
export const INELIGIBILITIES = [
  {
    status: 'already-managed',
    label: 'Printer already managed',
    remedy: 'none',
    applies: (p) => p.management === 'managed',
    evidence: () => ({ value: 'managed' }),
  },
  {
    status: 'pending-management',
    label: 'Printer pending management',
    remedy: 'none',
    applies: (p) => p.management === 'pending',
    evidence: () => ({ value: 'requested, not yet accepted' }),
  },
  {
    status: 'failed-registration',
    label: 'Printer failed registration',
    remedy: 'contact-technical-support',
    applies: (p) => p.registration !== 'enrolled',
    evidence: (p) => ({
      value: p.registration === 'discovered' ? 'discovered, not yet enrolled' : p.registrationFailure,
      agent: p.agentName,
    }),
  },
  {
    status: 'model-not-supported',
    label: 'Model not supported',
    remedy: 'contact-customer-operations',
    applies: (p) => !p.modelSupported,
    evidence: (p) => ({ value: [p.manufacturer, p.model].filter(Boolean).join(' ') || null, agent: p.agentName }),
  },
  {
    // At equality the printer is eligible.
    status: 'page-count-exceeds',
    label: 'Lifetime page count exceeds maximum allowed',
    remedy: 'contact-customer-operations',
    applies: (p) => p.lifetimePageCount !== null && p.lifetimePageCount > p.lifetimePageCountLimit,
    evidence: (p) => ({
      value: p.lifetimePageCount === null ? null : formatNumber(p.lifetimePageCount),
      limit: formatNumber(p.lifetimePageCountLimit),
      readAt: p.lifetimePageCountReadAt,
      agent: p.agentName,
    }),
  },
  {
    status: 'page-count-missing',
    label: 'Lifetime page count missing',
    remedy: 'restore-page-count',
    applies: (p) => p.lifetimePageCount === null,
    evidence: (p) => ({ value: null, agent: p.agentName }),
  },
  {
    status: 'no-contact',
    label: 'No supplies delivery contact assigned',
    remedy: 'assign-contact',
    applies: (p) => p.contactId === null,
    evidence: () => ({ value: null }),
  },
  {
    // At equality the agent is not down-level.
    status: 'down-level-agent',
    label: 'Associated with down-level fleet agent',
    remedy: 'upgrade-agent',
    applies: (p) => isDownLevel(p.agentVersion, p.requiredAgentVersion),
    evidence: (p) => ({ value: p.agentVersion, limit: p.requiredAgentVersion, agent: p.agentName }),
  },
] as const satisfies readonly Ineligibility[]

export type IneligibleStatus = (typeof INELIGIBILITIES)[number]['status']
export type EligibilityStatus = 'eligible' | IneligibleStatus

/** The nine lines of `Printer Eligibility Status`, `Eligible` first. */
export const ELIGIBILITY_STATUSES = ['eligible', ...INELIGIBILITIES.map((i) => i.status)] as [EligibilityStatus, ...EligibilityStatus[]]

/** The product's words for a status. */
export function eligibilityLabel(status: EligibilityStatus): string {
  return INELIGIBILITIES.find((i) => i.status === status)?.label ?? 'Eligible'
}

export interface EligibilityReason {
  status: IneligibleStatus
  evidence: Evidence
  remedy: Remedy
}

/** Assesses one printer: its status and every reason against it. */
export function assessEligibility(facts: EligibilityFacts): { status: EligibilityStatus; reasons: EligibilityReason[] } {
  const reasons = INELIGIBILITIES.filter((i) => i.applies(facts)).map(({ status, evidence, remedy }) => ({
    status,
    evidence: evidence(facts),
    remedy,
  }))
  return { status: reasons[0]?.status ?? 'eligible', reasons }
}
