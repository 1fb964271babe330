import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../../platform/console/format.ts'
import { PageFrame } from '../../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../../platform/console/problem.ts'
import { ReasonedButton } from '../../../../platform/console/ReasonedButton.tsx'
import { api, query } from '../../../client.ts'
import { fleetBreadcrumbs } from '../../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../../organizations/console/useOrganization.ts'
import { PAGES, pathTo } from '../../../paths.ts'
import type { Diagnosis as Asked } from '../agent-printers.api.ts'
import { DIAGNOSIS_OUTCOMES, STEP_OUTCOMES } from '../diagnose.ts'

const LIVE_MILLISECONDS = 3000

/** The page `Diagnosis` of one printer: its agent reads it and reports each step, with time and answer. */
export function Diagnosis() {
  const { organizationId, printerId } = useParams({ from: PAGES.diagnosis })
  const { organization, can } = useOrganization(organizationId)
  const input = { organizationId, printerId }
  const printer = useQuery(query.printers.get.queryOptions({ input }))
  const work = useQuery({
    ...query.agents.getPrinterWork.queryOptions({ input }),
    placeholderData: undefined,
    throwOnError: (error) => isProblem(error, 'not-found'),
    refetchInterval: LIVE_MILLISECONDS,
  })
  const name = printer.data?.serialNumber ?? printer.data?.ipAddress ?? 'Printer'
  const [latest, ...earlier] = work.data?.diagnoses ?? []
  const diagnose = work.data && can('manage the fleet') && (
    <Diagnose organizationId={organizationId} printerId={printerId} whyNot={whyNot(work.data.whyNotDiagnose, latest)} />
  )
  return (
    <PageFrame
      title={`Diagnosis of ${name}`}
      description="The agent reads the printer and reports each step, its duration and the answer."
      breadcrumbs={[...fleetBreadcrumbs(organization), { text: name, href: pathTo('printer', { organizationId, printerId }) }]}
      actions={diagnose}
    >
      <SpaceBetween size="l">
        <ProblemNote error={work.error} retry={() => void work.refetch()} />
        {work.isPending && <Spinner size="large" />}
        {work.data?.transfer && <Passing organizationId={organizationId} transfer={work.data.transfer} />}
        {work.data && !latest && (
          <EmptyState title="Not diagnosed yet" action={diagnose}>
            Find out why a printer is not read, or not read completely.
          </EmptyState>
        )}
        {latest && <Shown diagnosis={latest} />}
        {earlier.length > 0 && <Earlier diagnoses={earlier} />}
      </SpaceBetween>
    </PageFrame>
  )
}

const isOpen = ({ state }: Asked) => state === 'queued' || state === 'fetched'
const whyNot = (why: string | null, latest: Asked | undefined) =>
  why ?? (latest && isOpen(latest) ? 'A diagnosis is already running.' : undefined)

function Diagnose({ organizationId, printerId, whyNot: why }: { organizationId: string; printerId: string; whyNot: string | undefined }) {
  const client = useQueryClient()
  const diagnose = useMutation({
    mutationFn: () => api.agents.diagnose({ organizationId, printerId }),
    onSuccess: () => client.invalidateQueries({ queryKey: query.agents.getPrinterWork.key() }),
  })
  return (
    <SpaceBetween size="xs">
      <ReasonedButton variant="primary" whyNot={why} loading={diagnose.isPending} onClick={() => diagnose.mutate()}>
        Diagnose
      </ReasonedButton>
      <ProblemNote error={diagnose.error} />
    </SpaceBetween>
  )
}

function Passing({
  organizationId,
  transfer,
}: {
  organizationId: string
  transfer: { agentId: string; agent: string; requestedAt: string; requestedBy: string }
}) {
  return (
    <Alert type="info" statusIconAriaLabel="Info" header="The printer changes its agent">
      {'At the first reading by '}
      <Link href={pathTo('agent', { organizationId, agentId: transfer.agentId })}>{transfer.agent}</Link>
      {`. ${transfer.requestedBy} requested this on ${formatInstant(transfer.requestedAt)}. Until then the current agent reads it.`}
    </Alert>
  )
}

