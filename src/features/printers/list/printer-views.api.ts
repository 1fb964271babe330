import { z } from 'zod'
import { inOrganization, int32, MEGABYTE, operation } from '../../contract.ts'
import { refusals } from '../../problems.ts'
import { ALL_PRINTERS_COLUMN_NAMES } from './printer-columns.ts'
import { printerFilter } from './printer-filter.api.ts'

const column = z.enum(ALL_PRINTERS_COLUMN_NAMES)
const values = z.array(z.string().max(200)).max(100).optional()

/** The filter of a view, as it is kept: its values as lists. */
export const ViewFilter = z.object({
  search: printerFilter.search,
  management: values,
  registration: values,
  communication: values,
  manufacturer: values,
  model: values,
  agent: values,
  tags: values,
  contact: values,
  organization: values,
})

const form = {
  name: z.string().trim().min(1, 'Name the view.').max(64),
  columns: z
    .array(column)
    .min(1, 'Show at least one column.')
    .max(ALL_PRINTERS_COLUMN_NAMES.length)
    .refine((names) => new Set(names).size === names.length, 'Each column can appear only once.')
    .describe('those shown, in their order'),
  sort: column,
  direction: z.enum(['asc', 'desc']),
  filter: ViewFilter,
  shared: z
    .boolean()
    .describe('seen by everybody who can read the fleet of this organization; otherwise only by its creator, in every organization'),
}

export const PrinterView = z.object({
  id: z.string().describe('standard, managed, counters, supplies, or the id of a saved view'),
  ...form,
  kind: z.enum(['system', 'own', 'shared']).describe('system and shared views of others can be copied, not edited'),
  owner: z.string().nullable().describe('who made it; null for a system view'),
  version: int32.describe('send it back with an edit'),
})

const view = { ...inOrganization, viewId: z.uuid() }

export const printerViewsContract = {
  list: operation('keep views of printers')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printer-views',
      summary: 'Views of the printer list: system views, the caller’s own, those shared here; and the caller’s default',
      tags: ['Printers'],
    })
    .input(z.object(inOrganization))
    .output(z.object({ items: z.array(PrinterView), defaultId: z.string().describe('the view that the list opens with') })),
  create: operation('keep views of printers', { mostBytes: MEGABYTE })
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printer-views',
      successStatus: 201,
      summary: 'Save a view',
      tags: ['Printers'],
    })
    .errors(refusals('name-in-use', 'too-many-views'))
    .input(z.object({ ...inOrganization, ...form, shared: form.shared.default(false) }))
    .output(PrinterView),
  update: operation('keep views of printers', { mostBytes: MEGABYTE })
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/printer-views/{viewId}',
      summary: 'Change one of the caller’s views',
      tags: ['Printers'],
    })
    .errors(refusals('name-in-use', 'edited-by-another', 'view-of-another'))
    .input(z.object({ ...view, version: int32, ...form }))
    .output(PrinterView),
  remove: operation('keep views of printers')
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/printer-views/{viewId}',
      summary: 'Delete one of the caller’s views',
      tags: ['Printers'],
    })
    .errors(refusals('view-of-another'))
    .input(z.object(view))
    .output(z.object({})),
  setDefault: operation('keep views of printers')
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/default-printer-view',
      summary: 'Choose the view that the list opens with for the caller',
      tags: ['Printers'],
    })
    .input(z.object({ ...inOrganization, viewId: z.string().max(64) }))
    .output(z.object({ defaultId: z.string() })),
}

export type PrinterView = z.infer<typeof PrinterView>
export type ViewFilter = z.infer<typeof ViewFilter>
