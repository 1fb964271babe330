import { api } from '../../client.ts'
import type { Printer } from '../../printers/printers.api.ts'
import type { AgentDetails } from '../agents.api.ts'

const PAGE = 200

/** The managed and pending printers that an agent reads; none is asked for where the agent has none. */
export async function heldPrinters(organizationId: string, agent: AgentDetails): Promise<Printer[]> {
  if (agent.managed + agent.pending === 0) return []
  const filter = { organizationId, agent: [agent.id], management: ['managed', 'pending'], limit: PAGE }
  const held: Printer[] = []
  let cursor: string | undefined
  do {
    const page = await api.printers.list({ ...filter, ...(cursor ? { cursor } : {}) })
    held.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return held
}
