import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import { type Actor, type Scope, systemActor } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { TASK_LABELS, type TaskKind } from '../task-kinds.ts'
import {
  addTaskJob,
  advanceTask,
  digestOutcomes,
  endTask,
  insertOutcomes,
  insertTask,
  lockNextBatch,
  type NewTask,
  noteTaskTrouble,
  type PrinterOutcome,
  type RunningTask,
} from './tasks.store.ts'
import { endStatus, OUTCOME_NAMES, type TaskCounts } from './tasks.ts'

/** What a kind of task does with one portion of printers, inside the portion's transaction: one outcome for each. */
export type HandlePortion = (tx: Tx, scope: Scope, task: RunningTask, printerIds: string[]) => Promise<PrinterOutcome[]>

/** What a feature registers for a kind of task, in `server/features.ts`. */
export interface TaskHandler {
  handle: HandlePortion
  /** Refuses a retry where the act itself would be refused, and does what the act does beforehand; in the retry's transaction. */
  onRetry?: (tx: Tx, scope: Scope, retry: { formerId: string; taskId: string; selectionId: string }) => Promise<void>
}
export type TaskHandlers = Record<TaskKind, TaskHandler>

const TRIES_BEFORE_GIVING_UP = 5
// A long task lets those that wait behind it have their turn.
const TURN_MILLISECONDS = 5000

export type { NewTask, PrinterOutcome, RunningTask }

/** Starts a task in the caller's transaction: both the act and its task, or neither. */
export const startTask = (tx: Tx, scope: Scope, task: NewTask): Promise<string> => insertTask(tx, scope, task)

/**
 * Works through a task, a transaction per portion of 1,000: handler, outcomes and progress stand or fall together. Two workers at one task, or
 * one that died, do no harm: each portion is taken under the task's lock, and the next one begins where the last one ended.
 * Gives whether the task has come to its end.
 * @rule tasks/once-each  Tasks survive a restart: none is lost, none runs twice, every printer has exactly one outcome.
 */
export async function runTask(
  db: Db,
  job: { organizationId: string; taskId: number; signal?: AbortSignal },
  handlers: TaskHandlers,
): Promise<boolean> {
  const { organizationId, taskId, signal } = job
  let scope = scopeOf(organizationId, systemActor('tasks'))
  let batch: number | undefined
  const turnEnds = performance.now() + TURN_MILLISECONDS
  try {
    for (let more = true; more; ) {
      // A server that stops leaves the rest to the next one.
      if (signal?.aborted || performance.now() > turnEnds) {
        await resumeTask(db, organizationId, taskId)
        return false
      }
      more = await inScope(db, scope, async (tx) => {
        const task = await lockNextBatch(tx, scope, taskId)
        if (!task) return false
        batch = task.nextBatch
        scope = scopeOf(organizationId, task.actor ?? { kind: 'person', id: '', name: task.startedBy })
        const handle = task.canceledBy === null ? handlers[task.kind].handle : cancelPortion
        return settle(tx, scope, task, task.printerIds ? await handle(tx, scope, task, task.printerIds) : [])
      })
    }
    return true
  } catch (error) {
    if (batch !== undefined) await recordTrouble(db, scope, taskId, batch)
    throw error
  }
}

const scopeOf = (organizationId: string, actor: Actor) => makeScope({ organizationId, actor })

const cancelPortion: HandlePortion = async (_tx, _scope, task, printerIds) =>
  printerIds.map((printerId) => ({ printerId, serialNumber: null, outcome: 'canceled', reason: `Canceled by ${task.canceledBy}` }))

/** Keeps the outcomes of a portion, and ends the task with the last; gives whether there is more to do. */
async function settle(tx: Tx, scope: Scope, task: RunningTask, outcomes: PrinterOutcome[]): Promise<boolean> {
  await insertOutcomes(tx, scope, task.id, outcomes)
  const totals = await advanceTask(tx, scope, task.id, countOutcomes(outcomes))
  if (task.last) await end(tx, scope, task, totals)
  return !task.last
}

function countOutcomes(outcomes: readonly PrinterOutcome[]): TaskCounts {
  const counts = Object.fromEntries(OUTCOME_NAMES.map((name) => [name, 0])) as TaskCounts
  for (const { outcome } of outcomes) counts[outcome]++
  return counts
}

/** @rule audit/bulk-acts-have-a-digest  Each action has one entry; the entry of a bulk action is written when it ends and contains a digest of its outcomes. */
async function end(tx: Tx, scope: Scope, task: RunningTask, totals: TaskCounts) {
  const status = endStatus(totals)
  await endTask(tx, scope, task.id, status)
  const after = { status, ...totals, digest: await digestOutcomes(tx, scope, task.id) }
  await recordAct(tx, scope, { act: `${TASK_LABELS[task.kind]}: ended`, subject: `Task ${task.id}`, after })
}

/**
 * A portion that keeps failing is given up with an outcome of its own, so that the rest goes on and nobody waits for ever.
 * @rule tasks/a-failing-portion-ends  After five tries the printers of a portion get the outcome failed, and the task continues.
 */
async function recordTrouble(db: Db, scope: Scope, taskId: number, batch: number) {
  await inScope(db, scope, async (tx) => {
    const task = await lockNextBatch(tx, scope, taskId)
    // Another worker was luckier with it meanwhile.
    if (task?.nextBatch !== batch) return
    const attempts = task.attempts + 1
    if (attempts < TRIES_BEFORE_GIVING_UP) {
      const reason = `An unexpected error interrupted the task; it is retried (attempt ${attempts} of ${TRIES_BEFORE_GIVING_UP}).`
      return noteTaskTrouble(tx, scope, taskId, attempts, reason)
    }
    const failed = (task.printerIds ?? []).map((printerId) => ({
      printerId,
      outcome: 'failed' as const,
      reason: 'System error',
      serialNumber: null,
    }))
    if (await settle(tx, scope, task, failed)) await addTaskJob(tx, scope.organizationId, taskId)
  })
}

/** Takes up again a task that a server left behind when it died. */
export async function resumeTask(db: Db, organizationId: string, taskId: number): Promise<void> {
  await inScope(db, scopeOf(organizationId, systemActor('tasks')), (tx) => addTaskJob(tx, organizationId, taskId))
}
