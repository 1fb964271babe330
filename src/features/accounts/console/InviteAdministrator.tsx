import Box from '@cloudscape-design/components/box'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { query } from '../../client.ts'
import { InvitationMade } from './InvitationMade.tsx'
import { isPersonFilled, PersonFields } from './PersonFields.tsx'

interface InviteAdministratorProps {
  providerId: string
  partner: { id: string; name: string }
  onClose: () => void
}

/** The window in which the provider invites a partner's first Organization Administrator. */
export function InviteAdministrator({ providerId, partner, onClose }: InviteAdministratorProps) {
  const queries = useQueryClient()
  const [fields, setFields] = useState({ name: '', email: '' })
  const [checked, setChecked] = useState(false)
  const invite = useMutation(
    query.accounts.people.inviteAdministrator.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: query.accounts.people.key() }),
    }),
  )
  if (invite.data) return <InvitationMade name={invite.data.person.name} invitation={invite.data.invitation} onClose={onClose} />
  return (
    <FormModal
      title="Invite administrator"
      submitLabel="Invite"
      busy={invite.isPending}
      error={invite.error}
      onCancel={onClose}
      onSubmit={() => {
        setChecked(true)
        if (isPersonFilled(fields)) invite.mutate({ organizationId: providerId, childId: partner.id, ...fields })
      }}
    >
      <Box>
        The person becomes Organization Administrator of <b>{partner.name}</b>, and sets up its users and Child Organization Access Groups.
      </Box>
      <PersonFields value={fields} onChange={setFields} checked={checked} error={invite.error} />
    </FormModal>
  )
}
