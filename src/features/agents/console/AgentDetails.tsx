import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { CountLink } from '../../../platform/console/CountLink.tsx'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../platform/console/problem.ts'
import { formatNoun, plural } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import { fleetBreadcrumbs } from '../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { PAGES, pathTo } from '../../paths.ts'
import { WithSelection } from '../../selections/console/WithSelection.tsx'
import { SCHEDULE_FIELDS, SCHEDULE_LABELS } from '../agent-draft.ts'
import type { AgentDetails as Details } from '../agents.api.ts'
import { EnrollPrinters } from '../reports/console/EnrollPrinters.tsx'
import { AgentActions } from './AgentActions.tsx'
import { AgentStatus, AgentVersion } from './AgentStatus.tsx'
import { useRows } from './useRows.tsx'

const LIVE_MILLISECONDS = 10_000
/** While something that the reader asked for is under way. */
const QUICK_MILLISECONDS = 2000

const isDiscovering = (agent: Details | undefined) =>
  agent?.status === 'communicating' && agent.discovery !== null && agent.discovery.state !== 'done'

/** The page of one agent. */
export function AgentDetails() {
  const { organizationId, agentId } = useParams({ from: PAGES.agent })
  const { organization, can } = useOrganization(organizationId)
  const agent = useQuery({
    ...query.agents.get.queryOptions({ input: { organizationId, agentId } }),
    placeholderData: undefined,
    throwOnError: (error) => isProblem(error, 'not-found'),
    refetchInterval: ({ state }) => (isDiscovering(state.data) ? QUICK_MILLISECONDS : LIVE_MILLISECONDS),
  })
  return (
    <PageFrame
      title={agent.data?.name ?? 'Agent'}
      description={agent.data?.description || undefined}
      breadcrumbs={fleetBreadcrumbs(organization, { text: 'Fleet Agents', page: 'agents' })}
      actions={agent.data && can('manage the fleet') && <AgentActions organizationId={organizationId} agent={agent.data} />}
    >
      <SpaceBetween size="l">
        <ProblemNote error={agent.error} retry={() => void agent.refetch()} />
        {agent.isPending && <Spinner size="large" />}
        {agent.data && <Notices agent={agent.data} />}
        {agent.data && can('manage the fleet') && (
          <Waiting organizationId={organizationId} agentId={agentId} discovered={agent.data.discovery?.doneAt} />
        )}
        {agent.data && <Summary organizationId={organizationId} agent={agent.data} />}
        {agent.data && <Schedule agent={agent.data} />}
        {agent.data && <Criteria organizationId={organizationId} agent={agent.data} />}
      </SpaceBetween>
    </PageFrame>
  )
}

/** What a reader of the page should know first. */
function Notices({ agent }: { agent: Details }) {
  const { update, configurationFetched, status, clockSkewSeconds, diskTrouble, plainHttp, refused } = agent
  const skew = Math.abs(clockSkewSeconds ?? 0)
  return (
    <>
      {update?.state === 'failed' && (
        <Alert type="error" statusIconAriaLabel="Error" header={`The update to ${update.version} failed`}>
          {update.failure}
        </Alert>
      )}
      {plainHttp && (
        <Alert type="error" statusIconAriaLabel="Error" header="The agent uses plain HTTP">
          Readings, SNMP secrets and the credential of the agent can be read and changed on the way to this server. Start the agent with an
          address of https and without --insecure-http. Then revoke its credential and activate it again.
        </Alert>
      )}
      {refused && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="New printers were not registered">
          {`${refused.reason} Last at ${formatInstant(refused.at)}.`}
        </Alert>
      )}
      {diskTrouble !== null && (
        <Alert type="error" statusIconAriaLabel="Error" header="The agent cannot write to its disk">
          {`${diskTrouble}. Nothing is delivered until it can. Free space on the computer where the agent runs; the agent then continues by itself.`}
        </Alert>
      )}
      {!configurationFetched && agent.version !== null && (
        <Alert type="info" statusIconAriaLabel="Info">
          {`The agent has not fetched its configuration since the last edit. It fetches it at its next heartbeat${status === 'noncommunicating' ? ', when it connects again' : ''}.`}
        </Alert>
      )}
      {skew >= 60 && (
        <Alert type="warning" statusIconAriaLabel="Warning">
          {`The clock of the agent is ${formatNoun(Math.round(skew / 60), 'minute')} ${clockSkewSeconds! > 0 ? 'ahead' : 'behind'}. The times of its readings are corrected.`}
        </Alert>
      )}
    </>
  )
}

interface WaitingProps {
  organizationId: string
  agentId: string
  /** when the last discovery ended: then there may be more of them */
  discovered: string | null | undefined
}

