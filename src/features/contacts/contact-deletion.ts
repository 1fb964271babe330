/**
 * Why a contact cannot be deleted; undefined when it can.
 * @rule contacts/assigned-contacts-stay  A contact that is assigned to a printer is not deleted.
 */
export function whyNotDelete(contact: { printersAssigned: number }): string | undefined {
  const { printersAssigned } = contact
  if (printersAssigned === 0) return undefined
  return `The contact is assigned to ${printersAssigned.toLocaleString('en-US')} ${printersAssigned === 1 ? 'printer' : 'printers'} and cannot be deleted. Assign another contact first.`
}
