import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CursorPages } from '../../../platform/console/CursorPages.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import type { Task, TaskOutcome } from '../tasks.api.ts'
import { OUTCOME_NAMES, OUTCOMES } from '../tasks.ts'
import { OutcomeStatus } from './TaskStatus.tsx'

const ANY = { value: '', label: 'Any outcome' }
const OPTIONS = [ANY, ...OUTCOME_NAMES.map((value) => ({ value, label: OUTCOMES[value] }))]

/** One outcome per printer of a task, with its reason. */
export function TaskOutcomes({ organizationId, task }: { organizationId: string; task: Task }) {
  const { address, setAddress } = useAddress<'outcome' | 'cursor'>()
  const outcome = OUTCOME_NAMES.find((name) => name === address.outcome)
  const outcomes = useQuery({
    ...query.tasks.listOutcomes.queryOptions({ input: { organizationId, taskId: task.id, outcome, cursor: address.cursor } }),
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
        <Header variant="h2" counter={`(${formatCount(task.printers)})`}>
          Outcomes
        </Header>
      }
      filter={
        <div style={{ maxWidth: 280 }}>
          <Select
            ariaLabel="Outcome"
            options={OPTIONS}
            selectedOption={OPTIONS.find(({ value }) => value === (outcome ?? '')) ?? ANY}
            onChange={({ detail }) => setAddress({ outcome: detail.selectedOption.value, cursor: undefined })}
          />
        </div>
      }
      pagination={<CursorPages nextCursor={outcomes.data?.nextCursor} disabled={outcomes.isFetching} />}
      footer={outcomes.error ? <ProblemNote error={outcomes.error} retry={() => void outcomes.refetch()} /> : undefined}
      empty={
        <EmptyState title={outcome ? `No printer with the outcome ${OUTCOMES[outcome]}` : 'No outcome yet'}>
          {task.endedAt ? '' : 'Each printer is listed here as soon as it has been treated.'}
        </EmptyState>
      }
    />
  )
}

function columns(organizationId: string): TableProps.ColumnDefinition<TaskOutcome>[] {
  return [
    {
      id: 'serialNumber',
      header: 'Serial number',
      isRowHeader: true,
      cell: (item) => <Link href={`/fleet/${organizationId}/printers/${item.printerId}`}>{item.serialNumber ?? 'Not known'}</Link>,
    },
    { id: 'model', header: 'Model', minWidth: 130, cell: (item) => item.model ?? '-' },
    { id: 'ipAddress', header: 'IP address', cell: (item) => item.ipAddress ?? '-' },
    { id: 'outcome', header: 'Outcome', cell: (item) => <OutcomeStatus outcome={item.outcome} /> },
    { id: 'reason', header: 'Reason', minWidth: 160, cell: (item) => item.reason ?? '-' },
    { id: 'details', header: 'Details', minWidth: 180, cell: (item) => item.details ?? '-' },
    { id: 'at', header: 'Time', minWidth: 170, cell: (item) => formatInstant(item.at) },
  ]
}