/** The printers that wait to be enrolled, where the agent does not enroll at once. */
function Waiting({ organizationId, agentId, discovered }: WaitingProps) {
  const [enrolling, setEnrolling] = useState(false)
  const filter = { agent: [agentId], registration: ['discovered'] }
  const waiting = useQuery({
    ...query.printers.facets.queryOptions({ input: { organizationId, ...filter } }),
    refetchInterval: LIVE_MILLISECONDS,
  })
  const { refetch } = waiting
  useEffect(() => {
    if (discovered) void refetch()
  }, [discovered, refetch])
  const count = waiting.data?.total ?? 0
  const close = () => setEnrolling(false)
  if (count === 0) return null
  return (
    <>
      <Alert
        type="info"
        statusIconAriaLabel="Info"
        header={`${formatNoun(count, 'printer waits', 'printers wait')} as Discovered`}
        action={<Button onClick={() => setEnrolling(true)}>Enroll</Button>}
      >
        {'This agent does not enroll discovered printers by itself. '}
        <Link href={pathTo('printers', { organizationId }, { agent: agentId, registration: 'discovered' })}>
          {plural(count, 'View it', 'View them')}
        </Link>
        {plural(count, ' or enroll it.', ' or enroll all of them.')}
      </Alert>
      {enrolling && (
        <WithSelection organizationId={organizationId} filter={filter} onClose={close}>
          {(selection) => <EnrollPrinters organizationId={organizationId} selection={selection} onClose={close} onStarted={close} />}
        </WithSelection>
      )}
    </>
  )
}

function Schedule({ agent }: { agent: Details }) {
  return (
    <Container header={<Header variant="h2">Pace and schedule</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Discovered printers', value: agent.enrollsAtOnce ? 'Enrolled at once' : 'Wait as Discovered' },
          ...SCHEDULE_FIELDS.map((field) => ({ label: SCHEDULE_LABELS[field], value: formatCount(agent[field]) })),
        ]}
      />
    </Container>
  )
}

function Summary({ organizationId, agent }: { organizationId: string; agent: Details }) {
  const printersHref = (management?: string) => pathTo('printers', { organizationId }, { agent: agent.id, management })
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Status', value: <AgentStatus status={agent.status} /> },
          { label: 'Version', value: <AgentVersion agent={agent} /> },
          { label: 'Last contact', value: formatInstant(agent.lastContactAt) },
          { label: 'Host name', value: agent.hostName ?? '-' },
          { label: 'Printers', value: <CountLink count={agent.printers} label="printers" href={printersHref()} /> },
          {
            label: 'Managed printers',
            value: <CountLink count={agent.managed} label="managed printers" href={printersHref('managed')} />,
          },
          {
            label: 'Pending printers',
            value: <CountLink count={agent.pending} label="pending printers" href={printersHref('pending')} />,
          },
          { label: 'Created', value: formatInstant(agent.createdAt) },
          ...(agent.discovery ? [{ label: 'Discovery asked for', value: <Discovery discovery={agent.discovery} /> }] : []),
        ]}
      />
    </Container>
  )
}

function Criteria({ organizationId, agent }: { organizationId: string; agent: Details }) {
  const profiles = useQuery(query.agents.listProfiles.queryOptions({ input: { organizationId } }))
  const profileName = (id: string) => profiles.data?.find((profile) => profile.id === id)?.name ?? '-'
  const entry = { id: 'entry', header: 'Address, range, subnet or host name', isRowHeader: true }
  return (
    <SpaceBetween size="l">
      <Entries
        title="Add Discovery Criteria to Include"
        entries={agent.include}
        columns={[
          { ...entry, cell: (item) => item.entry },
          { id: 'profile', header: 'SNMP profile', cell: ({ profileId }) => profileName(profileId) },
        ]}
        empty="Nothing is included: the agent finds no printers. Edit the agent to add an entry."
      />
      <Entries title="Exclude" entries={agent.exclude} columns={[{ ...entry, cell: (item) => item }]} empty="Nothing is excluded." />
    </SpaceBetween>
  )
}

/** What became of the last discovery that somebody asked for. */
function Discovery({ discovery }: { discovery: NonNullable<Details['discovery']> }) {
  const { state, queuedBecause, askedAt, doneAt, printersFound } = discovery
  if (state === 'queued') return <StatusIndicator type="pending">{`Queued on ${formatInstant(askedAt)}. ${queuedBecause}`}</StatusIndicator>
  if (state === 'fetched') return <StatusIndicator type="in-progress">{`Under way, asked on ${formatInstant(askedAt)}`}</StatusIndicator>
  return (
    <StatusIndicator type="success">{`${formatNoun(printersFound ?? 0, 'printer')} found on ${formatInstant(doneAt)}`}</StatusIndicator>
  )
}

interface EntriesProps<Entry> {
  title: string
  entries: Entry[]
  columns: TableProps.ColumnDefinition<Entry>[]
  empty: string
}

function Entries<Entry>({ title, entries, columns, empty }: EntriesProps<Entry>) {
  const rows = useRows(entries)
  return (
    <Table
      items={rows.shown}
      wrapLines
      ariaLabels={{ tableLabel: title }}
      columnDefinitions={columns}
      header={
        <Header variant="h2" counter={`(${formatCount(entries.length)})`}>
          {title}
        </Header>
      }
      pagination={rows.pages}
      empty={empty}
    />
  )
}
