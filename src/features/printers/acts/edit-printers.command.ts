import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { getSelectionCount } from '../../selections/select-printers.command.ts'
import { once } from '../../tasks/once.command.ts'
import { type HandlePortion, type PrinterOutcome, startTask } from '../../tasks/run-task.command.ts'
import { whyNotLabel } from '../printers.ts'
import { type LabelChange, updateLabels } from './printer-labels.store.ts'
import { describeEdit } from './printer-labels.ts'

const ACT = 'Edit asset tag and location'

/**
 * Writes asset tag and location of one printer; what the change does not name is left alone.
 * @rule printers/second-editor-is-warned  A person who edits what somebody else has changed since is warned and overwrites nothing unseen.
 */
export function editPrinter(db: Db, scope: Scope, printerId: string, change: LabelChange, seen?: Required<LabelChange>) {
  return inScope(db, scope, async (tx) => {
    const [before] = await updateLabels(tx, scope, [printerId], change)
    if (!before || before.registration === 'unenrolled') throw new Problem('not-found')
    if (whyNotLabel(before.registration)) throw new Problem('printer-failed-registration')
    const current = { assetTag: before.assetTag, location: before.location }
    // Refused after writing: what was written goes with the transaction.
    if (seen && (seen.assetTag !== current.assetTag || seen.location !== current.location))
      throw new Problem('edited-by-another', undefined, { current })
    const { assetTag = before.assetTag, location = before.location } = change
    if (assetTag !== before.assetTag || location !== before.location)
      await recordAct(tx, scope, {
        act: ACT,
        subject: `Printer ${before.serialNumber ?? printerId}`,
        before: current,
        after: { assetTag, location },
      })
    return { printerId, assetTag, location }
  })
}

/** Starts the task `Edit asset tag and location` over a selection. */
export function startEdit(
  db: Db,
  scope: Scope,
  { selectionId, ...change }: LabelChange & { selectionId: string },
  key: string | undefined,
) {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, { act: 'edit', selectionId, ...change }, async () => {
      const printers = await getSelectionCount(tx, scope, selectionId)
      const details = describeEdit(change)
      const taskId = await startTask(tx, scope, { kind: 'edit-printers', details, input: { ...change }, selectionId, printers })
      await recordAct(tx, scope, { act: ACT, subject: details, after: { ...change, printers, taskId } })
      return { taskId }
    }),
  )
}

/** Writes asset tag and location of a portion; each outcome reports what stood there before. */
export const handleEdit: HandlePortion = async (tx, scope, task, printerIds) => {
  const change = task.input as LabelChange
  const before = new Map((await updateLabels(tx, scope, printerIds, change)).map((printer) => [printer.printerId, printer]))
  return printerIds.map((printerId): PrinterOutcome => {
    const printer = before.get(printerId)
    const serialNumber = printer?.serialNumber ?? null
    const reason = whyNotLabel(printer?.registration ?? null)
    if (!printer || reason) return { printerId, serialNumber, outcome: 'refused', reason }
    const was = [
      change.assetTag !== undefined && printer.assetTag && `Asset tag was “${printer.assetTag}”.`,
      change.location !== undefined && printer.location && `Location was “${printer.location}”.`,
    ].filter(Boolean)
    return { printerId, serialNumber, outcome: 'done', details: was.join(' ') || null }
  })
}
