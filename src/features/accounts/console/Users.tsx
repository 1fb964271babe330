import Button from '@cloudscape-design/components/button'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import type { Person } from '../accounts.api.ts'
import { may, type OrganizationKind, type Role, whyNotAdminister } from '../roles.ts'
import { DeletePerson, EditPerson, SwitchPerson } from './EditPerson.tsx'
import { InvitationMade } from './InvitationMade.tsx'
import { InvitePerson } from './InvitePerson.tsx'
import { roleLabels } from './RoleChoice.tsx'

const STATUSES = {
  active: { type: 'success', label: 'Active' },
  invited: { type: 'pending', label: 'Invited' },
  deactivated: { type: 'stopped', label: 'Deactivated' },
} as const

const COLUMNS: TableProps.ColumnDefinition<Person>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name, isRowHeader: true, minWidth: 140 },
  { id: 'email', header: 'E-mail address', cell: ({ email }) => email, minWidth: 190 },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => <StatusIndicator type={STATUSES[status].type}>{STATUSES[status].label}</StatusIndicator>,
    minWidth: 150,
  },
  {
    id: 'invitation',
    header: 'Invitation',
    cell: ({ invitation }) => (invitation ? `By ${invitation.by}, until ${formatInstant(invitation.expiresAt)}` : '-'),
    minWidth: 180,
  },
  { id: 'roles', header: 'Roles', cell: ({ roles }) => roleLabels(roles), minWidth: 170 },
  { id: 'groups', header: 'Groups', cell: ({ groups }) => groups.join(', ') || '-', minWidth: 130 },
]

interface UsersProps {
  organization: { id: string; name: string; kind: OrganizationKind; roles: Role[] }
}

/** The tab `Users`: who belongs to an organization, with which roles. */
export function Users({ organization }: UsersProps) {
  const { address } = useAddress<'search' | 'cursor'>()
  const input = { organizationId: organization.id, search: address.search, cursor: address.cursor }
  const people = useQuery(query.accounts.people.list.queryOptions({ input }))
  const [selected, setSelected] = useState<Person[]>([])
  const [open, setOpen] = useState<'invite' | 'edit' | 'switch' | 'reinvite' | 'delete'>()
  const close = () => setOpen(undefined)
  const mayManage = may(organization.roles, 'manage people', organization.kind)
  const chosen = people.data?.items.find(({ id }) => id === selected[0]?.id)
  const invite = (variant: 'primary' | 'normal') => (
    <Button variant={variant} onClick={() => setOpen('invite')}>
      Invite user
    </Button>
  )
  return (
    <>
      <ListTable
        title="Users"
        noun={['user', 'users']}
        list={people}
        columns={COLUMNS}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        search="Name or e-mail address"
        {...(mayManage && { selection: { type: 'single' as const, selected: chosen ? [chosen] : [], onChange: setSelected } })}
        actions={
          mayManage && (
            <>
              <UserActions chosen={chosen} mine={organization.roles} onOpen={setOpen} />
              {invite('primary')}
            </>
          )
        }
        empty={
          <EmptyState title="No users yet" action={mayManage && invite('normal')}>
            Invite the people who work in {organization.name}.
          </EmptyState>
        }
      />
      {open === 'invite' && <InvitePerson organization={organization} onClose={close} />}
      {open === 'edit' && chosen && <EditPerson organization={organization} person={chosen} onClose={close} />}
      {open === 'switch' && chosen && <SwitchPerson organization={organization} person={chosen} onClose={close} />}
      {open === 'delete' && chosen && <DeletePerson organization={organization} person={chosen} onClose={close} />}
      {open === 'reinvite' && chosen && <InviteAgain organizationId={organization.id} person={chosen} onClose={close} />}
    </>
  )
}

interface UserActionsProps {
  chosen: Person | undefined
  mine: Role[]
  onOpen: (window: 'edit' | 'switch' | 'reinvite' | 'delete') => void
}

function UserActions({ chosen, mine, onOpen }: UserActionsProps) {
  const whyNone = chosen ? whyNotAdminister(mine, chosen) : 'Select a user first.'
  const isOut = chosen?.status === 'deactivated'
  return (
    <>
      <ReasonedButton whyNot={whyNone} onClick={() => onOpen('edit')}>
        Edit
      </ReasonedButton>
      <ReasonedButton whyNot={whyNone} onClick={() => onOpen('switch')}>
        {isOut ? 'Reactivate' : 'Deactivate'}
      </ReasonedButton>
      <ReasonedButton whyNot={whyNone ?? (isOut ? 'Reactivate the user first.' : undefined)} onClick={() => onOpen('reinvite')}>
        New invitation
      </ReasonedButton>
      <ReasonedButton whyNot={whyNone} onClick={() => onOpen('delete')}>
        Delete
      </ReasonedButton>
    </>
  )
}

function InviteAgain({ organizationId, person, onClose }: { organizationId: string; person: Person; onClose: () => void }) {
  const queries = useQueryClient()
  const invite = useMutation(
    query.accounts.people.reinvite.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: query.accounts.people.key() }),
    }),
  )
  if (invite.data) return <InvitationMade name={person.name} invitation={invite.data} onClose={onClose} />
  return (
    <FormModal
      title={`New invitation for ${person.name}`}
      submitLabel="Make invitation"
      busy={invite.isPending}
      error={invite.error}
      onCancel={onClose}
      onSubmit={() => invite.mutate({ organizationId, personId: person.id })}
    >
      <span>
        Creates a new link with which {person.name} can choose a password, also to replace a forgotten one. Earlier links stop working.
      </span>
    </FormModal>
  )
}
