import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { PROBLEMS, Problem } from '../../problems.ts'
import { getSelectionCount } from '../../selections/select-printers.command.ts'
import { once } from '../../tasks/once.command.ts'
import { type HandlePortion, type PrinterOutcome, startTask } from '../../tasks/run-task.command.ts'
import { findAgent } from '../agents.queries.ts'
import { reading } from '../criteria-coverage.ts'
import { transferOutcome, whyNotTransferTo } from './transfer.ts'
import { insertTransfers } from './transfers.store.ts'

/** Starts the task `Transfer to another agent`. */
export function startTransfer(
  db: Db,
  scope: Scope,
  { selectionId, agentId }: { selectionId: string; agentId: string },
  key: string | undefined,
) {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, { act: 'transfer', selectionId, agentId }, async () => {
      const printers = await getSelectionCount(tx, scope, selectionId)
      const agent = await findAgent(tx, scope, agentId, null)
      if (!agent) throw new Problem('not-found')
      const why = whyNotTransferTo(agent.status)
      if (why) throw new Problem(why)
      const details = `To ${agent.name}`
      const taskId = await startTask(tx, scope, { kind: 'transfer', details, input: { agentId }, selectionId, printers })
      await recordAct(tx, scope, { act: 'Transfer to another agent', subject: agent.name, after: { printers, taskId } })
      return { taskId }
    }),
  )
}

/** Notes of a portion that it passes to the agent; refused where that was deleted or deactivated meanwhile. */
export const handleTransfer: HandlePortion = async (tx, scope, task, printerIds) => {
  const { agentId } = task.input as { agentId: string }
  const agent = await findAgent(tx, scope, agentId, null)
  const why = agent && whyNotTransferTo(agent.status)
  const reason = agent ? why && PROBLEMS[why].message : 'The agent was deleted.'
  if (!agent || reason) return printerIds.map((printerId) => ({ printerId, serialNumber: null, outcome: 'refused', reason: reason! }))
  const isRead = reading(agent)
  const standing = new Map((await insertTransfers(tx, scope, printerIds, agentId)).map((printer) => [printer.printerId, printer]))
  return printerIds.map((printerId): PrinterOutcome => {
    const printer = standing.get(printerId)
    const serialNumber = printer?.serialNumber ?? null
    return { printerId, serialNumber, ...transferOutcome(printer, agent.name, printer !== undefined && isRead(printer)) }
  })
}
