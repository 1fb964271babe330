import Alert from '@cloudscape-design/components/alert'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { formatNoun } from '../../../platform/console/format.ts'
import { tellProblem } from '../../../platform/console/problem.ts'
import { api, query } from '../../client.ts'
import { whyNotDelete } from '../contact-deletion.ts'
import type { Contact } from '../contacts.api.ts'

interface Kept {
  contact: Contact
  why: string
}

interface DeleteContactsProps {
  organizationId: string
  contacts: Contact[]
  /** told which contacts stayed */
  onClose: (left: Contact[]) => void
}

/** The window `Delete Contact`: deletes those that may go and names each that may not, and why. */
export function DeleteContacts({ organizationId, contacts, onClose }: DeleteContactsProps) {
  const client = useQueryClient()
  const removal = useMutation({
    mutationFn: () => removeEach(organizationId, contacts),
    onSuccess: ({ kept, deleted }) => {
      void client.invalidateQueries({ queryKey: query.contacts.key() })
      if (deleted > 0) flash({ type: 'success', content: `${formatNoun(deleted, 'contact')} deleted.` })
      if (kept.length === 0) onClose([])
    },
  })
  const result = removal.data
  const expected = contacts.flatMap((contact) => {
    const why = whyNotDelete(contact)
    return why ? [{ contact, why }] : []
  })
  const staying = result?.kept ?? expected
  const going = contacts.filter((contact) => whyNotDelete(contact) === undefined)
  const close = () => onClose(result ? result.kept.map(({ contact }) => contact) : contacts)
  const act = {
    label: 'Delete Contact',
    whyNot: going.length === 0 ? 'None of the selected contacts can be deleted.' : undefined,
    busy: removal.isPending,
    onAct: () => removal.mutate(),
  }
  return (
    <ActModal title="Delete Contact" onClose={close} {...(result ? {} : { act })}>
      {result && (
        <Alert type="warning" statusIconAriaLabel="Warning">
          {`${formatNoun(result.deleted, 'contact')} deleted. ${formatNoun(result.kept.length, 'contact')} stayed.`}
        </Alert>
      )}
      {!result && going.length > 0 && <Names intro={`${formatNoun(going.length, 'contact')} will be deleted.`} contacts={going} />}
      {staying.length > 0 && <Staying kept={staying} done={result !== undefined} />}
    </ActModal>
  )
}

const lineOf = ({ firstName, lastName, businessName, city }: Contact) =>
  [`${firstName} ${lastName}`, businessName, city].filter(Boolean).join(', ')

function Names({ intro, contacts }: { intro: string; contacts: Contact[] }) {
  return (
    <div>
      {intro}
      <ul>
        {contacts.map((contact) => (
          <li key={contact.id}>{lineOf(contact)}</li>
        ))}
      </ul>
    </div>
  )
}

function Staying({ kept, done }: { kept: Kept[]; done: boolean }) {
  return (
    <div>
      {done ? 'Not deleted:' : 'These cannot be deleted:'}
      <ul>
        {kept.map(({ contact, why }) => (
          <li key={contact.id}>
            <b>{lineOf(contact)}</b>: {why}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** One after another: each that may not go is told with the server's own reason, and does not hold back the others. */
async function removeEach(organizationId: string, contacts: Contact[]): Promise<{ deleted: number; kept: Kept[] }> {
  const kept: Kept[] = []
  for (const contact of contacts) {
    try {
      await api.contacts.remove({ organizationId, contactId: contact.id })
    } catch (error) {
      kept.push({ contact, why: tellProblem(error).message })
    }
  }
  return { deleted: contacts.length - kept.length, kept }
}
