import { expect, it } from 'vitest'
import { whyNotDelete } from './contact-deletion.ts'

it.each([
  [0, 0, undefined],
  [1, 0, 'The contact is assigned to 1 printer and cannot be deleted. Assign another contact first.'],
  [1200, 0, 'The contact is assigned to 1,200 printers and cannot be deleted. Assign another contact first.'],
  [0, 1, 'The contact has 1 pending serial number and cannot be deleted. Delete them first.'],
  [
    2,
    3,
    'The contact is assigned to 2 printers and has 3 pending serial numbers, and cannot be deleted. Assign another contact and delete the serial numbers first.',
  ],
])(
  'keeps a contact with %i printers and %i pending serial numbers by saying why [contacts/assigned-contacts-stay]',
  (printersAssigned, printersPending, why) => {
    expect(whyNotDelete({ printersAssigned, printersPending })).toBe(why)
  },
)

it('keeps a contact that a task assigns which has not ended [contacts/assigned-contacts-stay]', () => {
  expect(whyNotDelete({ printersAssigned: 1, printersPending: 0, printersQueued: 10_000 })).toBe(
    'A running task assigns the contact to 10,000 printers, and it cannot be deleted. Wait until the task has ended, or cancel it.',
  )
})
