import Alert from '@cloudscape-design/components/alert'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { formatNoun } from '../../../platform/numbers.ts'
import { api, query } from '../../client.ts'
import { whyNotDelete } from '../contact-deletion.ts'
import type { Contact } from '../contacts.api.ts'
import { lineOf } from './contact-words.ts'

/** A contact that stays, and why. */
interface Kept {
  id: string
  contact: string
  why: string
}

interface DeleteContactsProps {
  organizationId: string
  contacts: Contact[]
  /** called with the contacts that stayed */
  onClose: (left: Contact[]) => void
}

/** The window `Delete Contact`: deletes those that may go and names each that may not, and why. */
export function DeleteContacts({ organizationId, contacts, onClose }: DeleteContactsProps) {
  const client = useQueryClient()
  const removal = useMutation({
    mutationFn: () => api.contacts.removeSeveral({ organizationId, contactIds: contacts.map(({ id }) => id) }),
    onSuccess: ({ kept, deleted, notFound }) => {
      void client.invalidateQueries({ queryKey: query.contacts.key() })
      if (deleted.length > 0) flash({ type: 'success', content: `${formatNoun(deleted.length, 'contact')} deleted.` })
      if (kept.length + notFound.length === 0) onClose([])
    },
  })
  const result = removal.data
  const expected = contacts.flatMap((contact) => {
    const why = whyNotDelete(contact)
    return why ? [{ id: contact.id, contact: lineOf(contact), why }] : []
  })
  const staying = result?.kept.map(({ contactId, contact, reason }) => ({ id: contactId, contact, why: reason })) ?? expected
  const going = contacts.filter((contact) => whyNotDelete(contact) === undefined)
  const close = () => onClose(result ? contacts.filter(({ id }) => result.kept.some((kept) => kept.contactId === id)) : contacts)
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
          {[
            `${formatNoun(result.deleted.length, 'contact')} deleted.`,
            result.kept.length > 0 && `${formatNoun(result.kept.length, 'contact')} stayed.`,
            result.notFound.length > 0 && `${formatNoun(result.notFound.length, 'contact')} deleted by somebody else before.`,
          ]
            .filter(Boolean)
            .join(' ')}
        </Alert>
      )}
      {!result && going.length > 0 && <Names intro={`${formatNoun(going.length, 'contact')} will be deleted.`} contacts={going} />}
      {staying.length > 0 && <Staying kept={staying} done={result !== undefined} />}
      <ProblemNote error={removal.error} />
    </ActModal>
  )
}

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
        {kept.map(({ id, contact, why }) => (
          <li key={id}>
            <b>{contact}</b>: {why}
          </li>
        ))}
      </ul>
    </div>
  )
}
