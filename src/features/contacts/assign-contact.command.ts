import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { getSelectionCount } from '../selections/select-printers.command.ts'
import { once } from '../tasks/once.command.ts'
import { type HandlePortion, type PrinterOutcome, startTask } from '../tasks/run-task.command.ts'
import { type ContactForm, contactLine } from './contact-form.ts'
import { findContact } from './contacts.queries.ts'
import { assignContact, holdContact } from './contacts.store.ts'
import { addContact } from './manage-contacts.command.ts'
import { assignImported } from './pending-serials.store.ts'

export interface AssignRequest {
  selectionId: string
  contactId?: string
  contact?: ContactForm
}

/**
 * Starts the task `Assign contact`; a new contact is created with it.
 * @rule contacts/create-and-assign  Create and Assign does both or neither.
 */
export function startAssignment(db: Db, scope: Scope, request: AssignRequest, key: string | undefined) {
  const { selectionId, contact } = request
  if ((request.contactId === undefined) === (contact === undefined))
    throw new Problem('invalid-input', 'State either contactId or contact.', {
      faults: [{ field: 'contactId', message: 'Either contactId or contact.' }],
    })
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, request, async () => {
      const printers = await getSelectionCount(tx, scope, selectionId)
      const contactId = request.contactId ?? (await addContact(tx, scope, contact!))
      // Who deletes it meanwhile waits, and then finds the task.
      const chosen = (await holdContact(tx, scope, contactId)) ? await findContact(tx, scope, contactId) : undefined
      if (!chosen) throw new Problem('not-found', 'The contact does not exist; it may have been deleted.')
      const details = contactLine(chosen)
      const taskId = await startTask(tx, scope, { kind: 'assign-contact', details, input: { contactId }, selectionId, printers })
      await recordAct(tx, scope, { act: 'Assign contact', subject: details, after: { printers, taskId } })
      return { taskId, contactId }
    }),
  )
}

/** @rule contacts/assignment-outcomes  A reassigned printer's outcome names its former contact; one that is not enrolled is refused. */
export const handleAssignment: HandlePortion = async (tx, scope, task, printerIds) => {
  if (task.input.importId) return treatImported(tx, scope, String(task.input.importId), printerIds)
  const contactId = String(task.input.contactId)
  if (!(await holdContact(tx, scope, contactId)))
    return printerIds.map((printerId) => ({ printerId, serialNumber: null, outcome: 'refused', reason: 'The contact was deleted' }))
  const assigned = await assignContact(tx, scope, printerIds, contactId)
  return assigned.map(({ printerId, serialNumber, registration, former }) =>
    registration === 'enrolled'
      ? { printerId, serialNumber, outcome: 'done', details: former ? `Was assigned to ${former}.` : null }
      : { printerId, serialNumber, outcome: 'refused', reason: whyNotAssign(registration) },
  )
}

/** Each printer has the contact of the row that named its serial number. */
async function treatImported(tx: Tx, scope: Scope, importId: string, printerIds: string[]): Promise<PrinterOutcome[]> {
  const assigned = await assignImported(tx, scope, importId, printerIds)
  return assigned.map(({ printerId, serialNumber, registration, contact, former }) => {
    if (registration !== 'enrolled') return { printerId, serialNumber, outcome: 'refused', reason: whyNotAssign(registration) }
    if (!contact) return { printerId, serialNumber, outcome: 'refused', reason: 'The serial number is no longer pending' }
    return { printerId, serialNumber, outcome: 'done', details: `Assigned to ${contact}.${former ? ` Was assigned to ${former}.` : ''}` }
  })
}

function whyNotAssign(registration: string | null): string {
  if (registration === 'failed') return 'Printer failed registration'
  return registration === 'discovered' ? 'The printer is discovered, not yet enrolled' : 'The printer is no longer enrolled'
}
