import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../platform/console/problem.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import { fleetBreadcrumbs } from '../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { PAGES, pathTo } from '../../paths.ts'
import type { Task } from '../tasks.api.ts'
import { TaskActions } from './TaskActions.tsx'
import { TaskOutcomes } from './TaskOutcomes.tsx'
import { settledOf, TaskStatus, taskPercent } from './TaskStatus.tsx'
import { useWatchedTask } from './useWatchedTask.ts'

/** The page of one task: how far it is, live, and the outcome of each printer. */
export function TaskDetails() {
  const { organizationId, taskId } = useParams({ from: PAGES.task })
  const { organization, can } = useOrganization(organizationId)
  const task = useQuery({
    ...query.tasks.get.queryOptions({ input: { organizationId, taskId } }),
    throwOnError: (error) => isProblem(error, 'not-found'),
  })
  useWatchedTask(organizationId, taskId, task.data !== undefined && task.data.endedAt === null)
  return (
    <PageFrame
      title={task.data ? `${task.data.label}, task ${taskId}` : `Task ${taskId}`}
      breadcrumbs={fleetBreadcrumbs(organization, { text: 'Tasks', page: 'tasks' })}
      actions={task.data && can('manage the fleet') && <TaskActions organizationId={organizationId} task={task.data} />}
    >
      <SpaceBetween size="l">
        <ProblemNote error={task.error} retry={() => void task.refetch()} />
        {task.isPending && <Spinner size="large" />}
        {task.data && <TaskSummary organizationId={organizationId} task={task.data} />}
        {task.data && <TaskOutcomes organizationId={organizationId} task={task.data} />}
      </SpaceBetween>
    </PageFrame>
  )
}

function TaskSummary({ organizationId, task }: { organizationId: string; task: Task }) {
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <SpaceBetween size="l">
        <ProgressBar value={taskPercent(task)} label="Progress" description={progressWords(task)} />
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
            ...related(organizationId, task),
            ...(task.statusReason ? [{ label: 'Reason', value: task.statusReason }] : []),
          ]}
        />
      </SpaceBetween>
    </Container>
  )
}

/** The tasks that this one tries again, or that try this one again; and who stopped it. */
function related(organizationId: string, { retryOf, retriedBy, cancelRequestedBy }: Task) {
  const link = (id: string) => <Link href={pathTo('task', { organizationId, taskId: id })}>{`Task ${id}`}</Link>
  return [
    ...(retryOf ? [{ label: 'Retry of', value: link(retryOf) }] : []),
    ...(retriedBy ? [{ label: 'Retried by', value: link(retriedBy) }] : []),
    ...(cancelRequestedBy ? [{ label: 'Canceled by', value: cancelRequestedBy }] : []),
  ]
}

function progressWords(task: Task): string {
  const { done, refused, failed, canceled, printers } = task
  const counts = [`${formatCount(done)} done`, `${formatCount(refused)} refused`, `${formatCount(failed)} failed`]
  if (canceled > 0) counts.push(`${formatCount(canceled)} canceled`)
  return `${formatCount(settledOf(task))} of ${formatNoun(printers, 'printer')}: ${counts.join(', ')}`
}
