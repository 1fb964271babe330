import { z } from 'zod'
import { ENCODING_NAMES } from '../../../platform/tables/encodings.ts'
import { SEPARATOR_NAMES } from '../../../platform/tables/separators.ts'
import { fileHeaders, idempotencyKey, inOrganization, instant, int32, MEGABYTE, operation, pageOf, paging } from '../../contract.ts'
import { refusals } from '../../problems.ts'
import {
  IMPORT_FIELD_NAMES,
  IMPORT_OUTCOME_NAMES,
  IMPORT_STATUS_NAMES,
  NOT_IMPORTED_REASONS,
  PREVIEW_OUTCOME_NAMES,
} from '../contact-columns.ts'
import { ContactMapping } from '../mapping/contact-mapping.ts'

/**
 * A CSV file to keep: UTF-8 with a byte order mark, CRLF, RFC 4180. A page of the console needs no client for it: a plain link with
 * `download`
 * to the operation's address brings the session's cookie along.
 */
export const csvDownload = z.object({
  headers: fileHeaders,
  // The server writes a stream, which the reader gets as a file.
  body: z
    .custom<File>((value) => value instanceof Blob || value instanceof ReadableStream)
    .meta({ type: 'string', contentMediaType: 'text/csv' }),
})

export const ContactImport = z.object({
  id: z.uuid(),
  fileName: z.string(),
  status: z.enum(IMPORT_STATUS_NAMES),
  rows: z.number().int().describe('imported + existing + rejected + notImported + waiting, always'),
  imported: z.number().int(),
  existing: z.number().int(),
  rejected: z.number().int(),
  notImported: z.number().int(),
  waiting: z.number().int().describe('rows still to come; 0 when it has ended'),
  position: z.number().int().describe('the current row, as a spreadsheet numbers rows: header = 1'),
  notImportedRanges: z
    .array(z.object({ fromRow: z.number().int(), toRow: z.number().int(), reason: z.enum(NOT_IMPORTED_REASONS) }))
    .describe('rows that follow one another and were not imported for the same reason; at most 1,000 ranges'),
  taskId: z.string().nullable().describe('the newest task `Assign contact` that it ended in'),
  startedBy: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
})

export const ImportFault = z.object({
  field: z.enum(IMPORT_FIELD_NAMES).nullable().describe('null: the row as a whole'),
  column: z.string().describe('the column as the file names it; Row for the row as a whole'),
  message: z.string().describe('what is wrong and what is expected'),
})

const rowNumber = int32.min(2).describe('as a spreadsheet numbers rows: header = 1')

export const ContactImportRow = z.object({
  row: rowNumber,
  line: z.number().int().describe('the line of the file that it ends in: another than the row where values span lines'),
  values: z.array(z.string()).describe('in the order of the columns of the sample'),
  outcome: z.enum(IMPORT_OUTCOME_NAMES),
  reason: z.enum(NOT_IMPORTED_REASONS).nullable(),
  note: z.string().nullable().describe('what else to know, such as that an existing contact was assigned nothing'),
  contactId: z.uuid().nullable().describe('the contact that it became'),
  faults: z.array(ImportFault).describe('every fault of a rejected row'),
})

const fileFormat = {
  sheet: z.string().max(200).optional().describe('the sheet of a workbook; its first where absent'),
  encoding: z.enum(ENCODING_NAMES).optional().describe('guessed where absent'),
  separator: z.enum(SEPARATOR_NAMES).optional().describe('guessed where absent'),
  mapping: ContactMapping.optional(),
}

export const PreviewedRow = z.object({
  row: rowNumber,
  values: z.array(z.string()).describe('as they would be imported, in the order of the columns of the sample'),
  outcome: z.enum(PREVIEW_OUTCOME_NAMES),
  faults: z.array(ImportFault),
  contactId: z.uuid().nullable().describe('the contact that exists already'),
  sameAsRow: z.number().int().nullable().describe('the earlier row of the file with the same contact'),
})

/** What an import of a table would do, before anything is written. */
export const ContactImportPreview = z.object({
  format: z
    .object({
      encoding: z.enum(ENCODING_NAMES).optional(),
      separator: z.enum(SEPARATOR_NAMES).optional(),
      sheet: z.string().optional(),
      sheets: z.array(z.string()).optional(),
    })
    .describe('how it was read: text by its encoding and separator, a workbook by its sheet'),
  headings: z.array(z.string()),
  samples: z.array(z.array(z.string())).describe('the first three rows, as they are read'),
  mapping: ContactMapping.describe('as it was sent; or one to begin with'),
  mappingFaults: z.array(z.object({ field: z.string(), message: z.string() })).describe('why the mapping does not fit the file'),
  sound: z.number().int(),
  existing: z.number().int(),
  faulty: z.number().int(),
  rows: z.array(PreviewedRow).describe('at most 1,000, in their order'),
})

const anImport = { ...inOrganization, importId: z.uuid() }
const path = '/organizations/{organizationId}/contact-imports'
const tags = ['Contact imports']

