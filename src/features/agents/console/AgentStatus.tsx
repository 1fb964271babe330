import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Agent } from '../agents.api.ts'
import { AGENT_STATUSES, type AgentStatus as Status } from '../agents.ts'

const ICONS: Record<Status, StatusIndicatorProps.Type> = {
  'activation-required': 'pending',
  communicating: 'success',
  noncommunicating: 'warning',
  deactivated: 'stopped',
}

/** The status of an agent in the product's words. */
export function AgentStatus({ status }: { status: Status }) {
  return <StatusIndicator type={ICONS[status]}>{AGENT_STATUSES[status]}</StatusIndicator>
}

/** The version of an agent, and whether the program asks for a newer one. */
export function AgentVersion({ agent }: { agent: Pick<Agent, 'version' | 'downLevel' | 'requiredVersion'> }) {
  if (agent.version === null) return <>-</>
  if (!agent.downLevel) return <>{agent.version}</>
  return <StatusIndicator type="warning">{`${agent.version}, update to ${agent.requiredVersion}`}</StatusIndicator>
}
