import type { AgentStatus } from '../agents.ts'

interface Updatable {
  status: AgentStatus
  version: string | null
  updateAvailable: string | null
  update: { state: 'asked' | 'done' | 'failed' } | null
}

/** Why the console does not ask an agent to update; undefined when it does. */
export function whyNotAskForUpdate({ status, version, updateAvailable, update }: Updatable): string | undefined {
  if (status === 'deactivated') return 'The agent is deactivated. Generate an activation code to use it again.'
  if (status === 'activation-required') return 'The agent is not activated yet. Run it with an activation code first.'
  if (update?.state === 'asked') return 'The agent was already asked to update.'
  return updateAvailable === null ? `The agent has version ${version}; this server has no newer one.` : undefined
}
