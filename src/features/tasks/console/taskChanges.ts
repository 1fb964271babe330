import { describeProblem } from '../../../platform/console/problem.ts'
import { api } from '../../client.ts'
import type { Task } from '../tasks.api.ts'

const BETWEEN_TRIES_MILLISECONDS = 2000

/**
 * A task as it stands and then each change of it, until it has ended. Follows the server's events; where the stream breaks off (a proxy,
 * a restart of the server), it asks how the task stands, for as long as it must, and listens again.
 */
export async function* taskChanges(organizationId: string, taskId: string, signal: AbortSignal): AsyncGenerator<Task> {
  while (!signal.aborted) {
    const task = await findTask(organizationId, taskId, signal)
    if (task) yield task
    if (task?.endedAt) return
    try {
      for await (const change of task ? await api.tasks.watch({ organizationId, taskId }, { signal }) : []) {
        yield change
        if (change.endedAt) return
      }
    } catch {
      // Whatever broke the stream, the question above reports whether there is still something to wait for.
    }
    await pause(BETWEEN_TRIES_MILLISECONDS, signal)
  }
}

/** The task as it stands; undefined where the server does not answer, which may pass. */
async function findTask(organizationId: string, taskId: string, signal: AbortSignal): Promise<Task | undefined> {
  try {
    return await api.tasks.get({ organizationId, taskId }, { signal })
  } catch (error) {
    if (describeProblem(error).code !== undefined) throw error
    return undefined
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
