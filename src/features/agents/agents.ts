import { formatNoun } from '../../platform/numbers.ts'

/** Words of the page `Fleet Agents`. */
export const AGENT_STATUSES = {
  'activation-required': 'Activation required',
  communicating: 'Communicating',
  noncommunicating: 'Noncommunicating',
  deactivated: 'Deactivated',
} as const
export type AgentStatus = keyof typeof AGENT_STATUSES
export const AGENT_STATUS_NAMES = Object.keys(AGENT_STATUSES) as [AgentStatus, ...AgentStatus[]]

/**
 * Why an agent can be neither deactivated nor deleted; undefined when it can.
 * @rule agents/held-printers-keep-their-agent  Deleting or deactivating an agent with managed or pending printers is refused, with their number.
 */
export function whyNotRemove(agent: { managed: number; pending: number }): string | undefined {
  const held = agent.managed + agent.pending
  if (held === 0) return undefined
  return `The agent reads ${formatNoun(held, 'managed or pending printer')} and can be neither deactivated nor deleted.`
}

/** Why an agent has no credential to revoke; undefined when it has one. */
export function whyNotRevoke({ status }: { status: AgentStatus }): string | undefined {
  if (status !== 'activation-required' && status !== 'deactivated') return undefined
  return 'The agent has no credential: it is not activated.'
}
