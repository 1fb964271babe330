import type { Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { freezePrinters } from '../../selections/select-printers.command.ts'
import { startTask } from '../../tasks/run-task.command.ts'
import { findImport, findPrintersToAssign } from './contact-imports.queries.ts'
import { endImport, leaveToTask } from './contact-imports.store.ts'

/**
 * Ends an import in which no row waits any more, in the caller's transaction, which has it locked: completed, or canceled where rows
 * were left out
 * for that reason. The printers whose serial numbers it brought, as far as they are enrolled, become one task; any other waits as pending.
 * @rule contacts/imports-end-in-a-task  Rows with serial numbers end in a task Assign contact.
 * @rule contacts/imports-are-audited  Each import has one entry, with a digest of the outcomes of its rows.
 */
export async function settleImport(tx: Tx, scope: Scope, importId: string): Promise<void> {
  const ended = (await findImport(tx, scope, importId))!
  const canceled = ended.notImportedRanges.some(({ reason }) => reason === 'Import canceled')
  const status = canceled ? 'canceled' : 'completed'
  const taskId = await assignPrinters(tx, scope, importId, ended.fileName)
  const digest = await endImport(tx, scope, importId, { status, taskId })
  const { rows, imported, existing, rejected, notImported } = ended
  const after = { status, rows, imported, existing, rejected, notImported, taskId: taskId ?? null, digest }
  await recordAct(tx, scope, { act: 'Import Contacts', subject: ended.fileName, after })
}

async function assignPrinters(tx: Tx, scope: Scope, importId: string, fileName: string): Promise<string | undefined> {
  const printerIds = await findPrintersToAssign(tx, scope, importId)
  if (printerIds.length === 0) return undefined
  const { id: selectionId, printers } = await freezePrinters(tx, scope, printerIds)
  const details = `Serial numbers of ${fileName}`
  const taskId = await startTask(tx, scope, { kind: 'assign-contact', details, input: { importId }, selectionId, printers })
  await leaveToTask(tx, scope, importId, taskId, printerIds)
  return taskId
}
