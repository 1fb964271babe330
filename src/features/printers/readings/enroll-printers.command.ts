import { type Db, inScope } from '../../../platform/db/database.ts'
import { formatNumber } from '../../../platform/numbers.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { assignPendingSerials } from '../../contacts/pending-serials.command.ts'
import { getSelectionCount } from '../../selections/select-printers.command.ts'
import { once } from '../../tasks/once.command.ts'
import { type HandlePortion, type PrinterOutcome, startTask } from '../../tasks/run-task.command.ts'
import { enrollmentOutcome } from './enrollment.ts'
import { enrollWaiting } from './enrollments.store.ts'
import { FAILURE } from './registration.ts'

/** Starts the task `Enroll`: the printers of a selection that wait because their agent does not enroll at once. */
export function startEnrollment(db: Db, scope: Scope, { selectionId }: { selectionId: string }, key: string | undefined) {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, { act: 'enroll', selectionId }, async () => {
      const printers = await getSelectionCount(tx, scope, selectionId)
      const details = `${formatNumber(printers)} selected`
      const taskId = await startTask(tx, scope, { kind: 'enroll', details, input: {}, selectionId, printers })
      await recordAct(tx, scope, { act: 'Enroll', subject: details, after: { printers, taskId } })
      return { taskId }
    }),
  )
}

/** Enrolls those of a portion that wait, and assigns the contacts that wait for them. */
export const handleEnrollment: HandlePortion = async (tx, scope, _task, printerIds) => {
  const standing = new Map((await enrollWaiting(tx, scope, printerIds, FAILURE.elsewhere)).map((printer) => [printer.printerId, printer]))
  const enrolled = [...standing.values()].filter(({ stood, isEnrolled }) => stood === 'discovered' && isEnrolled)
  await assignPendingSerials(
    tx,
    scope,
    enrolled.map(({ printerId }) => printerId),
  )
  return printerIds.map((printerId): PrinterOutcome => {
    const printer = standing.get(printerId)
    return {
      printerId,
      serialNumber: printer?.serialNumber ?? null,
      ...enrollmentOutcome(printer?.stood ?? null, printer?.isEnrolled ?? false),
    }
  })
}
