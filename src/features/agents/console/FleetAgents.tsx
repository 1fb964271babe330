import Button from '@cloudscape-design/components/button'
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { CountLink } from '../../../platform/console/CountLink.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { fleetBreadcrumbs } from '../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { PAGES, pathTo, type Search } from '../../paths.ts'
import type { Agent } from '../agents.api.ts'
import { useUpdates } from '../updates/console/useUpdates.ts'
import { AgentStatus, AgentVersion } from './AgentStatus.tsx'

const AgentForm = lazy(async () => ({ default: (await import('./AgentForm.tsx')).AgentForm }))

const LIVE_MILLISECONDS = 15_000

/** The page `Fleet Agents`. */
export function FleetAgents() {
  const { organizationId } = useParams({ from: PAGES.agents })
  const { organization, can } = useOrganization(organizationId)
  const { address } = useAddress<'cursor'>()
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const [selected, setSelected] = useState<Agent[]>([])
  const updates = useUpdates(organizationId)
  const agents = useQuery({
    ...query.agents.list.queryOptions({ input: { organizationId, cursor: address.cursor } }),
    refetchInterval: LIVE_MILLISECONDS,
  })
  const create = can('manage the fleet') && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      Create
    </Button>
  )
  return (
    <PageFrame title="Fleet Agents" header={false} breadcrumbs={fleetBreadcrumbs(organization)}>
      <ListTable
        title="Fleet Agents"
        heading="h1"
        description="Daemons in the customer's network that discover printers over SNMP and report them here."
        noun={['agent', 'agents']}
        list={agents}
        columns={columns(organizationId)}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        {...(can('manage the fleet') && { selection: { type: 'multi' as const, selected, onChange: setSelected } })}
        actions={
          <>
            <Button href={pathTo('snmpProfiles', { organizationId })}>SNMP profiles</Button>
            {can('manage the fleet') && (
              <ButtonDropdown
                loading={updates.isPending}
                items={updateItems(selected)}
                onItemClick={({ detail }) =>
                  updates.mutate(detail.id === 'all' ? { allBehind: true } : { agentIds: selected.map(({ id }) => id) })
                }
              >
                Update
              </ButtonDropdown>
            )}
            {create}
          </>
        }
        empty={
          <EmptyState title="No agents yet" action={create}>
            An agent in the customer's network discovers the printers. Create one, then run it with its activation code.
          </EmptyState>
        }
      />
      {creating && (
        <Suspense fallback={null}>
          <AgentForm
            organizationId={organizationId}
            onClose={() => setCreating(false)}
            onSaved={({ id }) => void navigate({ to: PAGES.agent, params: { organizationId, agentId: id } })}
          />
        </Suspense>
      )}
    </PageFrame>
  )
}

function updateItems(selected: Agent[]): ButtonDropdownProps.Item[] {
  const none = selected.length === 0
  return [
    { id: 'selected', text: 'Update the selected agents', disabled: none, disabledReason: none ? 'Select at least one agent.' : undefined },
    { id: 'all', text: 'Update all outdated agents' },
  ]
}

function columns(organizationId: string): TableProps.ColumnDefinition<Agent>[] {
  const printers = (agent: Agent, count: number, label: string, filter: Search = {}) => (
    <CountLink count={count} label={label} href={pathTo('printers', { organizationId }, { agent: agent.id, ...filter })} />
  )
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      minWidth: 180,
      cell: ({ id, name }) => <Link href={pathTo('agent', { organizationId, agentId: id })}>{name}</Link>,
    },
    { id: 'status', header: 'Status', minWidth: 190, cell: ({ status }) => <AgentStatus status={status} /> },
    { id: 'version', header: 'Version', minWidth: 210, cell: (agent) => <AgentVersion agent={agent} /> },
    { id: 'printers', header: 'Printers', cell: (agent) => printers(agent, agent.printers, 'printers') },
    {
      id: 'managed',
      header: 'Managed printers',
      cell: (agent) => printers(agent, agent.managed, 'managed printers', { management: 'managed' }),
    },
    { id: 'lastContact', header: 'Last contact', minWidth: 130, cell: ({ lastContactAt }) => formatInstant(lastContactAt) },
  ]
}
