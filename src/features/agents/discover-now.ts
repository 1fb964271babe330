import type { AgentStatus } from './agents.ts'

/** Why an agent cannot be asked to discover now; undefined when it can. A silent agent does it when it is heard again. */
export function whyNotDiscover(agent: { status: AgentStatus; include: readonly unknown[] }): string | undefined {
  if (agent.status === 'deactivated') return 'The agent is deactivated. Generate an activation code to use it again.'
  if (agent.status === 'activation-required') return 'The agent is not activated yet. Run it with an activation code first.'
  return agent.include.length === 0 ? 'Its discovery criteria include nothing. Edit the agent to add an entry.' : undefined
}
