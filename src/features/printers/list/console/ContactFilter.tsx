import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { query } from '../../../client.ts'

interface ContactFilterProps {
  organizationId: string
  /** ids of contacts; `none` for printers without one */
  contacts: string[]
  onClear: () => void
}

/** Says that the list was opened by a link to show one contact's printers, and lets go of that. */
export function ContactFilter({ organizationId, contacts, onClear }: ContactFilterProps) {
  const [first = 'none'] = contacts
  const contact = useQuery({
    ...query.contacts.get.queryOptions({ input: { organizationId, contactId: first } }),
    enabled: first !== 'none' && contacts.length === 1,
  })
  const named = contact.data ? `${contact.data.firstName} ${contact.data.lastName}` : `${contacts.length} chosen`
  return (
    <span>
      {`Supplies delivery contact: ${first === 'none' ? 'none' : named} `}
      <Button variant="inline-icon" iconName="close" ariaLabel="Show the printers of every contact" onClick={onClear} />
    </span>
  )
}
