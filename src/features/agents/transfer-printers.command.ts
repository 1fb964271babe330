import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { listSelectedReach } from '../printers/reach.queries.ts'
import { getSelectionCount } from '../printers/select-printers.command.ts'
import { Problem } from '../problems.ts'
import { findAgent } from './agents.queries.ts'
import { reading } from './criteria-coverage.ts'
import { insertTransfers } from './transfers.store.ts'

/**
 * Transfer to another agent. A printer that the new agent does not reach would be read by nobody if it passed at once: so it passes at the first
 * reading by that agent, and until then its owner reads it.
 * @rule agents/transfer-on-request  A printer passes to another agent on request, at the first reading by that agent; it is never unenrolled by that.
 */
export function transferPrinters(db: Db, scope: Scope, { selectionId, agentId }: { selectionId: string; agentId: string }) {
  return inScope(db, scope, async (tx) => {
    await getSelectionCount(tx, scope, selectionId)
    const agent = await findAgent(tx, scope, agentId, null)
    if (!agent) throw new Problem('not-found')
    if (agent.status === 'deactivated') throw new Problem('agent-deactivated')
    if (agent.status === 'activation-required') throw new Problem('agent-not-activated')
    const outOfReach = await countOutOfReach(tx, scope, selectionId, agent)
    const told = { ...(await insertTransfers(tx, scope, selectionId, agentId)), outOfReach }
    await recordAct(tx, scope, { act: 'Transfer to another agent', subject: agent.name, after: { ...told } })
    return told
  })
}

async function countOutOfReach(
  tx: Tx,
  scope: Scope,
  selectionId: string,
  agent: { id: string; include: { entry: string }[]; exclude: string[] },
) {
  const isRead = reading(agent)
  let count = 0
  for (let batch = 0; ; batch++) {
    const printers = await listSelectedReach(tx, scope, selectionId, batch)
    if (!printers) return count
    count += printers.filter((printer) => printer.agentId !== agent.id && !isRead(printer)).length
  }
}
