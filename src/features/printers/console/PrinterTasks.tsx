import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useInfiniteQuery } from '@tanstack/react-query'
import { formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { query } from '../../client.ts'
import { pathTo } from '../../paths.ts'
import { OutcomeStatus } from '../../tasks/console/TaskStatus.tsx'
import type { PrinterTask } from '../history/printer-history.api.ts'

const ROWS = 10

interface OfPrinter {
  organizationId: string
  printerId: string
}

/** The tasks that included a printer, each with what became of it. */
export function PrinterTasks({ organizationId, printerId }: OfPrinter) {
  const tasks = useInfiniteQuery(
    query.printers.listTasks.infiniteOptions({
      input: (cursor: string | undefined) => ({ organizationId, printerId, limit: ROWS, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  return (
    <Table
      items={tasks.data?.pages.flatMap((page) => page.items) ?? []}
      trackBy="taskId"
      wrapLines
      loading={tasks.isPending}
      loadingText="Loading tasks"
      columnDefinitions={columns(organizationId)}
      ariaLabels={{ tableLabel: 'Tasks' }}
      header={<Header variant="h2">Tasks</Header>}
      footer={
        tasks.hasNextPage && (
          <Button loading={tasks.isFetchingNextPage} onClick={() => void tasks.fetchNextPage()}>
            Show more
          </Button>
        )
      }
      empty={
        tasks.error ? <ProblemNote error={tasks.error} retry={() => void tasks.refetch()} /> : 'No task has included this printer yet.'
      }
    />
  )
}

const columns = (organizationId: string): TableProps.ColumnDefinition<PrinterTask>[] => [
  {
    id: 'taskId',
    header: 'Task ID',
    isRowHeader: true,
    cell: ({ taskId }) => <Link href={pathTo('task', { organizationId, taskId })}>{taskId}</Link>,
  },
  { id: 'label', header: 'Task', cell: ({ label }) => label },
  { id: 'outcome', header: 'Outcome', cell: ({ outcome }) => <OutcomeStatus outcome={outcome} /> },
  { id: 'reason', header: 'Reason', cell: ({ reason, details }) => [reason, details].filter(Boolean).join(': ') || '-' },
  { id: 'startedBy', header: 'Started by', cell: ({ startedBy }) => startedBy },
  { id: 'at', header: 'Time', cell: ({ at }) => formatInstant(at) },
]
