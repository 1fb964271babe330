import Button from '@cloudscape-design/components/button'
import { SearchField } from '../../../platform/console/SearchField.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { TASK_KIND_NAMES, TASK_LABELS, type TaskKind } from '../../task-kinds.ts'
import { TASK_STATUS_NAMES, TASK_STATUSES, type TaskStatus } from '../tasks.ts'
import { PickOne } from './PickOne.tsx'

interface TaskFilter {
  search: string | undefined
  startedBy: string | undefined
  status: TaskStatus | undefined
  kind: TaskKind | undefined
}

/** Reads the filters of the task list from its address; what is not understood filters nothing. */
export function readFilter(address: Partial<Record<keyof TaskFilter, string>>): TaskFilter {
  return {
    search: address.search,
    startedBy: address.startedBy,
    status: TASK_STATUS_NAMES.find((name) => name === address.status),
    kind: TASK_KIND_NAMES.find((name) => name === address.kind),
  }
}

/** The filters of the task list; every change begins at the first page. */
export function TaskFilters({ filter }: { filter: TaskFilter }) {
  const { setAddress } = useAddress<keyof TaskFilter | 'cursor'>()
  const change = (part: Partial<TaskFilter>, typed = false) => setAddress({ ...part, cursor: undefined }, { replace: typed })
  const narrowed = Object.values(filter).some((value) => value !== undefined)
  return (
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
      <div style={{ flex: '1 1 200px', maxWidth: 320 }}>
        <SearchField
          label="Search tasks"
          placeholder="Task ID or details"
          value={filter.search ?? ''}
          onSearch={(search) => change({ search: search || undefined }, true)}
        />
      </div>
      <div style={{ flex: '1 1 160px', maxWidth: 240 }}>
        <SearchField
          label="Started by"
          placeholder="Started by"
          value={filter.startedBy ?? ''}
          onSearch={(startedBy) => change({ startedBy: startedBy || undefined }, true)}
        />
      </div>
      <PickOne label="Task" any="Any task" choices={TASK_LABELS} value={filter.kind} onPick={(kind) => change({ kind })} />
      <PickOne label="Status" any="Any status" choices={TASK_STATUSES} value={filter.status} onPick={(status) => change({ status })} />
      {narrowed && (
        <Button
          variant="inline-link"
          onClick={() => change({ search: undefined, startedBy: undefined, status: undefined, kind: undefined })}
        >
          Clear filters
        </Button>
      )}
    </div>
  )
}
