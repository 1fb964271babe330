import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Multiselect, { type MultiselectProps } from '@cloudscape-design/components/multiselect'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { faultOf, isProblem } from '../../../platform/console/problem.ts'
import { api, query } from '../../client.ts'
import type { Group } from '../accounts.api.ts'
import { type OrganizationKind, type Role, whyNotGrant } from '../roles.ts'
import { GROUP_KINDS } from './group-words.ts'
import { RoleChoice } from './RoleChoice.tsx'

interface GroupFormProps {
  organization: { id: string; kind: OrganizationKind; roles: Role[] }
  /** the group to change; without it a new one is created */
  group?: Group
  onClose: () => void
}

interface GroupFields {
  name: string
  kind: Group['kind']
  roles: Role[]
  members: Group['members']
}

/** The window in which a group is created or changed. */
export function GroupForm({ organization, group, onClose }: GroupFormProps) {
  const [fields, setFields] = useState<GroupFields>(
    group ?? { name: '', kind: organization.kind === 'partner' ? 'access' : 'ordinary', roles: [], members: [] },
  )
  const [checked, setChecked] = useState(false)
  const save = useSavedGroup(organization.id, group, onClose)
  const nameInUse = isProblem(save.error, 'name-in-use')
  return (
    <FormModal
      title={group ? `Edit ${group.name}` : 'Create group'}
      submitLabel={group ? 'Save' : 'Create'}
      busy={save.isPending}
      error={nameInUse ? null : save.error}
      onCancel={onClose}
      onSubmit={() => {
        setChecked(true)
        if (fields.name.trim()) save.mutate(fields)
      }}
    >
      <FormField
        label="Name"
        errorText={
          (checked && !fields.name.trim() && 'Name is required.') ||
          (nameInUse && 'This name is in use. Choose another.') ||
          faultOf(save.error, 'name')
        }
      >
        <Input value={fields.name} onChange={({ detail }) => setFields({ ...fields, name: detail.value })} />
      </FormField>
      {organization.kind === 'partner' && !group && (
        <KindChoice
          value={fields.kind}
          onChange={(kind) => setFields({ ...fields, kind, roles: rolesThatFit(fields.roles, organization.kind, kind) })}
        />
      )}
      <RoleChoice
        kind={organization.kind}
        mine={organization.roles}
        access={fields.kind === 'access'}
        value={fields.roles}
        onChange={(roles) => setFields({ ...fields, roles })}
        description={GROUP_KINDS[fields.kind].explains}
      />
      <MemberChoice organizationId={organization.id} value={fields.members} onChange={(members) => setFields({ ...fields, members })} />
    </FormModal>
  )
}

function rolesThatFit(roles: Role[], organization: OrganizationKind, kind: Group['kind']): Role[] {
  return roles.filter((role) => whyNotGrant(role, organization, kind === 'access') === undefined)
}

function KindChoice({ value, onChange }: { value: Group['kind']; onChange: (kind: Group['kind']) => void }) {
  const kinds = ['access', 'ordinary'] as const
  return (
    <FormField label="Kind">
      <RadioGroup
        value={value}
        onChange={({ detail }) => onChange(kinds.find((kind) => kind === detail.value) ?? 'ordinary')}
        items={kinds.map((kind) => ({ value: kind, label: GROUP_KINDS[kind].label, description: GROUP_KINDS[kind].explains }))}
      />
    </FormField>
  )
}

interface MemberChoiceProps {
  organizationId: string
  value: Group['members']
  onChange: (members: Group['members']) => void
}

function MemberChoice({ organizationId, value, onChange }: MemberChoiceProps) {
  const [search, setSearch] = useState('')
  const people = useQuery(
    query.accounts.people.list.queryOptions({
      input: { organizationId, search: search || undefined, limit: 50 },
      placeholderData: keepPreviousData,
    }),
  )
  const options = people.data?.items.map(({ id, name, email }): MultiselectProps.Option => ({ value: id, label: name, description: email }))
  return (
    <FormField label="Members">
      <Multiselect
        selectedOptions={value.map(({ id, name }) => ({ value: id, label: name }))}
        options={options ?? []}
        placeholder="Choose users"
        filteringType="manual"
        filteringPlaceholder="Name or e-mail address"
        filteringAriaLabel="Search users"
        statusType={people.isPending ? 'loading' : people.error ? 'error' : 'finished'}
        loadingText="Loading users"
        errorText="The users could not be loaded."
        recoveryText="Try again"
        empty={search ? 'No users match' : 'No users yet'}
        onLoadItems={({ detail }) => {
          setSearch(detail.filteringText)
          if (people.error) void people.refetch()
        }}
        onChange={({ detail }) => onChange(detail.selectedOptions.map(({ value: id, label }) => ({ id: id ?? '', name: label ?? '' })))}
        deselectAriaLabel={({ label }) => `Remove ${label}`}
      />
    </FormField>
  )
}

function useSavedGroup(organizationId: string, group: Group | undefined, onDone: () => void) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  return useMutation({
    mutationFn: ({ name, kind, roles, members }: GroupFields) => {
      const memberIds = members.map(({ id }) => id)
      return group
        ? api.accounts.groups.change({ organizationId, groupId: group.id, name, roles, memberIds })
        : api.accounts.groups.create({ organizationId, name, kind, roles, memberIds })
    },
    onSuccess: ({ name }) => {
      // The reader's own roles, and with them the portals, may have changed.
      void queries.invalidateQueries({ queryKey: query.accounts.key() })
      void queries.invalidateQueries({ queryKey: query.organizations.key() })
      flash({ type: 'success', content: `The group ${name} is ${group ? 'saved' : 'created'}.` })
      onDone()
    },
  })
}
