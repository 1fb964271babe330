import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { fileHeaders, idempotencyKey, inOrganization, instant, operation, pageOf, paging } from '../contract.ts'
import { refusals } from '../problems.ts'
import { TASK_KIND_NAMES } from '../task-kinds.ts'
import { OUTCOME_NAMES, TASK_STATUS_NAMES } from './tasks.ts'

const taskId = z.string().regex(/^\d{1,18}$/)

export const Task = z.object({
  id: z.string().describe('Task ID, a number'),
  kind: z.enum(TASK_KIND_NAMES),
  label: z.string().describe('the label of the button that started it'),
  details: z.string(),
  startedBy: z.string(),
  status: z.enum(TASK_STATUS_NAMES),
  statusReason: z.string().nullable().describe('why it has this status, where the status alone does not say'),
  printers: z.number().int(),
  done: z.number().int(),
  refused: z.number().int(),
  failed: z.number().int(),
  canceled: z.number().int(),
  startedAt: instant,
  endedAt: instant.nullable(),
  cancelRequestedBy: z.string().nullable(),
  retryOf: z.string().nullable().describe('the task whose printers this one retries'),
  retriedBy: z.string().nullable().describe('the newest task that retries this one’s printers'),
  outcomesRemovedAt: instant.nullable().describe('when the outcomes were removed at the end of their retention time'),
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

const task = { ...inOrganization, taskId }
const outcomeFilter = {
  outcome: z.enum(OUTCOME_NAMES).optional(),
  search: z.string().max(200).optional().describe('part of the serial number'),
}

/** A file to keep: a page links to its address, and the session's cookie comes along. */
const Csv = z.object({
  headers: fileHeaders,
  // The server writes a stream, which the reader gets as a file.
  body: z
    .custom<ReadableStream | Blob>((value) => value instanceof Blob || value instanceof ReadableStream)
    .meta({ type: 'string', contentMediaType: 'text/csv' }),
})

export const tasksContract = {
  list: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/tasks', summary: 'Tasks, newest first', tags: ['Tasks'] })
    .input(
      z.object({
        ...inOrganization,
        status: z.enum(TASK_STATUS_NAMES).optional(),
        kind: z.enum(TASK_KIND_NAMES).optional(),
        startedBy: z.string().max(200).optional().describe('part of the name'),
        search: z.string().max(200).optional().describe('a Task ID, or part of the details'),
        ...paging,
      }),
    )
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
    .input(z.object({ ...task, ...outcomeFilter, ...paging }))
    .output(pageOf(TaskOutcome)),
  exportOutcomes: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/tasks/{taskId}/outcomes.csv',
      outputStructure: 'detailed',
      summary: 'The outcomes as a CSV file (UTF-8), of any size',
      tags: ['Tasks'],
    })
    .errors(refusals('busy'))
    .input(z.object({ ...task, ...outcomeFilter }))
    .output(Csv),
  cancel: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/tasks/{taskId}/cancellations',
      successStatus: 202,
      summary: 'Cancel a running task before its next portion of printers; finished printers keep their outcome',
      tags: ['Tasks'],
    })
    .errors(refusals('task-cannot-be-canceled'))
    .input(z.object(task))
    .output(Task),
  retry: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/tasks/{taskId}/retries',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Retry the printers of a task that were refused, failed or canceled: a new task',
      tags: ['Tasks'],
    })
    .errors(
      refusals(
        'task-is-running',
        'task-has-no-failures',
        'key-reused',
        'printer-cannot-be-unenrolled',
        'not-entitled',
        'terms-changed',
        'nothing-selected',
      ),
    )
    .input(z.object({ params: z.object(task), headers: z.object({ 'idempotency-key': idempotencyKey.optional() }) }))
    .output(z.object({ taskId: z.string() })),
  watch: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/task-changes',
      summary: 'Server-sent events: each change of a task, as it happens',
      tags: ['Tasks'],
    })
    .errors(refusals('busy'))
    .input(z.object({ ...inOrganization, taskId: taskId.optional() }))
    .output(eventIterator(Task)),
}

export type Task = z.infer<typeof Task>
export type TaskOutcome = z.infer<typeof TaskOutcome>
