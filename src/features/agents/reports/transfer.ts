import type { AgentStatus } from '../agents.ts'

/** A printer that is to pass to another agent. */
export interface ToTransfer {
  printerId: string
  serialNumber: string | null
  ipAddress: string | null
  hostName: string | null
  /** whether that agent owns it already */
  isThere: boolean
}

/** Why no printer can pass to an agent; undefined when one can. One that is not heard takes it over when it is heard again. */
export function whyNotTransferTo(status: AgentStatus): 'agent-deactivated' | 'agent-not-activated' | undefined {
  if (status === 'deactivated') return 'agent-deactivated'
  return status === 'activation-required' ? 'agent-not-activated' : undefined
}

/**
 * What becomes of a printer that is to pass to an agent. A printer that this does not reach would be read by nobody if it passed at once: so it passes
 * at the first reading by that agent, and until then its owner reads it.
 * @rule agents/transfer-on-request  A printer moves to another agent on request, at the first reading by that agent; this never unenrolls it.
 */
export function transferOutcome(
  printer: Pick<ToTransfer, 'isThere'> | undefined,
  agent: string,
  isRead: boolean,
): { outcome: 'done' | 'refused'; reason?: string; details?: string } {
  if (!printer) return { outcome: 'refused', reason: 'No longer on the list' }
  if (printer.isThere) return { outcome: 'done', details: `${agent} already reads it.` }
  return isRead
    ? { outcome: 'done', details: `It changes its agent when ${agent} has read it for the first time.` }
    : { outcome: 'done', details: `The discovery criteria of ${agent} do not cover it. Add its address: it then changes its agent.` }
}
