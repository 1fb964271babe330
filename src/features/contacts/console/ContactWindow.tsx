import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Modal from '@cloudscape-design/components/modal'
import Spinner from '@cloudscape-design/components/spinner'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EditedByAnother } from '../../../platform/console/EditedByAnother.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../platform/console/problem.ts'
import { api, query } from '../../client.ts'
import {
  CONTACT_FIELD_NAMES,
  CONTACT_FIELDS,
  type ContactDraft,
  type ContactField,
  differences,
  draftOf,
  EMPTY_DRAFT,
} from '../contact-draft.ts'
import type { ContactForm } from '../contact-form.ts'
import type { Contact } from '../contacts.api.ts'
import { countryName } from '../normal/countries.ts'
import { ContactFields } from './ContactFields.tsx'
import { useContactDraft } from './useContactDraft.ts'

interface ContactWindowProps {
  organizationId: string
  /** the contact to edit; else a new one is created */
  contactId?: string
  /** what a new one begins with */
  duplicateOf?: Contact | undefined
  readOnly?: boolean
  onClose: () => void
}

/** The form of a contact: create, duplicate, edit; for people who may not change it, its details. */
export function ContactWindow({ organizationId, contactId, duplicateOf, readOnly = false, onClose }: ContactWindowProps) {
  if (contactId === undefined) return <CreateContact organizationId={organizationId} duplicateOf={duplicateOf} onClose={onClose} />
  return <OpenContact organizationId={organizationId} contactId={contactId} readOnly={readOnly} onClose={onClose} />
}

function CreateContact({
  organizationId,
  duplicateOf,
  onClose,
}: Pick<ContactWindowProps, 'organizationId' | 'onClose'> & { duplicateOf: Contact | undefined }) {
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: (contact: ContactForm) => api.contacts.create({ organizationId, contact }),
    onSuccess: ({ firstName, lastName }) => {
      void client.invalidateQueries({ queryKey: query.contacts.key() })
      flash({ type: 'success', content: `The contact ${firstName} ${lastName} was created.` })
      onClose()
    },
  })
  const { draft, setDraft, faults, attempt } = useContactDraft(duplicateOf ? draftOf(duplicateOf) : EMPTY_DRAFT, create.error)
  return (
    <FormModal
      title={duplicateOf ? 'Duplicate Contact' : 'Create Contact'}
      size="large"
      submitLabel="Create Contact"
      busy={create.isPending}
      error={Object.keys(faults).length > 0 ? null : create.error}
      onSubmit={() => attempt((contact) => create.mutate(contact))}
      onCancel={onClose}
    >
      <ContactFields draft={draft} faults={faults} onChange={setDraft} />
    </FormModal>
  )
}

function OpenContact({
  organizationId,
  contactId,
  readOnly,
  onClose,
}: {
  organizationId: string
  contactId: string
  readOnly: boolean
  onClose: () => void
}) {
  // Read again each time it is opened: an edit begins with what stands.
  const contact = useQuery({
    ...query.contacts.get.queryOptions({ input: { organizationId, contactId } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnMount: 'always',
  })
  if (contact.data && !contact.isFetching && !readOnly) {
    return <UpdateContact organizationId={organizationId} contact={contact.data} onClose={onClose} />
  }
  return (
    <Modal
      visible
      size="large"
      header={readOnly ? 'Contact' : 'Update Contact'}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>Close</Button>
        </Box>
      }
    >
      {contact.data && readOnly && <ReadContact contact={contact.data} />}
      {!contact.data && !contact.error && <Spinner size="large" />}
      <ProblemNote error={contact.error} />
    </Modal>
  )
}

function ReadContact({ contact }: { contact: Contact }) {
  const value = (field: (typeof CONTACT_FIELD_NAMES)[number]) =>
    (field === 'country' ? countryName(contact.country) : contact[field]) || '-'
  return (
    <KeyValuePairs columns={3} items={CONTACT_FIELD_NAMES.map((field) => ({ label: CONTACT_FIELDS[field].label, value: value(field) }))} />
  )
}

function UpdateContact({ organizationId, contact, onClose }: { organizationId: string; contact: Contact; onClose: () => void }) {
  const client = useQueryClient()
  const [based, setBased] = useState(contact)
  const [overtaken, setOvertaken] = useState<Contact>()
  const update = useMutation({
    mutationFn: (edited: ContactForm) =>
      api.contacts.update({ organizationId, contactId: contact.id, version: based.version, contact: edited }),
    onSuccess: async ({ firstName, lastName }) => {
      // What is done next with this contact starts from what it is now.
      await client.invalidateQueries({ queryKey: query.contacts.key() })
      flash({ type: 'success', content: `The contact ${firstName} ${lastName} was updated.` })
      onClose()
    },
    onError: async (error) => {
      if (!isProblem(error, 'edited-by-another')) return
      const theirs = await api.contacts.get({ organizationId, contactId: contact.id })
      setOvertaken(theirs)
      // From here on an update answers theirs, which the reader now sees beside their own.
      setBased(theirs)
    },
  })
  const { draft, setDraft, faults, attempt } = useContactDraft(draftOf(contact), update.error)
  const reported = Object.keys(faults).length > 0 || (overtaken && isProblem(update.error, 'edited-by-another'))
  return (
    <FormModal
      title="Update Contact"
      size="large"
      submitLabel="Update Contact"
      busy={update.isPending}
      error={reported ? null : update.error}
      onSubmit={() => attempt((edited) => update.mutate(edited))}
      onCancel={onClose}
    >
      {overtaken && <Both mine={draft} theirs={overtaken} onTake={setDraft} />}
      <ContactFields draft={draft} faults={faults} onChange={setDraft} />
    </FormModal>
  )
}

/** The second of two editors sees both versions. */
function Both({ mine, theirs, onTake }: { mine: ContactDraft; theirs: Contact; onTake: (draft: ContactDraft) => void }) {
  const theirDraft = draftOf(theirs)
  return (
    <EditedByAnother
      what="this contact"
      savedOn={formatInstant(theirs.updatedAt)}
      submitLabel="Update Contact"
      differences={differences(mine, theirDraft)}
      onTake={(field) => onTake({ ...mine, [field]: theirDraft[field as ContactField] })}
      onTakeAll={() => onTake(theirDraft)}
    />
  )
}
