import { inScope } from '../../platform/db/database.ts'
import { inOrganization } from '../doors.routes.ts'
import { Problem } from '../problems.ts'
import { findTask, listOutcomes, listTasks } from './tasks.queries.ts'

const { tasks } = inOrganization

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
  watch: tasks.watch.handler(async function* ({ context: { db, scope, taskEvents }, input, signal }) {
    // Listening begins before the first look, so that no change falls between the two.
    const changes = taskEvents.changes(scope.organizationId, signal)
    const first = changes.next()
    const look = (id: string) => inScope(db, scope, (tx) => findTask(tx, scope, id))
    const now = input.taskId
      ? [await look(input.taskId)]
      : (await inScope(db, scope, (tx) => listTasks(tx, scope, { status: 'running', limit: 50 }))).items
    for (const task of now) if (task) yield task
    for (let change = await first; !change.done; change = await changes.next()) {
      const id = change.value ?? input.taskId
      if (!id || (input.taskId && id !== input.taskId)) continue
      const task = await look(id)
      if (task) yield task
    }
  }),
}
