import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { formatCount, formatInstant, formatNoun } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../platform/console/problem.ts'
import { query } from '../../client.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { fleetBreadcrumbs } from '../../printers/console/fleet-breadcrumbs.ts'
import type { Task } from '../tasks.api.ts'
import { TaskOutcomes } from './TaskOutcomes.tsx'
import { TaskStatus, taskPercent } from './TaskStatus.tsx'
import { useWatchedTask } from './useWatchedTask.ts'

/** The page of one task: how far it is, live, and what became of each printer. */
export function TaskDetails() {
  const { organizationId, taskId } = useParams({ strict: false }) as { organizationId: string; taskId: string }
  const { organization } = useOrganization(organizationId)
  const task = useQuery({
    ...query.tasks.get.queryOptions({ input: { organizationId, taskId } }),
    throwOnError: (error) => isProblem(error, 'not-found'),
  })
  useWatchedTask(organizationId, taskId, task.data !== undefined && task.data.endedAt === null)
  return (
    <PageFrame
      title={task.data ? `${task.data.label}, task ${taskId}` : `Task ${taskId}`}
      breadcrumbs={fleetBreadcrumbs(organization, { text: 'Tasks', href: '/tasks' })}
    >
      <SpaceBetween size="l">
        <ProblemNote error={task.error} retry={() => void task.refetch()} />
        {task.isPending && <Spinner size="large" />}
        {task.data && <TaskSummary task={task.data} />}
        {task.data && <TaskOutcomes organizationId={organizationId} task={task.data} />}
      </SpaceBetween>
    </PageFrame>
  )
}

function TaskSummary({ task }: { task: Task }) {
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <SpaceBetween size="l">
        <ProgressBar
          value={taskPercent(task)}
          label="Progress"
          description={progressWords(task)}
          {...(task.endedAt === null ? {} : { status: 'in-progress' as const })}
        />
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Status', value: <TaskStatus status={task.status} /> },
            { label: 'Printers', value: formatCount(task.printers) },
            { label: 'Started by', value: task.startedBy },
            { label: 'Details', value: task.details || '-' },
            { label: 'Task ID', value: task.id },
            { label: 'Start', value: formatInstant(task.startedAt) },
            { label: 'End', value: formatInstant(task.endedAt) },
            ...(task.statusReason ? [{ label: 'Reason', value: task.statusReason }] : []),
          ]}
        />
      </SpaceBetween>
    </Container>
  )
}

function progressWords(task: Task): string {
  const { done, refused, failed, printers } = task
  const ended = `${formatCount(done + refused + failed)} of ${formatNoun(printers, 'printer')}`
  return `${ended}: ${formatCount(done)} done, ${formatCount(refused)} refused, ${formatCount(failed)} failed`
}
