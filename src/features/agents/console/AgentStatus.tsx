import Box from '@cloudscape-design/components/box'
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

/** The version of an agent; whether the program asks for a newer one, whether this server has one, and what became of the last update. */
export function AgentVersion({
  agent,
}: {
  agent: Pick<Agent, 'version' | 'downLevel' | 'requiredVersion' | 'updateAvailable' | 'update'>
}) {
  const { version, downLevel, requiredVersion, updateAvailable, update } = agent
  if (version === null) return '-'
  if (update?.state === 'asked') return <Remarked type="in-progress" version={version} remark={`updating to ${update.version}`} />
  if (downLevel) return <Remarked type="warning" version={version} remark={`update to ${updateAvailable ?? requiredVersion} required`} />
  if (updateAvailable === null) return version
  return <Remarked type="info" version={version} remark={`update to ${updateAvailable} available`} />
}

function Remarked({ type, version, remark }: { type: StatusIndicatorProps.Type; version: string; remark: string }) {
  return (
    <>
      <StatusIndicator type={type}>{version}</StatusIndicator>
      <Box variant="small" color="text-body-secondary" display="block">
        {remark}
      </Box>
    </>
  )
}
