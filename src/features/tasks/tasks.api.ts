import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { inOrganization, instant, operation, pageOf, paging } from '../contract.ts'
import { OUTCOME_NAMES, TASK_KIND_NAMES, TASK_STATUS_NAMES } from './tasks.ts'

export const Task = z.object({
  id: z.string().describe('Task ID, a number'),
  kind: z.enum(TASK_KIND_NAMES),
  label: z.string().describe('the words of the button that started it'),
  details: z.string(),
  startedBy: z.string(),
  status: z.enum(TASK_STATUS_NAMES),
  statusReason: z.string().nullable().describe('why it stands as it stands, where that is not plain'),
  printers: z.number().int(),
  done: z.number().int(),
  refused: z.number().int(),
  failed: z.number().int(),
  startedAt: instant,
  endedAt: instant.nullable(),
})

export const TaskOutcome = z.object({
  printerId: z.uuid(),
  serialNumber: z.string().nullable(),
  model: z.string().nullable(),
  ipAddress: z.string().nullable(),
  outcome: z.enum(OUTCOME_NAMES),
  reason: z.string().nullable().describe('the product’s words'),
  details: z.string().nullable().describe('evidence: value, limit, when read, by which agent'),
  at: instant,
})

const task = { ...inOrganization, taskId: z.string().regex(/^\d{1,18}$/) }

export const tasksContract = {
  list: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/tasks', summary: 'Tasks, newest first', tags: ['Tasks'] })
    .input(z.object({ ...inOrganization, status: z.enum(TASK_STATUS_NAMES).optional(), ...paging }))
    .output(pageOf(Task)),
  get: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/tasks/{taskId}', summary: 'One task', tags: ['Tasks'] })
    .input(z.object(task))
    .output(Task),
  listOutcomes: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/tasks/{taskId}/outcomes',
      summary: 'One outcome per printer, with its reason',
      tags: ['Tasks'],
    })
    .input(z.object({ ...task, outcome: z.enum(OUTCOME_NAMES).optional(), ...paging }))
    .output(pageOf(TaskOutcome)),
  watch: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/task-events',
      summary: 'Server-sent events: each change of a task, as it happens',
      tags: ['Tasks'],
    })
    .input(z.object({ ...inOrganization, taskId: task.taskId.optional() }))
    .output(eventIterator(Task)),
}

export type Task = z.infer<typeof Task>
export type TaskOutcome = z.infer<typeof TaskOutcome>
