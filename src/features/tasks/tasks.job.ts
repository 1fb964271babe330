import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import type { Db } from '../../platform/db/database.ts'
import { removeExpired } from './change-task.command.ts'
import { resumeTask, runTask, type TaskHandlers } from './run-task.command.ts'
import { listStalledTasks } from './tasks.queries.ts'

const Payload = z.object({ organizationId: z.uuid(), taskId: z.number().int() })
const STALLED_SECONDS = 60

/** The worker's jobs: to work through a task, which something may follow, and to take up what a dead server left. */
export function taskJobs(db: Db, handlers: TaskHandlers, onEnd: () => Promise<void>): TaskList {
  return {
    'run-task': async (payload, { abortSignal }) => {
      if (await runTask(db, { ...Payload.parse(payload), signal: abortSignal }, handlers)) await onEnd()
    },
    'resume-tasks': () => resumeTasks(db, STALLED_SECONDS),
    'remove-expired': (_, { abortSignal }) => removeExpired(db, abortSignal),
  }
}

/** Takes up again every running task that made no progress for so many seconds. */
export async function resumeTasks(db: Db, seconds: number): Promise<void> {
  for (const { organizationId, taskId } of await listStalledTasks(db, seconds)) await resumeTask(db, organizationId, taskId)
}
