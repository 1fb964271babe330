import { inScope } from '../../platform/db/database.ts'
import { streamOf } from '../../platform/stream-of.ts'
import { inOrganization } from '../doors.routes.ts'
import { Problem } from '../problems.ts'
import { cancelTask, retryTask } from './change-task.command.ts'
import { outcomesCsv } from './outcomes-csv.queries.ts'
import type { TaskChange } from './task-events.queries.ts'
import type { Task } from './tasks.api.ts'
import { findTask, listOutcomes, listTasks } from './tasks.queries.ts'

const { tasks } = inOrganization

interface Watched {
  /** listens from when it is called */
  changes(): AsyncIterable<TaskChange>
  look(id: string): Promise<Task | undefined>
  lookAround(): Promise<Task[]>
  /** the one task that is watched; undefined for all of the organization */
  taskId: string | undefined
}

async function* follow({ changes, look, lookAround, taskId }: Watched): AsyncGenerator<Task> {
  // Listening begins before the first look, so that no change falls between the two.
  const heard = changes()
  const told = new Map<string, string>()
  const isNews = (task: Task) => {
    const before = told.get(task.id)
    told.set(task.id, JSON.stringify(task))
    if (task.endedAt) told.delete(task.id)
    return before !== told.get(task.id)
  }
  for (const task of await lookAround()) {
    isNews(task)
    yield task
    if (taskId && task.endedAt) return
  }
  for await (const change of heard) {
    if (taskId && change && change !== taskId) continue
    for (const task of change ? [await look(change)] : await lookAround()) if (task && (isNews(task) || change !== null)) yield task
  }
}

export const tasksRoutes = {
  list: tasks.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listTasks(tx, context.scope, input))),
  get: tasks.get.handler(async ({ context, input }) => {
    const task = await inScope(context.db, context.scope, (tx) => findTask(tx, context.scope, input.taskId))
    if (!task) throw new Problem('not-found')
    return task
  }),
  listOutcomes: tasks.listOutcomes.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listOutcomes(tx, context.scope, input)),
  ),
  exportOutcomes: tasks.exportOutcomes.handler(async ({ context: { db, scope }, input }) => {
    const task = await inScope(db, scope, (tx) => findTask(tx, scope, input.taskId))
    if (!task) throw new Problem('not-found')
    return {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="task-${input.taskId}-outcomes.csv"`,
      },
      body: streamOf(outcomesCsv(db, scope, input)),
    }
  }),
  cancel: tasks.cancel.handler(({ context, input }) => cancelTask(context.db, context.scope, input.taskId)),
  retry: tasks.retry.handler(({ context, input }) =>
    retryTask(context.db, context.scope, context.taskHandlers, input.params.taskId, input.headers['idempotency-key']),
  ),
  watch: tasks.watch.handler(async ({ context: { db, scope, taskEvents }, input: { taskId }, signal }) => {
    const look = (id: string) => inScope(db, scope, (tx) => findTask(tx, scope, id))
    const running = async () => (await inScope(db, scope, (tx) => listTasks(tx, scope, { status: 'running', limit: 50 }))).items
    if (taskId && !(await look(taskId))) throw new Problem('not-found')
    const one = async (id: string) => [await look(id)].filter((task) => task !== undefined)
    return follow({
      changes: () => taskEvents.changes(scope.organizationId, signal),
      look,
      lookAround: () => (taskId ? one(taskId) : running()),
      taskId,
    })
  }),
}
