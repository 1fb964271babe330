import { z } from 'zod'
import { fileHeaders, inOrganization, operation } from '../../contract.ts'
import { refusals } from '../../problems.ts'
import {
  ALL_EXPORTED_COLUMN_NAMES,
  ALL_SORTABLE_COLUMN_NAMES,
  type AllPrintersColumn,
  EXPORTED_COLUMN_NAMES,
  SORTABLE_COLUMN_NAMES,
} from './printer-columns.ts'
import { allPrintersFilter, printerFilter } from './printer-filter.api.ts'

const direction = z.enum(['asc', 'desc']).default('asc')

/** Names of columns, in the address separated by commas. */
const columnsOf = <C extends AllPrintersColumn>(names: readonly [C, ...C[]]) =>
  z
    .preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(z.enum(names)).min(1).max(names.length))
    .describe('those shown, in their order')

const Csv = z.object({
  headers: fileHeaders,
  body: z.custom<ReadableStream | Blob>((value) => value instanceof ReadableStream || value instanceof Blob),
})

const describesCsv = {
  responses: {
    200: { description: 'CSV (RFC 4180), UTF-8, a heading and a row per printer', content: { 'text/csv': { schema: { type: 'string' } } } },
  },
} as const

export const printerExportContract = {
  exportCsv: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers.csv',
      summary: 'Exactly the rows and columns of the list as CSV, streamed, any size',
      tags: ['Printers'],
      outputStructure: 'detailed',
      spec: (described) => ({ ...described, responses: { ...described.responses, ...describesCsv.responses } }),
    })
    .errors(refusals('busy'))
    .input(
      z.object({
        ...inOrganization,
        ...printerFilter,
        columns: columnsOf(EXPORTED_COLUMN_NAMES),
        sort: z.enum(SORTABLE_COLUMN_NAMES).default('ipAddress'),
        direction,
      }),
    )
    .output(Csv),
  exportAllCsv: operation('read the fleets of all children')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/all-printers.csv',
      summary: 'All children’s printers as CSV, streamed',
      tags: ['Printers'],
      outputStructure: 'detailed',
      spec: (described) => ({ ...described, responses: { ...described.responses, ...describesCsv.responses } }),
    })
    .errors(refusals('busy'))
    .input(
      z.object({
        ...inOrganization,
        ...allPrintersFilter,
        columns: columnsOf(ALL_EXPORTED_COLUMN_NAMES),
        sort: z.enum(ALL_SORTABLE_COLUMN_NAMES).default('ipAddress'),
        direction,
      }),
    )
    .output(Csv),
}
