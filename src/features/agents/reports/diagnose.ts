import type { AgentStatus } from '../agents.ts'

/** Why a printer cannot be diagnosed; undefined when it can. A silent agent does it when it is heard again. */
export function whyNotDiagnose(printer: { agentId: string | null; address: string | null; agentActive: boolean }): string | undefined {
  if (printer.agentId === null) return 'No agent reads this printer. Discover it with an agent first.'
  if (!printer.agentActive) return 'The agent that read this printer is not active. Generate an activation code to use it again.'
  return printer.address === null ? 'The printer has no address. Discover it first.' : undefined
}

/**
 * Why an agent has not fetched yet what was asked of it.
 * @rule agents/offline-work-is-queued  A request to an agent that is not heard from is queued, and the answer says so.
 */
export function whyQueued(agentStatus: AgentStatus): string {
  switch (agentStatus) {
    case 'communicating':
      return 'The agent fetches it at its next heartbeat.'
    case 'noncommunicating':
      return 'The agent is not heard from now. The request is queued until the agent connects again.'
    default:
      return 'The agent is not active. The request is queued until the agent is activated again.'
  }
}

/** What a diagnosis ended with, in words. */
export const DIAGNOSIS_OUTCOMES = {
  reading: 'The printer was read',
  'not-a-printer': 'It answers but is not a printer',
  'no-answer': 'No answer',
  'wrong-credentials': 'Wrong credentials',
  'no-route': 'No route',
  excluded: 'Excluded from discovery',
} as const

/** What one step ended with, in words. */
export const STEP_OUTCOMES = {
  ok: 'Answered',
  trouble: 'Answered in part',
  'no-answer': 'No answer',
  'no-route': 'No route',
  'wrong-credentials': 'Wrong credentials',
} as const
