import type { Contact } from './contacts.api.ts'

const count = (n: number, one: string, several: string) => `${n.toLocaleString('en-US')} ${n === 1 ? one : several}`

type InUse = Pick<Contact, 'printersAssigned' | 'printersPending'> & {
  /** printers that a task, which is accepted and has not ended, assigns to it */
  printersQueued?: number
}

/**
 * Why a contact cannot be deleted; undefined when it can.
 * @rule contacts/assigned-contacts-stay  A contact that is assigned to a printer, has pending serial numbers, or is being assigned by a task that has not ended, is not deleted.
 */
export function whyNotDelete(contact: InUse): string | undefined {
  const { printersAssigned, printersPending, printersQueued = 0 } = contact
  if (printersQueued > 0)
    return `A running task assigns the contact to ${count(printersQueued, 'printer', 'printers')}, and it cannot be deleted. Wait until the task has ended, or cancel it.`
  const assigned = `is assigned to ${count(printersAssigned, 'printer', 'printers')}`
  const pending = `has ${count(printersPending, 'pending serial number', 'pending serial numbers')}`
  if (printersAssigned > 0 && printersPending > 0)
    return `The contact ${assigned} and ${pending}, and cannot be deleted. Assign another contact and delete the serial numbers first.`
  if (printersAssigned > 0) return `The contact ${assigned} and cannot be deleted. Assign another contact first.`
  return printersPending > 0 ? `The contact ${pending} and cannot be deleted. Delete them first.` : undefined
}
