import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Task } from '../tasks.api.ts'
import { OUTCOMES, type Outcome, type TaskStatus as Status, TASK_STATUSES } from '../tasks.ts'

const ICONS: Record<Status, StatusIndicatorProps.Type> = {
  running: 'in-progress',
  completed: 'success',
  'completed-with-errors': 'warning',
  failed: 'error',
  canceled: 'stopped',
}

const OUTCOME_ICONS: Record<Outcome, StatusIndicatorProps.Type> = {
  done: 'success',
  refused: 'warning',
  failed: 'error',
  canceled: 'stopped',
}

// In a narrow column an indicator would break its text within a word.
const WHOLE_WORDS = { wordBreak: 'normal' } as const

/** The status of a task in the product's words. */
export function TaskStatus({ status }: { status: Status }) {
  return (
    <StatusIndicator type={ICONS[status]}>
      <span style={WHOLE_WORDS}>{TASK_STATUSES[status]}</span>
    </StatusIndicator>
  )
}

/** What became of one printer of a task. */
export function OutcomeStatus({ outcome }: { outcome: Outcome }) {
  return <StatusIndicator type={OUTCOME_ICONS[outcome]}>{OUTCOMES[outcome]}</StatusIndicator>
}

/** How many printers of a task have an outcome. */
export const settledOf = (task: Pick<Task, Outcome>): number => task.done + task.refused + task.failed + task.canceled

/** How far a task is, in percent of its printers. */
export function taskPercent(task: Pick<Task, 'printers' | Outcome>): number {
  return task.printers === 0 ? 100 : Math.floor((100 * settledOf(task)) / task.printers)
}
