import { z } from 'zod'
import { fileHeaders, inOrganization, instant, int32, operation, pageOf, paging } from '../../contract.ts'
import { refusals } from '../../problems.ts'
import { CartridgeForm } from './cartridge-form.ts'

export const Cartridge = z.object({ ...CartridgeForm.shape, id: z.uuid(), version: int32 })

export const UnmatchedPart = z.object({
  manufacturer: z.string(),
  model: z.string(),
  part: z.string(),
  kind: z.string(),
  color: z.string().nullable(),
  name: z.string().nullable(),
  firstSeenAt: instant,
})

/** What becomes of each row of a file. */
export const ImportPreview = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  faulty: z.number().int(),
  rows: z
    .array(
      z.object({
        row: z.number().int().describe('as a spreadsheet counts: the heading is row 1'),
        outcome: z.enum(['added', 'changed', 'unchanged', 'faulty']),
        part: z.string(),
        faults: z.array(z.object({ column: z.string(), message: z.string() })),
        warnings: z.array(z.string()),
      }),
    )
    .describe('faulty rows first, at most 500'),
})

const read = operation('operate the program')
const change = operation('manage the offering')
const tags = ['Catalogue of supplies']
const id = { ...inOrganization, cartridgeId: z.uuid() }
const csv = z.string().max(4_000_000).describe('the file as text: CSV (RFC 4180), the columns of the export')

/** A file to keep. */
const Csv = z.object({
  headers: fileHeaders,
  body: z
    .custom<ReadableStream | Blob>((value) => value instanceof Blob || value instanceof ReadableStream)
    .meta({ type: 'string', contentMediaType: 'text/csv' }),
})

export const catalogueContract = {
  list: read
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/cartridges',
      summary: 'The catalogue of cartridges, by maker and part (provider)',
      tags,
    })
    .input(
      z.object({
        ...inOrganization,
        search: z.string().max(200).optional().describe('part of maker, part number or name'),
        model: z.string().max(200).optional().describe('only those that fit this model: maker and model'),
        ...paging,
      }),
    )
    .output(pageOf(Cartridge)),
  get: read
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/cartridges/{cartridgeId}',
      summary: 'One cartridge (provider)',
      tags,
    })
    .input(z.object(id))
    .output(Cartridge),
  create: change
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/cartridges',
      successStatus: 201,
      summary: 'Add a cartridge (provider)',
      tags,
    })
    .errors(refusals('cartridge-exists'))
    .input(z.object({ ...inOrganization, cartridge: CartridgeForm }))
    .output(Cartridge),
  update: change
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/operations/cartridges/{cartridgeId}',
      summary: 'Change a cartridge (provider)',
      tags,
    })
    .errors(refusals('cartridge-exists', 'edited-by-another'))
    .input(z.object({ ...id, version: int32, cartridge: CartridgeForm }))
    .output(Cartridge),
  remove: change
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/operations/cartridges/{cartridgeId}',
      successStatus: 204,
      summary: 'Remove a cartridge; orders keep what they were for (provider)',
      tags,
    })
    .input(z.object(id)),
  listUnmatched: read
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/unmatched-parts',
      summary: 'Parts that printers report and the catalogue does not know (provider)',
      tags,
    })
    .input(z.object({ ...inOrganization, ...paging }))
    .output(pageOf(UnmatchedPart)),
  exportCsv: read
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/cartridges.csv',
      outputStructure: 'detailed',
      summary: 'The catalogue as CSV, in the form that the import reads (provider)',
      tags,
    })
    .errors(refusals('busy'))
    .input(z.object(inOrganization))
    .output(Csv),
  previewImport: change
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/cartridge-import-previews',
      summary: 'What a file would add and change, and what is wrong in it; nothing is written (provider)',
      tags,
    })
    .errors(refusals('file-not-importable'))
    .input(z.object({ ...inOrganization, csv }))
    .output(ImportPreview),
  import: change
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/cartridge-imports',
      summary: 'Add and change the cartridges of a file; rows with faults are left out and listed (provider)',
      tags,
    })
    .errors(refusals('file-not-importable'))
    .input(z.object({ ...inOrganization, csv }))
    .output(ImportPreview),
}

export type Cartridge = z.infer<typeof Cartridge>
export type UnmatchedPart = z.infer<typeof UnmatchedPart>
export type ImportPreview = z.infer<typeof ImportPreview>
