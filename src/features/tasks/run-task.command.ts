import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import { makeScope, type Scope } from '../../platform/scope.ts'
import {
  addTaskJob,
  advanceTask,
  endTask,
  insertOutcomes,
  insertTask,
  lockNextBatch,
  type NewTask,
  noteTaskTrouble,
  type PrinterOutcome,
  type RunningTask,
} from './tasks.store.ts'
import { endStatus, type TaskKind } from './tasks.ts'

/** What a kind of task does with one portion of printers, inside the portion's transaction: one outcome for each. */
export type Treat = (tx: Tx, scope: Scope, task: RunningTask, printerIds: string[]) => Promise<PrinterOutcome[]>

const TRIES_BEFORE_GIVING_UP = 5

export type { NewTask, PrinterOutcome, RunningTask }

/** Starts a task in the caller's transaction: both the act and its task, or neither. */
export const startTask = (tx: Tx, scope: Scope, task: NewTask): Promise<string> => insertTask(tx, scope, task)

/**
 * Works through a task, a transaction per portion of 1,000: treatment, outcomes and progress stand or fall together. Two workers at one task, or
 * one that died, do no harm: each portion is taken under the task's lock, and the next one begins where the last one ended.
 * @rule tasks/once-each  Tasks survive a restart: none is lost, none runs twice, every printer has exactly one outcome.
 */
export async function runTask(
  db: Db,
  job: { organizationId: string; taskId: number; attempt: number },
  treatments: Record<TaskKind, Treat>,
): Promise<void> {
  const { organizationId, taskId } = job
  let scope = makeScope({ organizationId, actor: { kind: 'person', id: '', name: 'system' } })
  try {
    for (let more = true; more; ) {
      more = await inScope(db, scope, async (tx) => {
        const task = await lockNextBatch(tx, scope, taskId)
        if (!task) return false
        scope = makeScope({ organizationId, actor: { kind: 'person', id: '', name: task.startedBy } })
        return treatBatch(tx, scope, task, treatments[task.kind])
      })
    }
  } catch (error) {
    await recordTrouble(db, scope, taskId, job.attempt)
    throw error
  }
}

async function treatBatch(tx: Tx, scope: Scope, task: RunningTask, treat: Treat): Promise<boolean> {
  const outcomes = task.printerIds ? await treat(tx, scope, task, task.printerIds) : []
  await settle(tx, scope, task, outcomes)
  return !task.last
}

async function settle(tx: Tx, scope: Scope, task: RunningTask, outcomes: PrinterOutcome[]) {
  await insertOutcomes(tx, scope, task.id, outcomes)
  const count = (kind: PrinterOutcome['outcome']) => outcomes.filter((o) => o.outcome === kind).length
  const totals = await advanceTask(tx, scope, task.id, { done: count('done'), refused: count('refused'), failed: count('failed') })
  if (task.last) await endTask(tx, scope, task.id, endStatus(totals))
}

// A portion that keeps failing is given up with an outcome of its own, so that the rest goes on and nobody waits for ever.
async function recordTrouble(db: Db, scope: Scope, taskId: number, attempt: number) {
  await inScope(db, scope, async (tx) => {
    if (attempt < TRIES_BEFORE_GIVING_UP)
      return noteTaskTrouble(
        tx,
        scope,
        taskId,
        `An unexpected error interrupted the task; it is tried again (attempt ${attempt} of ${TRIES_BEFORE_GIVING_UP}).`,
      )
    const task = await lockNextBatch(tx, scope, taskId)
    if (!task) return
    const failed = (task.printerIds ?? []).map((printerId) => ({
      printerId,
      outcome: 'failed' as const,
      reason: 'System error',
      serialNumber: null,
    }))
    await settle(tx, scope, task, failed)
    if (!task.last) await addTaskJob(tx, scope.organizationId, taskId)
  })
}

/** Takes up again a task that a server left behind when it died. */
export async function resumeTask(db: Db, organizationId: string, taskId: number): Promise<void> {
  const scope = makeScope({ organizationId, actor: { kind: 'person', id: '', name: 'system' } })
  await inScope(db, scope, (tx) => addTaskJob(tx, organizationId, taskId))
}
