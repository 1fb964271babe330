/** The words of the page `Tasks`. */
export const TASK_STATUSES = {
  running: 'Running',
  completed: 'Completed',
  'completed-with-errors': 'Completed with errors',
  failed: 'Failed',
  canceled: 'Canceled',
} as const
export type TaskStatus = keyof typeof TASK_STATUSES
export const TASK_STATUS_NAMES = Object.keys(TASK_STATUSES) as [TaskStatus, ...TaskStatus[]]

export const OUTCOMES = { done: 'Done', refused: 'Refused', failed: 'Failed', canceled: 'Canceled' } as const
export type Outcome = keyof typeof OUTCOMES
export const OUTCOME_NAMES = Object.keys(OUTCOMES) as [Outcome, ...Outcome[]]

export type TaskCounts = Record<Outcome, number>

/**
 * How a task whose printers all have an outcome ends.
 * @rule tasks/status-at-the-end  All done: Completed. Some not: Completed with errors. None: Failed. Some canceled: Canceled.
 */
export function endStatus(counts: TaskCounts): TaskStatus {
  if (counts.canceled > 0) return 'canceled'
  const errors = counts.refused + counts.failed
  if (errors === 0) return 'completed'
  return counts.done > 0 ? 'completed-with-errors' : 'failed'
}

/**
 * Why a task cannot be canceled; undefined when it can.
 * @rule tasks/cancel  A running task of any kind can be canceled: it stops before its next portion, and the rest has the outcome Canceled.
 */
export function whyNotCancel(task: { status: TaskStatus; cancelRequestedBy: string | null }): string | undefined {
  if (task.status !== 'running') return 'The task has ended.'
  return task.cancelRequestedBy === null
    ? undefined
    : `${task.cancelRequestedBy} canceled it. The printers that are being processed now are finished first.`
}

/** The outcomes that a retry processes again: what was refused may be possible by now, and what was done needs no second time. */
export const RETRIED_OUTCOMES = ['refused', 'failed', 'canceled'] as const satisfies readonly Outcome[]

/**
 * Why nothing of a task can be tried again; undefined when it can.
 * @rule tasks/retry  A retry is a new task, on the same input, for the printers that were refused, failed or canceled, and for no others.
 */
export function whyNotRetry(task: { status: TaskStatus; outcomesRemovedAt: string | null } & TaskCounts): string | undefined {
  if (task.status === 'running') return 'The task is still running.'
  if (task.outcomesRemovedAt !== null) return 'The outcomes of this task are no longer kept.'
  return RETRIED_OUTCOMES.some((outcome) => task[outcome] > 0)
    ? undefined
    : 'Every printer of this task is done. There is nothing to retry.'
}