export const contactImportsContract = {
  create: operation('manage the fleet', { mostBytes: 8 * MEGABYTE, takesForm: true })
    .route({
      method: 'POST',
      path,
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Import Contacts: check the whole file, then add its contacts one after another',
      description:
        'multipart/form-data with the file. A file that is empty, too large, not UTF-8, not CSV, or whose columns differ from the sample is refused whole, unless a mapping is sent with it (file-not-importable, data.faults names each place) before anything is written; one in which only the order of the columns differs with columns-in-other-order: send it again with columnsByName=true.',
      tags,
    })
    .errors(refusals('file-not-importable', 'columns-in-other-order', 'key-reused', 'busy'))
    .input(
      z.object({
        params: z.object(inOrganization),
        headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
        body: z.object({
          file: z.file('Send the file as multipart/form-data.').describe('CSV or TXT with CSV content, UTF-8'),
          columnsByName: z
            .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
            .optional()
            .describe('reads the columns by their names, in any order'),
          ...fileFormat,
        }),
      }),
    )
    .output(ContactImport),
  preview: operation('manage the fleet', { mostBytes: 8 * MEGABYTE, takesForm: true })
    .route({
      method: 'POST',
      path: `${path}/previews`,
      inputStructure: 'detailed',
      summary: 'Preview an import: how a table is read and mapped, and what would become of each row; nothing is written',
      description: 'multipart/form-data with any table. Without a mapping, one to begin with is suggested.',
      tags,
    })
    .errors(refusals('file-not-importable', 'busy'))
    .input(
      z.object({
        params: z.object(inOrganization),
        body: z.object({ file: z.file('Send the file as multipart/form-data.'), ...fileFormat }),
      }),
    )
    .output(ContactImportPreview),
  list: operation('read the fleet')
    .route({ method: 'GET', path, summary: 'Imports of contacts, newest first', tags })
    .input(z.object({ ...inOrganization, status: z.enum(IMPORT_STATUS_NAMES).optional(), ...paging }))
    .output(pageOf(ContactImport)),
  get: operation('read the fleet')
    .route({ method: 'GET', path: `${path}/{importId}`, summary: 'The state of an import', tags })
    .input(z.object(anImport))
    .output(ContactImport),
  listRows: operation('read the fleet')
    .route({ method: 'GET', path: `${path}/{importId}/rows`, summary: 'The rows of an import in their order, with their outcomes', tags })
    .input(z.object({ ...anImport, outcome: z.enum(IMPORT_OUTCOME_NAMES).optional(), ...paging }))
    .output(pageOf(ContactImportRow)),
  cancel: operation('manage the fleet')
    .route({
      method: 'POST',
      path: `${path}/{importId}/cancellation`,
      summary: 'Cancel: stops before the next row; added contacts are kept. An import that has ended does not change.',
      tags,
    })
    .input(z.object(anImport))
    .output(ContactImport),
  correct: operation('manage the fleet', { mostBytes: 8 * MEGABYTE })
    .route({
      method: 'POST',
      path: `${path}/{importId}/corrections`,
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Import corrected rows again: all are checked, then the valid ones are added',
      description:
        'Rows that still have faults stay rejected, with these. A row that is not among the rejected ones is refused, and all others with it.',
      tags,
    })
    .errors(refusals('key-reused'))
    .input(
      z.object({
        params: z.object(anImport),
        headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
        body: z.object({
          rows: z
            .array(z.object({ row: rowNumber, values: z.array(z.string().max(10_000)).length(IMPORT_FIELD_NAMES.length) }))
            .min(1)
            .max(1000),
        }),
      }),
    )
    .output(ContactImport),
  importRest: operation('manage the fleet')
    .route({
      method: 'POST',
      path: `${path}/{importId}/rest`,
      successStatus: 202,
      summary:
        'Import the rest: the rows that were left out when the import was canceled. An import without such rows is answered as it is.',
      tags,
    })
    .input(z.object(anImport))
    .output(ContactImport),
  undo: operation('manage the fleet')
    .route({
      method: 'POST',
      path: `${path}/{importId}/undoing`,
      summary: 'Undo an import that has ended: its contacts are deleted, except those that were edited or assigned since, which are named',
      tags,
    })
    .errors(refusals('import-is-running'))
    .input(z.object(anImport))
    .output(
      z.object({
        import: ContactImport,
        undone: z.number().int(),
        kept: z
          .array(z.object({ row: rowNumber, contactId: z.uuid(), contact: z.string(), reason: z.string() }))
          .describe('contacts that stay, and why'),
      }),
    ),
  downloadRejectedRows: operation('read the fleet')
    .route({
      method: 'GET',
      path: `${path}/{importId}/rejected-rows`,
      outputStructure: 'detailed',
      summary:
        'Download rejected rows: CSV in the format of the sample with a last column Reason, which can be corrected and imported as it is',
      tags,
    })
    .errors(refusals('busy'))
    .input(z.object(anImport))
    .output(csvDownload),
}

export type ContactImportPreview = z.infer<typeof ContactImportPreview>
export type PreviewedRow = z.infer<typeof PreviewedRow>
export type ContactImport = z.infer<typeof ContactImport>
export type ContactImportRow = z.infer<typeof ContactImportRow>
export type ImportFault = z.infer<typeof ImportFault>
