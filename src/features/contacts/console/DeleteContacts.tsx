import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { flash } from '../../../platform/console/flash.ts'
import { formatNoun } from '../../../platform/console/format.ts'
import { tellProblem } from '../../../platform/console/problem.ts'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
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
  const going = contacts.length - expected.length
  const close = () => onClose(result ? result.kept.map(({ contact }) => contact) : contacts)
  return (
    <Modal
      visible
      header="Delete Contact"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant={result ? 'normal' : 'link'} onClick={close}>
              {result ? 'Close' : 'Cancel'}
            </Button>
            {!result && (
              <ReasonedButton
                variant="primary"
                whyNot={going === 0 ? 'None of the selected contacts can be deleted.' : undefined}
                loading={removal.isPending}
                onClick={() => removal.mutate()}
              >
                Delete Contact
              </ReasonedButton>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {result && (
          <Alert type="warning" statusIconAriaLabel="Warning">
            {`${formatNoun(result.deleted, 'contact')} deleted. ${formatNoun(result.kept.length, 'contact')} stayed.`}
          </Alert>
        )}
        {!result && going > 0 && (
          <Names
            intro={`${formatNoun(going, 'contact')} will be deleted.`}
            contacts={contacts.filter((contact) => !whyNotDelete(contact))}
          />
        )}
        {(result?.kept ?? expected).length > 0 && <Staying kept={result?.kept ?? expected} done={result !== undefined} />}
      </SpaceBetween>
    </Modal>
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
