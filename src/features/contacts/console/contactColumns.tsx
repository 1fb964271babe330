import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { CountLink } from '../../../platform/console/CountLink.tsx'
import { pathTo } from '../../paths.ts'
import type { Contact } from '../contacts.api.ts'
import { nameOf } from './contact-words.ts'
import { countryLabel } from './country-label.ts'

const SORTS = ['name', 'businessName', 'city', 'country', 'email'] as const
type Sort = (typeof SORTS)[number]

/** The column that the address asks to sort by; else the name. */
export const sortOf = (text: string | undefined): Sort => SORTS.find((sort) => sort === text) ?? 'name'

interface Opening {
  /** opens the contact over the list as it is: found, sorted, turned to a page */
  onEdit: (contactId: string) => void
  /** opens the serial numbers that a contact waits for */
  onPending: (contact: Contact) => void
}

/** The columns of the page `Contacts`. */
export function contactColumns(organizationId: string, { onEdit, onPending }: Opening): TableProps.ColumnDefinition<Contact>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      minWidth: 130,
      sortingField: 'name',
      isRowHeader: true,
      cell: (contact) => (
        <Link
          href={pathTo('contacts', { organizationId }, { contact: contact.id })}
          onFollow={(event) => {
            event.preventDefault()
            onEdit(contact.id)
          }}
        >
          {nameOf(contact)}
        </Link>
      ),
    },
    {
      id: 'businessName',
      header: 'Business name',
      minWidth: 120,
      sortingField: 'businessName',
      cell: ({ businessName }) => businessName ?? '-',
    },
    { id: 'city', header: 'City', sortingField: 'city', cell: ({ city }) => city },
    { id: 'country', header: 'Country', sortingField: 'country', cell: ({ country }) => countryLabel(country) },
    { id: 'email', header: 'Email', sortingField: 'email', cell: ({ email }) => email },
    { id: 'phone', header: 'Phone', minWidth: 140, cell: ({ countryCode, phoneNumber }) => `+${countryCode} ${phoneNumber}` },
    {
      id: 'printersAssigned',
      header: 'Printers assigned',
      cell: ({ id, printersAssigned }) => (
        <CountLink count={printersAssigned} label="printers assigned" href={pathTo('printers', { organizationId }, { contact: id })} />
      ),
    },
    {
      id: 'printersPending',
      header: 'Printers pending',
      cell: (contact) => <CountLink count={contact.printersPending} label="printers pending" onOpen={() => onPending(contact)} />,
    },
  ]
}
