import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { flash } from '../../../../platform/console/flash.ts'
import { formatCount } from '../../../../platform/console/format.ts'
import { ListTable } from '../../../../platform/console/ListTable.tsx'
import { PageFrame } from '../../../../platform/console/PageFrame.tsx'
import { ReasonedButton } from '../../../../platform/console/ReasonedButton.tsx'
import { api, query } from '../../../client.ts'
import { fleetBreadcrumbs } from '../../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../../organizations/console/useOrganization.ts'
import { PAGES } from '../../../paths.ts'
import { whyNotDeleteProfile } from '../snmp-profile.ts'
import { AUTHENTICATION_LABELS, PRIVACY_LABELS } from '../snmp-profile-draft.ts'
import type { SnmpProfile } from '../snmp-profiles.api.ts'
import { SnmpProfileForm } from './SnmpProfileForm.tsx'

type Opened = { window: 'create' } | { window: 'edit' | 'delete'; profile: SnmpProfile }

/** The page `SNMP profiles`: how the agents of the organization ask printers. */
export function SnmpProfiles() {
  const { organizationId } = useParams({ from: PAGES.snmpProfiles })
  const { organization, can } = useOrganization(organizationId)
  const [opened, setOpened] = useState<Opened>()
  const close = () => setOpened(undefined)
  const profiles = useQuery(query.agents.listProfiles.queryOptions({ input: { organizationId } }))
  const mayChange = can('manage the fleet')
  const create = mayChange && (
    <Button variant="primary" onClick={() => setOpened({ window: 'create' })}>
      Create
    </Button>
  )
  return (
    <PageFrame title="SNMP profiles" header={false} breadcrumbs={fleetBreadcrumbs(organization, { text: 'Fleet Agents', page: 'agents' })}>
      <ListTable
        title="SNMP profiles"
        heading="h1"
        description="How agents read printers. Each entry of their discovery criteria uses one. Changing a profile never unenrolls a printer."
        noun={['SNMP profile', 'SNMP profiles']}
        list={{ ...profiles, data: profiles.data && { items: profiles.data, nextCursor: null } }}
        total={profiles.data?.length}
        columns={mayChange ? [...COLUMNS, actsColumn(setOpened)] : COLUMNS}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        actions={create}
        empty={
          <EmptyState title="No SNMP profiles yet" action={create}>
            A profile defines how printers are read: a community for SNMP v1 and v2c, a user for v3.
          </EmptyState>
        }
      />
      {opened?.window === 'create' && <SnmpProfileForm organizationId={organizationId} onClose={close} />}
      {opened?.window === 'edit' && <SnmpProfileForm organizationId={organizationId} profile={opened.profile} onClose={close} />}
      {opened?.window === 'delete' && <DeleteProfile organizationId={organizationId} profile={opened.profile} onClose={close} />}
    </PageFrame>
  )
}

const COLUMNS: TableProps.ColumnDefinition<SnmpProfile>[] = [
  { id: 'name', header: 'Name', isRowHeader: true, minWidth: 160, cell: ({ name }) => name },
  { id: 'version', header: 'Version', cell: ({ version }) => version },
  { id: 'access', header: 'Access', minWidth: 200, cell: accessOf },
  { id: 'port', header: 'Port', cell: ({ port }) => port },
  { id: 'timeout', header: 'Time-out', cell: ({ timeoutMilliseconds }) => `${formatCount(timeoutMilliseconds)} ms` },
  { id: 'retries', header: 'Repeats', cell: ({ retries }) => retries },
  { id: 'agents', header: 'Agents', cell: ({ agents }) => formatCount(agents) },
]

/** How a profile proves who asks, without any secret. */
function accessOf(profile: SnmpProfile): string {
  if (profile.version !== 'v3') return 'Community (not shown)'
  const { userName, authentication, privacy } = profile
  const ways = [authentication && AUTHENTICATION_LABELS[authentication.protocol], privacy && PRIVACY_LABELS[privacy.protocol]]
  return `User ${userName}, ${ways.filter(Boolean).join(', ') || 'no authentication'}`
}

function actsColumn(open: (opened: Opened) => void): TableProps.ColumnDefinition<SnmpProfile> {
  return {
    id: 'acts',
    header: 'Actions',
    minWidth: 230,
    cell: (profile) => (
      <SpaceBetween direction="horizontal" size="xs">
        <Button ariaLabel={`Edit ${profile.name}`} onClick={() => open({ window: 'edit', profile })}>
          Edit
        </Button>
        <ReasonedButton
          ariaLabel={`Delete ${profile.name}`}
          whyNot={whyNotDeleteProfile(profile)}
          onClick={() => open({ window: 'delete', profile })}
        >
          Delete
        </ReasonedButton>
      </SpaceBetween>
    ),
  }
}

function DeleteProfile({ organizationId, profile, onClose }: { organizationId: string; profile: SnmpProfile; onClose: () => void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.agents.removeProfile({ organizationId, profileId: profile.id }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: query.agents.listProfiles.key() })
      flash({ type: 'success', content: `The SNMP profile ${profile.name} was deleted.` })
      onClose()
    },
  })
  return (
    <FormModal
      title="Delete SNMP profile"
      submitLabel="Delete"
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onCancel={onClose}
    >
      <Box>{`${profile.name} and its secrets are deleted. No agent uses it, and no printer is unenrolled.`}</Box>
    </FormModal>
  )
}