function Shown({ diagnosis }: { diagnosis: Asked }) {
  const { agent, address, requestedAt, requestedBy, doneAt, steps, failure, queuedBecause } = diagnosis
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Last diagnosis</Header>}>
        <SpaceBetween size="m">
          {queuedBecause && (
            <Alert type="info" statusIconAriaLabel="Info" header="Queued">
              {queuedBecause}
            </Alert>
          )}
          {failure && (
            <Alert type="error" statusIconAriaLabel="Error">
              {failure}
            </Alert>
          )}
          <KeyValuePairs
            columns={3}
            items={[
              { label: 'Result', value: <Outcome diagnosis={diagnosis} /> },
              { label: 'Agent', value: agent },
              { label: 'Address', value: address },
              { label: 'Asked', value: formatInstant(requestedAt) },
              { label: 'Asked by', value: requestedBy ?? '-' },
              { label: 'Answered', value: formatInstant(doneAt) },
            ]}
          />
        </SpaceBetween>
      </Container>
      {steps.length > 0 && <Steps steps={steps} />}
    </SpaceBetween>
  )
}

function Outcome({ diagnosis: { state, outcome } }: { diagnosis: Asked }) {
  if (state === 'queued') return <StatusIndicator type="pending">Queued</StatusIndicator>
  if (state === 'fetched') return <StatusIndicator type="in-progress">The agent is reading</StatusIndicator>
  if (state === 'failed' || outcome === null) return <StatusIndicator type="error">Not diagnosed</StatusIndicator>
  return <StatusIndicator type={outcome === 'reading' ? 'success' : 'error'}>{DIAGNOSIS_OUTCOMES[outcome]}</StatusIndicator>
}

const ICONS: Record<Asked['steps'][number]['outcome'], StatusIndicatorProps.Type> = {
  ok: 'success',
  trouble: 'warning',
  'no-answer': 'error',
  'no-route': 'error',
  'wrong-credentials': 'error',
}

// An answer from the next room takes less than a millisecond.
const took = (milliseconds: number) => `${milliseconds.toLocaleString('en', { maximumFractionDigits: milliseconds < 10 ? 1 : 0 })} ms`

function Steps({ steps }: { steps: Asked['steps'] }) {
  return (
    <Table
      items={steps.map((step, i) => ({ ...step, number: i + 1 }))}
      wrapLines
      ariaLabels={{ tableLabel: 'Steps' }}
      columnDefinitions={[
        { id: 'number', header: 'Step', width: 80, cell: ({ number }) => number },
        { id: 'step', header: 'Tried', isRowHeader: true, minWidth: 180, cell: ({ step }) => step },
        {
          id: 'outcome',
          header: 'Result',
          minWidth: 170,
          cell: ({ outcome }) => <StatusIndicator type={ICONS[outcome]}>{STEP_OUTCOMES[outcome]}</StatusIndicator>,
        },
        { id: 'time', header: 'Time', minWidth: 100, cell: ({ milliseconds }) => took(milliseconds) },
        { id: 'details', header: 'Answer', minWidth: 300, cell: ({ details }) => <Box variant="span">{details || '-'}</Box> },
      ]}
      header={
        <Header variant="h2" counter={`(${steps.length})`}>
          Steps
        </Header>
      }
    />
  )
}

function Earlier({ diagnoses }: { diagnoses: Asked[] }) {
  return (
    <Table
      items={diagnoses}
      trackBy="workId"
      ariaLabels={{ tableLabel: 'Earlier diagnoses' }}
      columnDefinitions={[
        { id: 'at', header: 'Asked', isRowHeader: true, cell: ({ requestedAt }) => formatInstant(requestedAt) },
        { id: 'by', header: 'By', cell: ({ requestedBy }) => requestedBy ?? '-' },
        { id: 'agent', header: 'Agent', cell: ({ agent }) => agent },
        { id: 'result', header: 'Result', cell: (diagnosis) => <Outcome diagnosis={diagnosis} /> },
      ]}
      header={<Header variant="h2">Earlier diagnoses</Header>}
    />
  )
}
