import type { QueryClient } from '@tanstack/react-query'
import { flash } from '../../../platform/console/flash.ts'
import { formatCount } from '../../../platform/console/format.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import { pathTo } from '../../paths.ts'
import type { Task } from '../tasks.api.ts'
import { TASK_STATUSES } from '../tasks.ts'
import { settledOf } from './TaskStatus.tsx'
import { taskChanges } from './taskChanges.ts'

/**
 * Follows a task that was just started, also when the reader has gone on to another page: a message above the page shows how far it is,
 * links to it, and says in the end how it ended. Then every list that it may have changed is read again.
 */
export async function followTask(client: QueryClient, organizationId: string, taskId: string, label: string): Promise<Task | undefined> {
  const id = `task ${taskId}`
  const link = { text: `Task ${taskId}`, href: pathTo('task', { organizationId, taskId }) }
  flash({ type: 'in-progress', header: label, content: 'Started.', link }, id)
  let last: Task | undefined
  try {
    for await (const task of taskChanges(organizationId, taskId, new AbortController().signal)) {
      last = task
      if (!task.endedAt) flash({ type: 'in-progress', header: label, content: progressWords(task), link }, id)
    }
  } catch {
    flash({ type: 'info', header: label, content: 'The task was started. Its progress cannot be shown now.', link }, id)
    return undefined
  }
  if (last) flash({ type: flashType(last), header: `${label}: ${TASK_STATUSES[last.status]}`, content: endWords(last), link }, id)
  await Promise.all(CHANGED_BY_TASKS.map((part) => client.invalidateQueries({ queryKey: part.key() })))
  return last
}

const CHANGED_BY_TASKS = [query.tasks, query.printers, query.contacts, query.program, query.agents, query.organizations]

const progressWords = (task: Task) => `${formatCount(settledOf(task))} of ${formatNoun(task.printers, 'printer')}.`

function endWords(task: Task): string {
  const parts = [`${formatNoun(task.done, 'printer')} done`]
  if (task.refused > 0) parts.push(`${formatCount(task.refused)} refused`)
  if (task.failed > 0) parts.push(`${formatCount(task.failed)} failed`)
  if (task.canceled > 0) parts.push(`${formatCount(task.canceled)} canceled`)
  return `${parts.join(', ')}.`
}

function flashType(task: Task) {
  if (task.status === 'completed') return 'success'
  return task.status === 'failed' ? 'error' : 'warning'
}
