import { expect, it } from 'vitest'
import { whyNotDelete } from './contact-deletion.ts'

it.each([
  [0, undefined],
  [1, 'The contact is assigned to 1 printer and cannot be deleted. Assign another contact first.'],
  [1200, 'The contact is assigned to 1,200 printers and cannot be deleted. Assign another contact first.'],
])('keeps a contact with %i printers by saying why [contacts/assigned-contacts-stay]', (printersAssigned, why) => {
  expect(whyNotDelete({ printersAssigned })).toBe(why)
})
