import { type EligibilityReason, type Evidence, eligibilityLabel, type IneligibleStatus, REMEDIES } from './eligibility.ts'

const WHAT: Record<IneligibleStatus, { found: string; missing: string; limit: string }> = {
  'already-managed': { found: '', missing: '', limit: '' },
  'pending-management': { found: '', missing: '', limit: '' },
  'failed-registration': { found: '', missing: 'no reason known', limit: '' },
  'model-not-supported': { found: '', missing: 'manufacturer and model are not known', limit: '' },
  'page-count-exceeds': { found: 'counted', missing: 'no count known', limit: 'at most' },
  'page-count-missing': { found: '', missing: 'the printer reports none', limit: '' },
  'no-contact': { found: '', missing: '', limit: '' },
  'down-level-agent': { found: 'version', missing: 'no agent version known', limit: 'required' },
}

/**
 * The evidence behind a reason in one line: what was found, what it is measured against, when it was read and by which agent.
 * `instant` writes a point in time as the reader's page does. Blank where the status says everything.
 */
export function evidenceWords(reason: { status: IneligibleStatus; evidence: Evidence }, instant: (at: string) => string): string {
  const { value, limit, readAt, agent } = reason.evidence
  const { found, missing, limit: limitWord } = WHAT[reason.status]
  const known = value === null ? missing : `${found} ${value}`.trim()
  // A reason of the registration is a sentence of its own; here it is part of one.
  const parts = [reason.status === 'already-managed' ? '' : known.replace(/\.$/, '')]
  if (limit !== undefined) parts.push(`${limitWord} ${limit}`.trim())
  if (readAt) parts.push(`read ${instant(readAt)}`)
  if (agent) parts.push(`agent ${agent}`)
  return parts.filter((part) => part !== '').join(', ')
}

/** The words of a reason and of its remedy. */
export function reasonWords(reason: Pick<EligibilityReason, 'status' | 'remedy'>): { label: string; remedy: string } {
  return { label: eligibilityLabel(reason.status), remedy: REMEDIES[reason.remedy].label }
}
