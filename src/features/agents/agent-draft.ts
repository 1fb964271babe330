import { formatNumber } from '../../platform/numbers.ts'
import { whyNotCriterion } from './criteria.ts'

/** What the settings of an agent may be, and what they are at first. Times are in seconds. */
export const SCHEDULE_LIMITS = {
  packetsPerSecond: { least: 1, most: 20_000 },
  heartbeatSeconds: { least: 1, most: 3600 },
  readSeconds: { least: 10, most: 604_800 },
  discoverSeconds: { least: 60, most: 2_592_000 },
} as const
export type ScheduleField = keyof typeof SCHEDULE_LIMITS
export const SCHEDULE_FIELDS = Object.keys(SCHEDULE_LIMITS) as ScheduleField[]

export const SCHEDULE_LABELS: Record<ScheduleField, string> = {
  packetsPerSecond: 'SNMP packets per second, at most',
  heartbeatSeconds: 'Seconds between heartbeats',
  readSeconds: 'Seconds between two readings of a printer',
  discoverSeconds: 'Seconds between two discoveries',
}

type Schedule = Record<ScheduleField, number>

/** What is sent of an agent: the form of the API. */
export interface AgentEdit extends Schedule {
  name: string
  description: string
  include: { entry: string; profileId: string }[]
  exclude: string[]
  enrollsAtOnce: boolean
}

/** An agent while a person edits it: numbers as they are typed. */
export interface AgentDraft extends Omit<AgentEdit, ScheduleField> {
  schedule: Record<ScheduleField, string>
}

export interface AgentFaults {
  name?: string
  /** by the row's place in the list */
  include: Record<number, { entry?: string; profileId?: string }>
  exclude: Record<number, string>
  schedule: Partial<Record<ScheduleField, string>>
}

export const EMPTY_AGENT: AgentDraft = {
  name: '',
  description: '',
  include: [],
  exclude: [],
  enrollsAtOnce: true,
  schedule: { packetsPerSecond: '1500', heartbeatSeconds: '60', readSeconds: '900', discoverSeconds: '86400' },
}

/** An agent as it stands, to be edited. */
export function draftOf(agent: AgentEdit): AgentDraft {
  const { name, description, include, exclude, enrollsAtOnce } = agent
  const schedule = { ...EMPTY_AGENT.schedule }
  for (const field of SCHEDULE_FIELDS) schedule[field] = String(agent[field])
  return { name, description, include, exclude, enrollsAtOnce, schedule }
}

/** What is sent: tidied, without the rows that were left blank. */
export function tidyAgent(draft: AgentDraft): AgentEdit {
  const { packetsPerSecond, heartbeatSeconds, readSeconds, discoverSeconds } = draft.schedule
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    include: draft.include.map(({ entry, profileId }) => ({ entry: entry.trim(), profileId })).filter(({ entry }) => entry !== ''),
    exclude: draft.exclude.map((entry) => entry.trim()).filter((entry) => entry !== ''),
    enrollsAtOnce: draft.enrollsAtOnce,
    packetsPerSecond: Number(packetsPerSecond),
    heartbeatSeconds: Number(heartbeatSeconds),
    readSeconds: Number(readSeconds),
    discoverSeconds: Number(discoverSeconds),
  }
}

/** The faults of a draft, each at its place; undefined where there is none. A blank row is no fault: it is left out. */
export function agentFaults(draft: AgentDraft): AgentFaults | undefined {
  const faults: AgentFaults = { include: {}, exclude: {}, schedule: {} }
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
  for (const field of SCHEDULE_FIELDS) {
    const why = whyNotNumber(draft.schedule[field], SCHEDULE_LIMITS[field])
    if (why) faults.schedule[field] = why
  }
  const none = !faults.name && [faults.include, faults.exclude, faults.schedule].every((part) => Object.keys(part).length === 0)
  return none ? undefined : faults
}

function whyNotNumber(text: string, { least, most }: { least: number; most: number }): string | undefined {
  const number = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN
  return number >= least && number <= most ? undefined : `From ${least} to ${formatNumber(most)}.`
}
