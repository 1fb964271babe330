import { type Db, inScope } from '../../../platform/db/database.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { contactLine } from '../contact-form.ts'
import type { Contact } from '../contacts.api.ts'
import { findQueuedAssignments, listContactsById } from '../contacts.queries.ts'
import { deleteContacts, lockContacts } from '../contacts.store.ts'
import type { ContactImport } from './contact-imports.api.ts'
import { listImportedContacts } from './contact-imports.queries.ts'
import { addImportJob, awaitCanceledRows, lockImport, undoRows } from './contact-imports.store.ts'
import { getImport } from './import-contacts.command.ts'

/**
 * Imports the rows that were left out when an import was canceled.
 * @rule contacts/the-rest-is-imported  After Cancel, the rows that were left out can be imported by the same import.
 */
export function importRest(db: Db, scope: Scope, importId: string): Promise<ContactImport> {
  return inScope(db, scope, async (tx) => {
    const locked = await lockImport(tx, scope, importId)
    if (!locked) throw new Problem('not-found')
    if (locked.status === 'canceled' && (await awaitCanceledRows(tx, scope, importId)))
      await addImportJob(tx, scope.organizationId, importId)
    return getImport(tx, scope, importId)
  })
}

/**
 * Deletes the contacts of an import that has ended, with the serial numbers that it brought for them.
 * @rule contacts/imports-are-undone  An import can be undone as long as its contacts are neither edited nor assigned; each that stays is named with its reason.
 */
export function undoImport(db: Db, scope: Scope, importId: string) {
  return inScope(db, scope, async (tx) => {
    const locked = await lockImport(tx, scope, importId)
    if (!locked) throw new Problem('not-found')
    if (locked.status === 'running') throw new Problem('import-is-running')
    const made = await listImportedContacts(tx, scope, importId)
    const ids = made.map(({ contactId }) => contactId)
    await lockContacts(tx, scope, ids)
    const contacts = new Map((await listContactsById(tx, scope, ids)).map((contact) => [contact.id, contact]))
    const queued = await findQueuedAssignments(tx, scope, ids)
    const kept = made.flatMap(({ row, contactId, pendingElsewhere }) => {
      const contact = contacts.get(contactId)
      const reason = contact && whyNotUndo(contact, { pendingElsewhere, printersQueued: queued.get(contactId) ?? 0 })
      return reason ? [{ row, contactId, contact: contactLine(contact), reason }] : []
    })
    const staying = new Set(kept.map(({ contactId }) => contactId))
    const going = [...contacts.values()].filter(({ id }) => !staying.has(id))
    const goingIds = going.map(({ id }) => id)
    await undoRows(tx, scope, importId, goingIds)
    await deleteContacts(tx, scope, goingIds)
    if (going.length > 0)
      await recordAct(tx, scope, { act: 'Undo import of contacts', subject: locked.fileName, before: { contacts: going } })
    return { import: await getImport(tx, scope, importId), undone: going.length, kept }
  })
}

function whyNotUndo(contact: Contact, { pendingElsewhere, printersQueued }: { pendingElsewhere: number; printersQueued: number }) {
  if (contact.version > 1) return 'The contact was edited after the import.'
  if (contact.printersAssigned > 0) return `The contact is assigned to ${formatNoun(contact.printersAssigned, 'printer')}.`
  if (printersQueued > 0) return `A running task assigns the contact to ${formatNoun(printersQueued, 'printer')}.`
  return pendingElsewhere > 0 ? `${formatNoun(pendingElsewhere, 'serial number')} of another import waits for the contact.` : undefined
}
