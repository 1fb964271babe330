import { type Db, inScope, type Tx, violatedConstraint } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { whyNotDelete } from './contact-deletion.ts'
import { type ContactForm, contactLine } from './contact-form.ts'
import type { Contact } from './contacts.api.ts'
import { findContact, findQueuedAssignments, listContactsById } from './contacts.queries.ts'
import { deleteContacts, insertContact, lockContacts, updateContact } from './contacts.store.ts'
import { deletePendingSerial } from './pending-serials.store.ts'

/** Creates a contact; refused when the organization has an equal one. */
export function createContact(db: Db, scope: Scope, form: ContactForm) {
  return inScope(db, scope, async (tx) => (await findContact(tx, scope, await addContact(tx, scope, form)))!)
}

/** Adds a contact in a transaction of the caller's. */
export async function addContact(tx: Tx, scope: Scope, form: ContactForm): Promise<string> {
  const id = await unlessEqual(() => insertContact(tx, scope, form))
  await recordAct(tx, scope, { act: 'Create Contact', subject: contactLine(form), after: { ...form } })
  return id
}

/** @rule contacts/two-editors  When two people edit one contact, the second is warned and nothing is overwritten silently. */
export function changeContact(db: Db, scope: Scope, id: string, version: number, form: ContactForm) {
  return inScope(db, scope, async (tx) => {
    const before = await findContact(tx, scope, id)
    if (!before) throw new Problem('not-found')
    if (!(await unlessEqual(() => updateContact(tx, scope, id, version, form)))) {
      const current = await findContact(tx, scope, id)
      throw current ? new Problem('edited-by-another', undefined, { current }) : new Problem('not-found')
    }
    await recordAct(tx, scope, { act: 'Update Contact', subject: contactLine(before), before: { ...before }, after: { ...form } })
    return (await findContact(tx, scope, id))!
  })
}

/** Deletes a contact; refused while it is assigned to printers or has pending serial numbers. */
export async function removeContact(db: Db, scope: Scope, id: string): Promise<void> {
  return inScope(db, scope, async (tx) => {
    await lockContacts(tx, scope, [id])
    const contact = await findContact(tx, scope, id)
    if (!contact) throw new Problem('not-found')
    const printersQueued = (await findQueuedAssignments(tx, scope, [id])).get(id) ?? 0
    const why = whyNotDelete({ ...contact, printersQueued })
    if (why) throw new Problem('contact-in-use', why, { count: contact.printersAssigned + contact.printersPending + printersQueued })
    await deleteLocked(tx, scope, [contact])
  })
}

/**
 * Deletes those of several contacts that may go, and names each other with its reason.
 * @rule contacts/several-are-deleted-as-far-as-they-may  Deleting several contacts deletes those that can be deleted and names each
 * other one with its reason.
 */
export async function removeContacts(db: Db, scope: Scope, ids: string[]) {
  return inScope(db, scope, async (tx) => {
    await lockContacts(tx, scope, ids)
    const contacts = await listContactsById(tx, scope, ids)
    const queued = await findQueuedAssignments(tx, scope, ids)
    const kept = contacts.flatMap((contact) => {
      const reason = whyNotDelete({ ...contact, printersQueued: queued.get(contact.id) ?? 0 })
      return reason ? [{ contactId: contact.id, contact: contactLine(contact), reason }] : []
    })
    const staying = new Set(kept.map(({ contactId }) => contactId))
    const going = contacts.filter(({ id }) => !staying.has(id))
    await deleteLocked(tx, scope, going)
    const found = new Set(contacts.map(({ id }) => id))
    return { deleted: going.map(({ id }) => id), kept, notFound: [...new Set(ids)].filter((id) => !found.has(id)) }
  })
}

/** Deletes contacts that are locked, so that nobody can assign them meanwhile: one entry of the audit trail, with all of them. */
async function deleteLocked(tx: Tx, scope: Scope, contacts: Contact[]) {
  if (contacts.length === 0) return
  await deleteContacts(
    tx,
    scope,
    contacts.map(({ id }) => id),
  )
  const [first] = contacts
  const subject = contacts.length === 1 ? contactLine(first!) : `${contacts.length.toLocaleString('en-US')} contacts`
  await recordAct(tx, scope, { act: 'Delete Contact', subject, before: contacts.length === 1 ? { ...first } : { contacts } })
}

/** Deletes a serial number that waits for a contact's printer. */
export function removePendingSerial(db: Db, scope: Scope, contactId: string, pendingId: string): Promise<void> {
  return inScope(db, scope, async (tx) => {
    const contact = await findContact(tx, scope, contactId)
    const removed = contact && (await deletePendingSerial(tx, scope, contactId, pendingId))
    if (!removed) throw new Problem('not-found')
    await recordAct(tx, scope, { act: 'Delete pending serial number', subject: contactLine(contact), before: { ...removed } })
  })
}

async function unlessEqual<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (violatedConstraint(error) === 'contact_identity') throw new Problem('contact-exists')
    throw error
  }
}
