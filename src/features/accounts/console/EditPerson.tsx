import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { faultOf } from '../../../platform/console/problem.ts'
import { query } from '../../client.ts'
import type { Person } from '../accounts.api.ts'
import type { OrganizationKind, Role } from '../roles.ts'
import { RoleChoice } from './RoleChoice.tsx'

interface EditPersonProps {
  organization: { id: string; kind: OrganizationKind; roles: Role[] }
  person: Person
  onClose: () => void
}

/** The window in which name and direct roles of a person are changed. */
export function EditPerson({ organization, person, onClose }: EditPersonProps) {
  const [name, setName] = useState(person.name)
  const [roles, setRoles] = useState(person.roles)
  const save = useChangedPerson(`${name} is saved.`, onClose)
  return (
    <FormModal
      title={`Edit ${person.name}`}
      submitLabel="Save"
      busy={save.isPending}
      error={save.error}
      whyNot={name.trim() ? undefined : 'Name is required.'}
      onCancel={onClose}
      onSubmit={() => save.mutate({ organizationId: organization.id, personId: person.id, name, roles })}
    >
      <FormField label="Name" errorText={faultOf(save.error, 'name')}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <RoleChoice
        kind={organization.kind}
        mine={organization.roles}
        access={false}
        value={roles}
        onChange={setRoles}
        description={
          person.groups.length > 0 ? `In addition to the roles from the groups ${person.groups.join(', ')}.` : 'Roles given directly.'
        }
      />
    </FormModal>
  )
}

/** The window before a person is deactivated or reactivated. */
export function SwitchPerson({ organization, person, onClose }: EditPersonProps) {
  const deactivate = person.status !== 'deactivated'
  const save = useChangedPerson(`${person.name} is ${deactivate ? 'deactivated' : 'active again'}.`, onClose)
  const title = deactivate ? 'Deactivate' : 'Reactivate'
  return (
    <FormModal
      title={`${title} ${person.name}`}
      submitLabel={title}
      busy={save.isPending}
      error={save.error}
      onCancel={onClose}
      onSubmit={() => save.mutate({ organizationId: organization.id, personId: person.id, deactivated: deactivate })}
    >
      <span>
        {deactivate
          ? `${person.name} is signed out everywhere, can no longer sign in, and API keys of this person are refused. Roles and groups are kept for a reactivation.`
          : `${person.name} can sign in again, with the same roles and groups as before.`}
      </span>
    </FormModal>
  )
}

/** The window before a person is deleted. */
export function DeletePerson({ organization, person, onClose }: EditPersonProps) {
  const done = useAccountsChanged(`${person.name} is deleted.`, onClose)
  const remove = useMutation(query.accounts.people.remove.mutationOptions({ onSuccess: done }))
  return (
    <FormModal
      title={`Delete ${person.name}`}
      submitLabel="Delete"
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onSubmit={() => remove.mutate({ organizationId: organization.id, personId: person.id })}
    >
      <span>
        {person.name} is signed out everywhere, and loses all roles, groups and API keys. The e-mail address can be invited again, here or
        in another organization. This cannot be undone.
      </span>
    </FormModal>
  )
}

function useChangedPerson(done: string, onDone: () => void) {
  return useMutation(query.accounts.people.change.mutationOptions({ onSuccess: useAccountsChanged(done, onDone) }))
}

function useAccountsChanged(done: string, onDone: () => void) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  return () => {
    void queries.invalidateQueries({ queryKey: query.accounts.key() })
    void queries.invalidateQueries({ queryKey: query.organizations.key() })
    flash({ type: 'success', content: done })
    onDone()
  }
}
