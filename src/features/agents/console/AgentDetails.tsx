import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CountLink } from '../../../platform/console/CountLink.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../platform/console/problem.ts'
import { query } from '../../client.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { fleetBreadcrumbs } from '../../printers/console/fleet-breadcrumbs.ts'
import type { AgentDetails as Details } from '../agents.api.ts'
import { AgentActions } from './AgentActions.tsx'
import { AgentStatus, AgentVersion } from './AgentStatus.tsx'

const LIVE_MILLISECONDS = 10_000

/** The page of one agent. */
export function AgentDetails() {
  const { organizationId, agentId } = useParams({ strict: false }) as { organizationId: string; agentId: string }
  const { organization, can } = useOrganization(organizationId)
  const agent = useQuery({
    ...query.agents.get.queryOptions({ input: { organizationId, agentId } }),
    placeholderData: undefined,
    throwOnError: (error) => isProblem(error, 'not-found'),
    refetchInterval: LIVE_MILLISECONDS,
  })
  return (
    <PageFrame
      title={agent.data?.name ?? 'Agent'}
      description={agent.data?.description || undefined}
      breadcrumbs={fleetBreadcrumbs(organization, { text: 'Fleet Agents', href: '/agents' })}
      actions={agent.data && can('manage the fleet') && <AgentActions organizationId={organizationId} agent={agent.data} />}
    >
      <SpaceBetween size="l">
        <ProblemNote error={agent.error} retry={() => void agent.refetch()} />
        {agent.isPending && <Spinner size="large" />}
        {agent.data && <Summary organizationId={organizationId} agent={agent.data} />}
        {agent.data && <Criteria organizationId={organizationId} agent={agent.data} />}
      </SpaceBetween>
    </PageFrame>
  )
}

function Summary({ organizationId, agent }: { organizationId: string; agent: Details }) {
  const printers = `/fleet/${organizationId}/printers?agent=${agent.id}`
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Status', value: <AgentStatus status={agent.status} /> },
          { label: 'Version', value: <AgentVersion agent={agent} /> },
          { label: 'Last contact', value: formatInstant(agent.lastContactAt) },
          { label: 'Host name', value: agent.hostName ?? '-' },
          { label: 'Printers', value: <CountLink count={agent.printers} label="printers" href={printers} /> },
          {
            label: 'Managed printers',
            value: <CountLink count={agent.managed} label="managed printers" href={`${printers}&management=managed`} />,
          },
          {
            label: 'Pending printers',
            value: <CountLink count={agent.pending} label="pending printers" href={`${printers}&management=pending`} />,
          },
          { label: 'Created', value: formatInstant(agent.createdAt) },
        ]}
      />
    </Container>
  )
}

function Criteria({ organizationId, agent }: { organizationId: string; agent: Details }) {
  const profiles = useQuery(query.agents.listProfiles.queryOptions({ input: { organizationId } }))
  const profileName = (id: string) => profiles.data?.find((profile) => profile.id === id)?.name ?? '-'
  return (
    <SpaceBetween size="l">
      <Table
        items={agent.include}
        wrapLines
        ariaLabels={{ tableLabel: 'Include' }}
        columnDefinitions={[
          { id: 'entry', header: 'Address, range, subnet or host name', isRowHeader: true, cell: ({ entry }) => entry },
          { id: 'profile', header: 'SNMP profile', cell: ({ profileId }) => profileName(profileId) },
        ]}
        header={
          <Header variant="h2" counter={`(${agent.include.length})`}>
            Add Discovery Criteria to Include
          </Header>
        }
        empty="Nothing is included: the agent finds no printers. Edit the agent to add an entry."
      />
      <Table
        items={agent.exclude}
        wrapLines
        ariaLabels={{ tableLabel: 'Exclude' }}
        columnDefinitions={[{ id: 'entry', header: 'Address, range, subnet or host name', isRowHeader: true, cell: (entry) => entry }]}
        header={
          <Header variant="h2" counter={`(${agent.exclude.length})`}>
            Exclude
          </Header>
        }
        empty="Nothing is excluded."
      />
    </SpaceBetween>
  )
}
