import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { freezeChosen } from '../selections/freeze-printers.command.ts'
import { TASK_LABELS } from '../task-kinds.ts'
import { once } from './once.command.ts'
import { startTask, type TaskHandlers } from './run-task.command.ts'
import type { Task } from './tasks.api.ts'
import { choosingOutcomes, findTask, findTaskInput } from './tasks.queries.ts'
import { expireBulkWork, requestCancel } from './tasks.store.ts'
import { RETRIED_OUTCOMES, whyNotCancel, whyNotRetry } from './tasks.ts'

/** Cancels a running task: it stops before its next portion, and the rest has the outcome Canceled. */
export function cancelTask(db: Db, scope: Scope, taskId: string): Promise<Task> {
  return inScope(db, scope, async (tx) => {
    const asked = await requestCancel(tx, scope, taskId)
    const task = await getTask(tx, scope, taskId)
    if (!asked) throw new Problem('task-cannot-be-canceled', whyNotCancel(task))
    await recordAct(tx, scope, { act: 'Cancel task', subject: `Task ${taskId}: ${task.label}, ${task.details}` })
    return task
  })
}

/**
 * Tries again what a task could not do: a new task on the same input. What the act asks for first is asked for again.
 * @rule tasks/retry-asks-again  A retry is refused where the action itself would be: without an entitlement, under other terms, or with held printers only.
 */
export function retryTask(db: Db, scope: Scope, handlers: TaskHandlers, formerId: string, key: string | undefined) {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, { act: 'retry', formerId }, async () => {
      const former = await getTask(tx, scope, formerId)
      if (former.status === 'running') throw new Problem('task-is-running')
      const why = whyNotRetry(former)
      if (why) throw new Problem('task-has-no-failures', why)
      const { id: selectionId, printers } = await freezeChosen(tx, scope, choosingOutcomes(scope, formerId, RETRIED_OUTCOMES), '')
      const input = (await findTaskInput(tx, scope, formerId))!
      const details = `${former.details} (retry of task ${former.retryOf ?? formerId})`.replace(/( \(retry of task \d+\))+$/, '$1')
      const taskId = await startTask(tx, scope, { kind: former.kind, details, input, selectionId, printers, retryOf: formerId })
      await handlers[former.kind].onRetry?.(tx, scope, { formerId, taskId, selectionId })
      await recordAct(tx, scope, { act: `${TASK_LABELS[former.kind]}: retried`, subject: details, after: { printers, taskId } })
      return { taskId }
    }),
  )
}

async function getTask(tx: Tx, scope: Scope, taskId: string): Promise<Task> {
  const task = await findTask(tx, scope, taskId)
  if (!task) throw new Problem('not-found')
  return task
}

const PORTION = 10_000

/** Removes what has been kept as long as is set, a portion after the other. */
export async function removeExpired(db: Db, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await expireBulkWork(db, PORTION)) > 0);
}
