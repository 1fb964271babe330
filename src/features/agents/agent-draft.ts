import { whyNotCriterion } from './criteria.ts'

/** An agent while a person edits it. */
export interface AgentDraft {
  name: string
  description: string
  include: { entry: string; profileId: string }[]
  exclude: string[]
}

export interface AgentFaults {
  name?: string
  /** by the row's place in the list */
  include: Record<number, { entry?: string; profileId?: string }>
  exclude: Record<number, string>
}

export const EMPTY_AGENT: AgentDraft = { name: '', description: '', include: [], exclude: [] }

/** What is sent: tidied, without the rows that were left blank. */
export function tidyAgent(draft: AgentDraft): AgentDraft {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    include: draft.include.map(({ entry, profileId }) => ({ entry: entry.trim(), profileId })).filter(({ entry }) => entry !== ''),
    exclude: draft.exclude.map((entry) => entry.trim()).filter((entry) => entry !== ''),
  }
}

/** The faults of a draft, each at its row; undefined where there is none. A blank row is no fault: it is left out. */
export function agentFaults(draft: AgentDraft): AgentFaults | undefined {
  const faults: AgentFaults = { include: {}, exclude: {} }
  if (draft.name.trim() === '') faults.name = 'Name is required.'
  else if (draft.name.trim().length > 128) faults.name = 'Name has at most 128 characters.'
  draft.include.forEach(({ entry, profileId }, row) => {
    if (entry.trim() === '') return
    const why = whyNotCriterion(entry)
    if (why || profileId === '') {
      faults.include[row] = { ...(why ? { entry: why } : {}), ...(profileId === '' ? { profileId: 'Choose an SNMP profile.' } : {}) }
    }
  })
  draft.exclude.forEach((entry, row) => {
    const why = entry.trim() === '' ? undefined : whyNotCriterion(entry)
    if (why) faults.exclude[row] = why
  })
  const none = !faults.name && Object.keys(faults.include).length === 0 && Object.keys(faults.exclude).length === 0
  return none ? undefined : faults
}
