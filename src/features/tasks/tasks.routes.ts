import { inScope } from '../../platform/db/database.ts'
import { Slots } from '../../platform/slots.ts'
import { download } from '../download.routes.ts'
import { inOrganization } from '../entry-points.routes.ts'
import { Problem } from '../problems.ts'
import { cancelTask, retryTask } from './change-task.command.ts'
import { outcomesCsv } from './outcomes-csv.queries.ts'
import type { TaskChange } from './task-changes.queries.ts'
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
  /** refuses whoever may not look any more */
  checkAgain(): Promise<void>
  /** called when nobody watches any more */
  ended(): void
}

const STREAMS_OF_A_PERSON = 10
const streams = new Slots(STREAMS_OF_A_PERSON)

/**
 * @rule tasks/streams-end-with-rights  A stream is checked again at each event and at least every 10 seconds, and ends when its reader may not read any more.
 * @rule tasks/streams-are-limited  A person has at most 10 streams at the same time.
 */
async function* follow(watched: Watched): AsyncGenerator<Task> {
  try {
    yield* changesOf(watched)
  } finally {
    watched.ended()
  }
}

async function* changesOf({ changes, look, lookAround, taskId, checkAgain }: Watched): AsyncGenerator<Task> {
  // Listening begins before the first look, so that no change falls between the two.
  const heard = changes()
  const reported = new Map<string, string>()
  const isNews = (task: Task) => {
    const before = reported.get(task.id)
    reported.set(task.id, JSON.stringify(task))
    if (task.endedAt) reported.delete(task.id)
    return before !== reported.get(task.id)
  }
  for (const task of await lookAround()) {
    isNews(task)
    yield task
    if (taskId && task.endedAt) return
  }
  for await (const change of heard) {
    if (taskId && change && change !== taskId) continue
    await checkAgain()
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
    return download(scope, `task-${input.taskId}-outcomes.csv`, outcomesCsv(db, scope, input))
  }),
  cancel: tasks.cancel.handler(({ context, input }) => cancelTask(context.db, context.scope, input.taskId)),
  retry: tasks.retry.handler(({ context, input }) =>
    retryTask(context.db, context.scope, context.taskHandlers, input.params.taskId, input.headers['idempotency-key']),
  ),
  watch: tasks.watch.handler(async ({ context: { db, scope, taskChanges, checkAgain }, input: { taskId }, signal }) => {
    const look = (id: string) => inScope(db, scope, (tx) => findTask(tx, scope, id))
    const running = async () => (await inScope(db, scope, (tx) => listTasks(tx, scope, { status: 'running', limit: 50 }))).items
    if (taskId && !(await look(taskId))) throw new Problem('not-found')
    const one = async (id: string) => [await look(id)].filter((task) => task !== undefined)
    const ended = streams.take(scope.actor.id)
    if (!ended) throw new Problem('busy', `You have ${STREAMS_OF_A_PERSON} streams of tasks. Close one, or ask for the task itself.`)
    signal?.addEventListener('abort', ended)
    return follow({
      checkAgain,
      ended,
      changes: () => taskChanges.changes(scope.organizationId, signal),
      look,
      lookAround: () => (taskId ? one(taskId) : running()),
      taskId,
    })
  }),
}
