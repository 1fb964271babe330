import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { query } from '../../client.ts'
import type { Group } from '../accounts.api.ts'
import { may, type OrganizationKind, type Role, whyNotAdministerGroup } from '../roles.ts'
import { GroupForm } from './GroupForm.tsx'
import { GROUP_KINDS } from './group-words.ts'
import { roleLabels } from './RoleChoice.tsx'

const COLUMNS: TableProps.ColumnDefinition<Group>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name, isRowHeader: true, minWidth: 180 },
  { id: 'kind', header: 'Kind', cell: ({ kind }) => GROUP_KINDS[kind].label, minWidth: 180 },
  { id: 'roles', header: 'Roles', cell: ({ roles }) => roleLabels(roles), minWidth: 220 },
  { id: 'members', header: 'Members', cell: ({ members }) => members.map(({ name }) => name).join(', ') || '-', minWidth: 200 },
]

interface GroupsProps {
  organization: { id: string; name: string; kind: OrganizationKind; roles: Role[] }
}

/** The tab `Groups`: ordinary groups and, in a partner, Child Organization Access Groups. */
export function Groups({ organization }: GroupsProps) {
  const groups = useQuery(query.accounts.groups.list.queryOptions({ input: { organizationId: organization.id } }))
  const [selected, setSelected] = useState<Group[]>([])
  const [open, setOpen] = useState<'create' | 'edit' | 'delete'>()
  const close = () => setOpen(undefined)
  const mayManage = may(organization.roles, 'manage people', organization.kind)
  const chosen = groups.data?.find(({ id }) => id === selected[0]?.id)
  return (
    <>
      <Table<Group>
        columnDefinitions={COLUMNS}
        items={groups.data ?? []}
        trackBy="id"
        wrapLines
        loading={groups.isPending}
        loadingText="Loading groups"
        {...(mayManage && {
          selectionType: 'single' as const,
          selectedItems: chosen ? [chosen] : [],
          onSelectionChange: ({ detail }) => setSelected(detail.selectedItems),
        })}
        ariaLabels={{
          tableLabel: 'Groups',
          selectionGroupLabel: 'Selection of groups',
          itemSelectionLabel: (_, { name }) => `Select ${name}`,
        }}
        header={
          <Header
            variant="h2"
            counter={groups.data && `(${groups.data.length})`}
            actions={mayManage && <GroupActions chosen={chosen} mine={organization.roles} onOpen={setOpen} />}
          >
            Groups
          </Header>
        }
        empty={
          groups.error ? (
            <ProblemNote error={groups.error} retry={() => void groups.refetch()} />
          ) : (
            <NoGroups kind={organization.kind} action={mayManage && <Button onClick={() => setOpen('create')}>Create group</Button>} />
          )
        }
      />
      {open === 'create' && <GroupForm organization={organization} onClose={close} />}
      {open === 'edit' && chosen && <GroupForm organization={organization} group={chosen} onClose={close} />}
      {open === 'delete' && chosen && <DeleteGroup organizationId={organization.id} group={chosen} onClose={close} />}
    </>
  )
}

interface GroupActionsProps {
  chosen: Group | undefined
  mine: Role[]
  onOpen: (window: 'create' | 'edit' | 'delete') => void
}

function GroupActions({ chosen, mine, onOpen }: GroupActionsProps) {
  const whyNone = chosen ? whyNotAdministerGroup(mine, chosen) : 'Select a group first.'
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ReasonedButton whyNot={whyNone} onClick={() => onOpen('edit')}>
        Edit
      </ReasonedButton>
      <ReasonedButton whyNot={whyNone} onClick={() => onOpen('delete')}>
        Delete
      </ReasonedButton>
      <Button variant="primary" onClick={() => onOpen('create')}>
        Create group
      </Button>
    </SpaceBetween>
  )
}

function NoGroups({ kind, action }: { kind: OrganizationKind; action: React.ReactNode }) {
  return (
    <EmptyState title="No groups yet" action={action}>
      {kind === 'partner'
        ? 'A Child Organization Access Group lets its members work in all child organizations of this parent.'
        : 'A group gives its roles to all its members.'}
    </EmptyState>
  )
}

function DeleteGroup({ organizationId, group, onClose }: { organizationId: string; group: Group; onClose: () => void }) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const remove = useMutation(
    query.accounts.groups.remove.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.accounts.key() })
        void queries.invalidateQueries({ queryKey: query.organizations.key() })
        flash({ type: 'success', content: `The group ${group.name} is deleted.` })
        onClose()
      },
    }),
  )
  return (
    <FormModal
      title={`Delete ${group.name}`}
      submitLabel="Delete"
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onSubmit={() => remove.mutate({ organizationId, groupId: group.id })}
    >
      <span>
        {group.members.length === 0
          ? 'The group has no members.'
          : `Its members lose the roles they have by this group only: ${group.members.map(({ name }) => name).join(', ')}.`}
      </span>
    </FormModal>
  )
}
