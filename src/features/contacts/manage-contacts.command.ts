import { type Db, inScope, type Tx, violatedConstraint } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { whyNotDelete } from './contact-deletion.ts'
import { type ContactForm, contactLine } from './contact-form.ts'
import { findContact } from './contacts.queries.ts'
import { deleteContact, insertContact, updateContact } from './contacts.store.ts'

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

/** @rule contacts/two-editors  Two people edit one contact: the second is told, nothing is overwritten silently. */
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

/** Deletes a contact, unless it is assigned to printers. */
export async function removeContact(db: Db, scope: Scope, id: string): Promise<void> {
  try {
    await inScope(db, scope, async (tx) => {
      const before = await findContact(tx, scope, id)
      if (!before) throw new Problem('not-found')
      if (before.printersAssigned > 0) throw inUse(before.printersAssigned)
      await deleteContact(tx, scope, id)
      await recordAct(tx, scope, { act: 'Delete Contact', subject: contactLine(before), before: { ...before } })
    })
  } catch (error) {
    if (violatedConstraint(error)?.startsWith('printer_contacts')) throw inUse(1)
    throw error
  }
}

const inUse = (printersAssigned: number) => new Problem('contact-in-use', whyNotDelete({ printersAssigned }), { count: printersAssigned })

async function unlessEqual<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (violatedConstraint(error) === 'contact_identity') throw new Problem('contact-exists')
    throw error
  }
}
