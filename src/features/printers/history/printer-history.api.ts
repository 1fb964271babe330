import { z } from 'zod'
import { inOrganization, instant, operation, pageOf, paging, statedInstant } from '../../contract.ts'
import { TASK_KIND_NAMES } from '../../task-kinds.ts'
import { OUTCOME_NAMES, TASK_STATUS_NAMES } from '../../tasks/tasks.ts'
import { HISTORY_RANGE_NAMES, PRINTER_EVENT_KINDS } from './printer-history.ts'

const printer = { ...inOrganization, printerId: z.uuid() }
const count = z.number().int().nullable()

/** What a printer had counted at the end of a step of time. */
export const CounterPoint = z.object({ at: instant, lifetimePageCount: count, monoPageCount: count, colorPageCount: count })

export const SupplyPoint = z.object({ at: instant, percent: z.number().describe('left, in percent; for a receptacle, the room left') })

export const SupplySeries = z.object({
  key: z.string().describe('which supply of the printer'),
  name: z.string(),
  color: z.string().nullable(),
  points: z.array(SupplyPoint).describe('readings with a number only'),
})

export const PrinterHistory = z.object({
  range: z.enum(HISTORY_RANGE_NAMES),
  from: instant,
  to: instant,
  stepSeconds: z.number().int().describe('each point is the last reading of an interval of this many seconds'),
  counters: z.array(CounterPoint),
  supplies: z.array(SupplySeries),
})

export const PrinterEvent = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(PRINTER_EVENT_KINDS),
  before: z.string().nullable(),
  after: z.string().nullable(),
})

/** A task as far as it included this printer. */
export const PrinterTask = z.object({
  taskId: z.string(),
  kind: z.enum(TASK_KIND_NAMES),
  label: z.string(),
  status: z.enum(TASK_STATUS_NAMES),
  startedBy: z.string(),
  startedAt: instant,
  outcome: z.enum(OUTCOME_NAMES),
  reason: z.string().nullable(),
  details: z.string().nullable(),
  at: instant,
})

export const printerHistoryContract = {
  history: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers/{printerId}/history',
      summary: 'Page counts and supply levels over a day, a month or a year; at most 400 points each',
      tags: ['Printers'],
    })
    .input(
      z.object({ ...printer, range: z.enum(HISTORY_RANGE_NAMES).default('month'), to: statedInstant.optional().describe('default: now') }),
    )
    .output(PrinterHistory),
  listEvents: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers/{printerId}/events',
      summary: 'History of changes, newest first: address, firmware, agent, contact, asset tag, counters that went down',
      tags: ['Printers'],
    })
    .input(z.object({ ...printer, ...paging }))
    .output(pageOf(PrinterEvent)),
  listTasks: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers/{printerId}/tasks',
      summary: 'The tasks that included this printer, newest first, with its outcome',
      tags: ['Printers'],
    })
    .input(z.object({ ...printer, ...paging }))
    .output(pageOf(PrinterTask)),
}

export type PrinterHistory = z.infer<typeof PrinterHistory>
export type PrinterEvent = z.infer<typeof PrinterEvent>
export type PrinterTask = z.infer<typeof PrinterTask>
