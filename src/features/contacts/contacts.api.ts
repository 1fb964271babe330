import { z } from 'zod'
import { idempotencyKey, inOrganization, instant, int32, operation, pageOf, paging } from '../contract.ts'
import { refusals } from '../problems.ts'
import { ContactForm } from './contact-form.ts'
import { contactImportsContract, csvDownload } from './import/contact-imports.api.ts'

export const Contact = z.object({
  id: z.uuid(),
  firstName: z.string(),
  lastName: z.string(),
  businessName: z.string().nullable(),
  email: z.string(),
  countryCode: z.string(),
  phoneNumber: z.string(),
  addressLine1: z.string(),
  addressLine2: z.string().nullable(),
  city: z.string(),
  state: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().describe('ISO 3166-1 alpha-2'),
  printersAssigned: z.number().int(),
  printersPending: z.number().int().describe('serial numbers that wait for a printer'),
  version: int32.describe('send it back with an edit'),
  updatedAt: instant,
})

/** A serial number that is assigned to its contact by itself when the printer enrols. */
export const PendingSerialNumber = z.object({
  id: z.uuid(),
  serialNumber: z.string(),
  importId: z.uuid().nullable().describe('the import that brought it'),
  createdAt: instant,
})

const contact = { ...inOrganization, contactId: z.uuid() }

export const CONTACT_SORTS = ['name', 'businessName', 'city', 'country', 'email'] as const

const contactFilter = {
  search: z.string().max(200).optional().describe('part of name, business name, city, e-mail'),
  name: z.string().max(200).optional().describe('part of the name'),
  businessName: z.string().max(200).optional(),
  city: z.string().max(200).optional(),
  sort: z.enum(CONTACT_SORTS).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
}

export const contactsContract = {
  list: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/contacts',
      summary: 'Contacts: search, sort, page by keyset',
      tags: ['Contacts'],
    })
    .input(
      z.object({
        ...inOrganization,
        ...contactFilter,
        ...paging,
      }),
    )
    .output(pageOf(Contact).extend({ total: z.number().int() })),
  get: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/contacts/{contactId}', summary: 'One contact', tags: ['Contacts'] })
    .input(z.object(contact))
    .output(Contact),
  create: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/contacts',
      successStatus: 201,
      summary: 'Create Contact',
      tags: ['Contacts'],
    })
    .errors(refusals('contact-exists'))
    .input(z.object({ ...inOrganization, contact: ContactForm }))
    .output(Contact),
  update: operation('manage the fleet')
    .route({ method: 'PUT', path: '/organizations/{organizationId}/contacts/{contactId}', summary: 'Update Contact', tags: ['Contacts'] })
    .errors(refusals('contact-exists', 'edited-by-another'))
    .input(z.object({ ...contact, version: int32, contact: ContactForm }))
    .output(Contact),
  remove: operation('manage the fleet')
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/contacts/{contactId}',
      successStatus: 204,
      summary: 'Delete Contact',
      tags: ['Contacts'],
    })
    .errors(refusals('contact-in-use'))
    .input(z.object(contact)),
  removeSeveral: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/contacts/deletions',
      summary: 'Delete several contacts: those that can be deleted are deleted, each other one is named with its reason',
      tags: ['Contacts'],
    })
    .input(z.object({ ...inOrganization, contactIds: z.array(z.uuid()).min(1).max(1000) }))
    .output(
      z.object({
        deleted: z.array(z.uuid()),
        notFound: z.array(z.uuid()).describe('those that are not there: deleted before, or never of this organization'),
        kept: z.array(z.object({ contactId: z.uuid(), contact: z.string().describe('name, business and city'), reason: z.string() })),
      }),
    ),
  listPendingSerialNumbers: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/contacts/{contactId}/pending-serial-numbers',
      summary: 'Printers pending: serial numbers that wait for a printer, in their order',
      tags: ['Contacts'],
    })
    .input(z.object({ ...contact, ...paging }))
    .output(pageOf(PendingSerialNumber)),
  removePendingSerialNumber: operation('manage the fleet')
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/contacts/{contactId}/pending-serial-numbers/{pendingId}',
      successStatus: 204,
      summary: 'Delete a pending serial number',
      tags: ['Contacts'],
    })
    .input(z.object({ ...contact, pendingId: z.uuid() })),
  getImportSample: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/contacts/import-sample',
      outputStructure: 'detailed',
      summary: 'The sample file of an import, CSV',
      tags: ['Contacts'],
    })
    .input(z.object(inOrganization))
    .output(csvDownload),
  export: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/contacts/export',
      outputStructure: 'detailed',
      summary: 'The contacts that match, as CSV in the format of the import',
      tags: ['Contacts'],
    })
    .errors(refusals('busy'))
    .input(z.object({ ...inOrganization, ...contactFilter }))
    .output(csvDownload),
  imports: contactImportsContract,
  assign: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/contact-assignments',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Assign Contact to the printers of a selection; a new contact is created with it, both or neither',
      tags: ['Contacts'],
    })
    .errors(refusals('contact-exists', 'nothing-selected', 'key-reused'))
    .input(
      z.object({
        params: z.object(inOrganization),
        headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
        body: z.object({
          selectionId: z.uuid(),
          contactId: z.uuid().optional().describe('an existing contact; or'),
          contact: ContactForm.optional().describe('a new one'),
        }),
      }),
    )
    .output(z.object({ taskId: z.string(), contactId: z.uuid() })),
}

export type Contact = z.infer<typeof Contact>
export type PendingSerialNumber = z.infer<typeof PendingSerialNumber>
