import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import { formatNumber } from '../../../platform/numbers.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { getSelectionCount } from '../../selections/select-printers.command.ts'
import { once } from '../../tasks/once.command.ts'
import { type HandlePortion, type PrinterOutcome, startTask } from '../../tasks/run-task.command.ts'
import { countUnenrollment } from './unenroll-printers.queries.ts'
import { lockForUnenrollment, unenroll } from './unenroll-printers.store.ts'
import { planUnenroll, unenrollmentLine, whyNotUnenroll } from './unenroll-printers.ts'

/** Starts the task `Unenroll`; refused where every printer of the selection is managed or pending. */
export function startUnenrollment(db: Db, scope: Scope, { selectionId }: { selectionId: string }, key: string | undefined) {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, { act: 'unenroll', selectionId }, async () => {
      const printers = await getSelectionCount(tx, scope, selectionId)
      await refuseToUnenroll(tx, scope, { selectionId })
      const details = `${formatNumber(printers)} selected`
      const taskId = await startTask(tx, scope, { kind: 'unenroll', details, input: {}, selectionId, printers })
      await recordAct(tx, scope, { act: 'Unenroll', subject: details, after: { printers, taskId } })
      return { taskId }
    }),
  )
}

/** Refuses where no printer of the selection can leave. */
export async function refuseToUnenroll(tx: Tx, scope: Scope, { selectionId }: { selectionId: string }): Promise<void> {
  const plan = planUnenroll(await countUnenrollment(tx, scope, selectionId))
  if (plan.kind === 'refused') throw new Problem(plan.code, plan.message, { count: plan.count })
}

/**
 * Unenrolls what nothing holds, assessed again under lock: what became pending since, or left already, has an outcome of its own.
 * @rule printers/unenrolling-keeps-history  Unenrolling takes a printer off the list and keeps its history, contact, asset tag and tags.
 */
export const handleUnenrollment: HandlePortion = async (tx, scope, _task, printerIds) => {
  await lockForUnenrollment(tx, scope, printerIds)
  const standing = new Map((await unenroll(tx, scope, printerIds)).map((printer) => [printer.printerId, printer]))
  return printerIds.map((printerId): PrinterOutcome => {
    const printer = standing.get(printerId)
    const serialNumber = printer?.serialNumber ?? null
    const why = whyNotUnenroll(unenrollmentLine(printer ?? { registration: null, management: null }))
    return why ? { printerId, serialNumber, outcome: 'refused', ...why } : { printerId, serialNumber, outcome: 'done' }
  })
}
