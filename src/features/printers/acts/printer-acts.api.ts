import { z } from 'zod'
import { inOrganization, MEGABYTE, operation, pageOf, paging, Started, startsTask } from '../../contract.ts'
import { refusals } from '../../problems.ts'
import { labelChange, TAGS_PER_PRINTER, Tag } from './printer-labels.ts'
import { UNENROLLMENT_LINES } from './unenroll-printers.ts'

/** What the menu `Printer` does with printers: unenroll them, write asset tag, location and tags. */

const line = z.enum(UNENROLLMENT_LINES)

export const UnenrollmentCheck = z.object({
  selectionId: z.uuid(),
  printers: z.number().int(),
  lines: z.array(z.object({ line, label: z.string(), printers: z.number().int() })).describe('every line, also those without printers'),
  kind: z
    .enum(['all', 'some', 'refused'])
    .describe('all leave; some leave and the task ends Completed with errors; none can leave and unenrolling is refused'),
  message: z.string().describe('what unenrolling will do, in a sentence; where it is refused, the reason'),
})

export const UnenrollmentPrinter = z.object({
  printerId: z.uuid(),
  serialNumber: z.string().nullable(),
  model: z.string().nullable(),
  ipAddress: z.string().nullable(),
  line,
  reason: z.string().nullable().describe('why it stays'),
})

export const PrinterTag = z.object({ tag: z.string(), printers: z.number().int().describe('printers of the list that have it') })

const selection = { selectionId: z.uuid() }
const tags = z.array(Tag).max(TAGS_PER_PRINTER)

export const printerActs = {
  checkUnenrollment: operation('read the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printers/unenrollment-checks',
      summary: 'What unenrolling a selection will do: how many leave, how many stay and why',
      tags: ['Printers'],
    })
    .errors(refusals('nothing-selected'))
    .input(z.object({ ...inOrganization, ...selection }))
    .output(UnenrollmentCheck),
  listUnenrollment: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers/unenrollment-checks/{selectionId}/printers',
      summary: 'The printers behind one line',
      tags: ['Printers'],
    })
    .input(z.object({ ...inOrganization, ...selection, line: line.optional(), ...paging }))
    .output(pageOf(UnenrollmentPrinter)),
  unenroll: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printers/unenrollments',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Unenroll: the unmanaged printers of a selection leave the list; their history is kept',
      tags: ['Printers'],
    })
    .errors(refusals('printer-cannot-be-unenrolled', 'nothing-selected', 'key-reused'))
    .input(startsTask(z.object(selection)))
    .output(Started),
  edit: operation('manage the fleet')
    .route({
      method: 'PATCH',
      path: '/organizations/{organizationId}/printers/{printerId}',
      summary: 'Edit asset tag and location of one printer',
      tags: ['Printers'],
    })
    .errors(refusals('printer-failed-registration', 'edited-by-another'))
    .input(
      z.object({
        ...inOrganization,
        printerId: z.uuid(),
        ...labelChange,
        seen: z
          .object({ assetTag: z.string().nullable(), location: z.string().nullable().describe('`locationSet` of the printer') })
          .optional()
          .describe('the value that the editor saw: where it has changed since, the edit is refused'),
      }),
    )
    .output(z.object({ printerId: z.uuid(), assetTag: z.string().nullable(), location: z.string().nullable() })),
  editMany: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printers/edits',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Edit asset tag and location of a selection',
      tags: ['Printers'],
    })
    .errors(refusals('nothing-selected', 'key-reused'))
    .input(
      startsTask(
        z.object({ ...selection, ...labelChange }).refine(({ assetTag, location }) => assetTag !== undefined || location !== undefined, {
          path: ['assetTag'],
          error: 'State assetTag, location, or both.',
        }),
      ),
    )
    .output(Started),
  listTags: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printer-tags',
      summary: 'Tags, each with how many printers have it',
      tags: ['Printers'],
    })
    .input(z.object({ ...inOrganization, search: z.string().max(200).optional().describe('part of a tag'), ...paging }))
    .output(pageOf(PrinterTag)),
  setTags: operation('manage the fleet')
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/printers/{printerId}/tags',
      summary: 'The tags of one printer',
      tags: ['Printers'],
    })
    .errors(refusals('printer-failed-registration', 'edited-by-another'))
    .input(
      z.object({
        ...inOrganization,
        printerId: z.uuid(),
        tags,
        seen: z.array(z.string()).optional().describe('the tags that the editor saw: where they have changed since, the edit is refused'),
      }),
    )
    .output(z.object({ printerId: z.uuid(), tags: z.array(z.string()) })),
  tagMany: operation('manage the fleet', { mostBytes: MEGABYTE })
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printers/taggings',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Tags: add tags to a selection (new ones are created) or remove tags',
      tags: ['Printers'],
    })
    .errors(refusals('nothing-selected', 'key-reused'))
    .input(
      startsTask(
        z
          .object({ ...selection, add: tags.default([]), remove: tags.default([]) })
          .refine(({ add, remove }) => add.length + remove.length > 0, {
            path: ['add'],
            error: 'State tags to add or to remove.',
          }),
      ),
    )
    .output(Started),
  renameTag: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printer-tags/renamings',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Rename a tag on all printers that have it; with the name of an existing tag, the two become one',
      tags: ['Printers'],
    })
    .errors(refusals('key-reused'))
    .input(startsTask(z.object({ tag: Tag, name: Tag })))
    .output(Started),
  deleteTag: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printer-tags/deletions',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Delete a tag: it is removed from all printers that have it',
      tags: ['Printers'],
    })
    .errors(refusals('key-reused'))
    .input(startsTask(z.object({ tag: Tag })))
    .output(Started),
}

export type UnenrollmentCheck = z.infer<typeof UnenrollmentCheck>
export type UnenrollmentPrinter = z.infer<typeof UnenrollmentPrinter>
export type PrinterTag = z.infer<typeof PrinterTag>
