import type { Contact } from './contacts.api.ts'

const count = (n: number, one: string, several: string) => `${n.toLocaleString('en-US')} ${n === 1 ? one : several}`

/**
 * Why a contact cannot be deleted; undefined when it can.
 * @rule contacts/assigned-contacts-stay  A contact that is assigned to a printer, or has pending serial numbers, is not deleted.
 */
export function whyNotDelete(contact: Pick<Contact, 'printersAssigned' | 'printersPending'>): string | undefined {
  const { printersAssigned, printersPending } = contact
  const assigned = `is assigned to ${count(printersAssigned, 'printer', 'printers')}`
  const pending = `has ${count(printersPending, 'pending serial number', 'pending serial numbers')}`
  if (printersAssigned > 0 && printersPending > 0)
    return `The contact ${assigned} and ${pending}, and cannot be deleted. Assign another contact and delete the serial numbers first.`
  if (printersAssigned > 0) return `The contact ${assigned} and cannot be deleted. Assign another contact first.`
  return printersPending > 0 ? `The contact ${pending} and cannot be deleted. Delete them first.` : undefined
}
