import { compare, valid } from 'semver'
import type { AgentStatus } from '../agents.ts'

interface Updatable {
  status: AgentStatus
  version: string | null
}

/** Whether a version is older than the one offered. What is no version counts as older. */
export const isBehind = (version: string | null, offered: string): boolean =>
  version !== null && (valid(version) === null || compare(version, offered) < 0)

/**
 * Why an agent is not asked to update; undefined when it is. A silent agent does it when it is heard again.
 * @rule agents/no-downgrade-unasked  An agent is never updated to an older version unless somebody requests it.
 */
export function whyNotUpdate({ status, version }: Updatable, offered: string | null, downgrade = false): string | undefined {
  if (offered === null) return 'This server has no bundle of the agent to offer.'
  if (status === 'deactivated') return 'The agent is deactivated. Generate an activation code to use it again.'
  if (status === 'activation-required' || version === null) return 'The agent is not activated yet. Run it with an activation code first.'
  if (isBehind(version, offered)) return undefined
  if (version === offered) return `The agent has version ${offered} already.`
  return downgrade ? undefined : `The agent has version ${version}, which is newer than ${offered}.`
}
