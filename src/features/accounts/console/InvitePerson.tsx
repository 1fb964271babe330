import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { query } from '../../client.ts'
import type { OrganizationKind, Role } from '../roles.ts'
import { InvitationMade } from './InvitationMade.tsx'
import { isPersonFilled, PersonFields } from './PersonFields.tsx'
import { RoleChoice } from './RoleChoice.tsx'

interface InvitePersonProps {
  organization: { id: string; name: string; kind: OrganizationKind; roles: Role[] }
  onClose: () => void
}

/** The window in which a person is invited to an organization. */
export function InvitePerson({ organization, onClose }: InvitePersonProps) {
  const queries = useQueryClient()
  const [fields, setFields] = useState({ name: '', email: '' })
  const [roles, setRoles] = useState<Role[]>([])
  const [checked, setChecked] = useState(false)
  const invite = useMutation(
    query.accounts.people.invite.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: query.accounts.people.key() }),
    }),
  )
  if (invite.data) return <InvitationMade name={invite.data.person.name} invitation={invite.data.invitation} onClose={onClose} />
  return (
    <FormModal
      title={`Invite user to ${organization.name}`}
      submitLabel="Invite"
      busy={invite.isPending}
      error={invite.error}
      onCancel={onClose}
      onSubmit={() => {
        setChecked(true)
        if (isPersonFilled(fields)) invite.mutate({ organizationId: organization.id, ...fields, roles })
      }}
    >
      <PersonFields value={fields} onChange={setFields} checked={checked} error={invite.error} />
      <RoleChoice
        kind={organization.kind}
        mine={organization.roles}
        access={false}
        value={roles}
        onChange={setRoles}
        description={
          organization.kind === 'partner'
            ? 'Roles in the parent organization. Roles in its child organizations come from a Child Organization Access Group.'
            : 'The person may also get roles from groups.'
        }
      />
    </FormModal>
  )
}
