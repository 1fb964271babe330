import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CursorPages } from '../../../platform/console/CursorPages.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { SearchField } from '../../../platform/console/SearchField.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { pathTo } from '../../paths.ts'
import type { Task, TaskOutcome } from '../tasks.api.ts'
import { OUTCOME_NAMES, OUTCOMES } from '../tasks.ts'
import { PickOne } from './PickOne.tsx'
import { OutcomeStatus, settledOf } from './TaskStatus.tsx'

/** One outcome per printer of a task, with its reason. */
export function TaskOutcomes({ organizationId, task }: { organizationId: string; task: Task }) {
  const { address, setAddress } = useAddress<'outcome' | 'search' | 'cursor'>()
  const outcome = OUTCOME_NAMES.find((name) => name === address.outcome)
  const outcomes = useQuery({
    ...query.tasks.listOutcomes.queryOptions({
      input: { organizationId, taskId: task.id, outcome, search: address.search, cursor: address.cursor },
    }),
    placeholderData: keepPreviousData,
  })
  return (
    <Table
      items={outcomes.data?.items ?? []}
      trackBy="printerId"
      loading={outcomes.isPending}
      loadingText="Loading outcomes"
      columnDefinitions={columns(organizationId)}
      wrapLines
      ariaLabels={{ tableLabel: 'Outcomes' }}
      header={
        <Header
          variant="h2"
          counter={`(${formatCount(settledOf(task))})`}
          actions={
            <Button iconName="download" download href={fileOf(organizationId, task.id, { outcome, search: address.search })}>
              Export
            </Button>
          }
        >
          Outcomes
        </Header>
      }
      filter={
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
          <div style={{ flex: '1 1 260px', maxWidth: 400 }}>
            <SearchField
              label="Search outcomes"
              placeholder="Part of a serial number"
              value={address.search ?? ''}
              onSearch={(search) => setAddress({ search, cursor: undefined }, { replace: true })}
            />
          </div>
          <PickOne
            label="Outcome"
            any="Any outcome"
            choices={OUTCOMES}
            value={outcome}
            onPick={(picked) => setAddress({ outcome: picked, cursor: undefined })}
          />
        </div>
      }
      pagination={<CursorPages nextCursor={outcomes.data?.nextCursor} disabled={outcomes.isFetching} />}
      footer={outcomes.error ? <ProblemNote error={outcomes.error} retry={() => void outcomes.refetch()} /> : undefined}
      empty={!outcomes.error && <NoOutcomes task={task} narrowed={outcome !== undefined || address.search !== undefined} />}
    />
  )
}

/** The file of exactly the outcomes that are shown. */
function fileOf(organizationId: string, taskId: string, filter: Record<string, string | undefined>): string {
  const set = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/api/v1/organizations/${organizationId}/tasks/${taskId}/outcomes.csv?${new URLSearchParams(set)}`
}

function NoOutcomes({ task, narrowed }: { task: Task; narrowed: boolean }) {
  if (task.outcomesRemovedAt)
    return <EmptyState title="No longer kept">{`The outcomes were removed on ${formatInstant(task.outcomesRemovedAt)}.`}</EmptyState>
  if (narrowed) return <EmptyState title="No outcomes match">Change the search text or the outcome.</EmptyState>
  return <EmptyState title="No outcome yet">{task.endedAt ? '' : 'Each printer appears here as soon as it is done.'}</EmptyState>
}

function columns(organizationId: string): TableProps.ColumnDefinition<TaskOutcome>[] {
  return [
    {
      id: 'serialNumber',
      header: 'Serial number',
      isRowHeader: true,
      cell: (item) => (
        <Link href={pathTo('printer', { organizationId, printerId: item.printerId })}>{item.serialNumber ?? 'Not known'}</Link>
      ),
    },
    { id: 'model', header: 'Model', minWidth: 130, cell: (item) => item.model ?? '-' },
    { id: 'ipAddress', header: 'IP address', cell: (item) => item.ipAddress ?? '-' },
    { id: 'outcome', header: 'Outcome', minWidth: 130, cell: (item) => <OutcomeStatus outcome={item.outcome} /> },
    { id: 'reason', header: 'Reason', minWidth: 160, cell: (item) => item.reason ?? '-' },
    { id: 'details', header: 'Details', minWidth: 200, cell: (item) => item.details ?? '-' },
    { id: 'at', header: 'Time', minWidth: 125, cell: (item) => formatInstant(item.at) },
  ]
}
