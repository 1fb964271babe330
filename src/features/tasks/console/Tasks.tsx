import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CursorPages } from '../../../platform/console/CursorPages.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { fleetBreadcrumbs } from '../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { PAGES, pathTo } from '../../paths.ts'
import type { Task } from '../tasks.api.ts'
import { readFilter, TaskFilters } from './TaskFilters.tsx'
import { TaskStatus, taskPercent } from './TaskStatus.tsx'

const WHILE_RUNNING_MILLISECONDS = 2000

/** The page `Tasks`: what runs and what ran, newest first. */
export function Tasks() {
  const { organizationId } = useParams({ from: PAGES.tasks })
  const { organization } = useOrganization(organizationId)
  const { address } = useAddress<'status' | 'kind' | 'startedBy' | 'search' | 'cursor'>()
  const filter = readFilter(address)
  const tasks = useQuery({
    ...query.tasks.list.queryOptions({ input: { organizationId, ...filter, cursor: address.cursor } }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some((task) => !task.endedAt) ? WHILE_RUNNING_MILLISECONDS : false),
  })
  const narrowed = Object.values(filter).some((value) => value !== undefined)
  const failed = <ProblemNote error={tasks.error} retry={() => void tasks.refetch()} />
  return (
    <PageFrame title="Tasks" header={false} breadcrumbs={fleetBreadcrumbs(organization)}>
      <Table
        variant="full-page"
        stickyHeader
        wrapLines
        items={tasks.data?.items ?? []}
        trackBy="id"
        loading={tasks.isPending}
        loadingText="Loading tasks"
        columnDefinitions={columns(organizationId)}
        ariaLabels={{ tableLabel: 'Tasks' }}
        header={
          <Header variant="awsui-h1-sticky" description="Bulk and long-running actions, each with an outcome per printer.">
            Tasks
          </Header>
        }
        filter={
          <SpaceBetween size="xs">
            <TaskFilters filter={filter} />
            {tasks.data && failed}
          </SpaceBetween>
        }
        pagination={<CursorPages nextCursor={tasks.data?.nextCursor} disabled={tasks.isFetching} />}
        empty={
          tasks.error ? (
            failed
          ) : narrowed ? (
            <EmptyState title="No tasks match">Change the search text or the filters, or clear them.</EmptyState>
          ) : (
            <EmptyState title="No tasks yet">
              Assigning contacts, adding printers to MPS Express, unenrolling and editing many printers run as tasks.
            </EmptyState>
          )
        }
      />
    </PageFrame>
  )
}

function columns(organizationId: string): TableProps.ColumnDefinition<Task>[] {
  return [
    {
      id: 'id',
      header: 'Task ID',
      isRowHeader: true,
      cell: (task) => <Link href={pathTo('task', { organizationId, taskId: task.id })}>{task.id}</Link>,
    },
    { id: 'label', header: 'Task', minWidth: 115, cell: (task) => task.label },
    { id: 'details', header: 'Details', minWidth: 140, cell: (task) => task.details || '-' },
    { id: 'startedBy', header: 'Started by', cell: (task) => task.startedBy },
    { id: 'printers', header: 'Printers', cell: (task) => formatCount(task.printers) },
    { id: 'progress', header: 'Progress', cell: (task) => `${taskPercent(task)}%` },
    { id: 'status', header: 'Status', minWidth: 150, cell: (task) => <TaskStatus status={task.status} /> },
    { id: 'start', header: 'Start', minWidth: 125, cell: (task) => formatInstant(task.startedAt) },
    { id: 'end', header: 'End', minWidth: 125, cell: (task) => formatInstant(task.endedAt) },
  ]
}
