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

export const TASK_KINDS = {
  'add-to-program': 'Add to MPS Express',
  'assign-contact': 'Assign contact',
} as const
export type TaskKind = keyof typeof TASK_KINDS
export const TASK_KIND_NAMES = Object.keys(TASK_KINDS) as [TaskKind, ...TaskKind[]]

export const OUTCOMES = { done: 'Done', refused: 'Refused', failed: 'Failed', canceled: 'Canceled' } as const
export type Outcome = keyof typeof OUTCOMES
export const OUTCOME_NAMES = Object.keys(OUTCOMES) as [Outcome, ...Outcome[]]

/**
 * How a task whose items have all been treated ends.
 * @rule tasks/status-at-the-end  All done: Completed. Some not: Completed with errors. None: Failed.
 */
export function endStatus(counts: { done: number; refused: number; failed: number }): TaskStatus {
  const errors = counts.refused + counts.failed
  if (errors === 0) return 'completed'
  return counts.done > 0 ? 'completed-with-errors' : 'failed'
}
