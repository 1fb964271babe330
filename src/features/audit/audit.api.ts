import { z } from 'zod'
import { fileHeaders, inOrganization, instant, operation, pageOf, paging, statedInstant } from '../contract.ts'
import { refusals } from '../problems.ts'
import { ACTOR_KIND_NAMES, type ACTOR_KINDS } from './actor-kinds.ts'

export const AuditEntry = z.object({
  number: z.number().int(),
  at: instant,
  actorKind: z.enum(ACTOR_KIND_NAMES),
  actorId: z.string().describe('of the person, key, agent or rule; empty where it was not kept'),
  keyId: z.string().nullable().describe('the API key through which a person acted'),
  requestId: z.string().nullable().describe('X-Request-Id of the request that did it'),
  address: z.string().nullable().describe('from where'),
  act: z.string(),
  person: z.string().nullable().describe('name of who acted; null where it was erased'),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  erased: z.array(z.string()).describe('which of person, subject, reason, before and after were erased; the hash holds without them'),
  hash: z.string().describe('SHA-256 of this entry and the hash of the previous entry'),
})

const filter = {
  search: z.string().max(200).optional().describe('part of the name of who acted, of the act, of what it was done to, or of the reason'),
  act: z.string().max(200).optional().describe('part of the act, such as `Contact`'),
  actorKind: z.enum(ACTOR_KIND_NAMES).optional(),
  actorId: z.string().max(200).optional(),
  from: statedInstant.optional(),
  to: statedInstant.optional().describe('before this moment'),
}

const File = z.object({
  headers: fileHeaders,
  // The server writes a stream, which the reader gets as a file.
  body: z.custom<ReadableStream | Blob>((value) => value instanceof Blob || value instanceof ReadableStream),
})

export const auditContract = {
  list: operation('read the audit trail')
    .route({ method: 'GET', path: '/organizations/{organizationId}/audit-entries', summary: 'Audit trail, newest first', tags: ['Audit'] })
    .input(z.object({ ...inOrganization, ...filter, ...paging }))
    .output(
      pageOf(AuditEntry).extend({ intact: z.boolean().describe('whether the chain of hashes is intact on this page, and at its end') }),
    ),
  exportCsv: operation('read the audit trail')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/audit-entries.csv',
      outputStructure: 'detailed',
      summary: 'The audit trail as CSV, oldest first, of any size, with all that its hashes are made of',
      tags: ['Audit'],
    })
    .errors(refusals('busy'))
    .input(z.object({ ...inOrganization, ...filter }))
    .output(File),
  exportJsonLines: operation('read the audit trail')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/audit-entries.jsonl',
      outputStructure: 'detailed',
      summary: 'The audit trail as JSON, an entry a line, oldest first, of any size, with all that its hashes are made of',
      tags: ['Audit'],
    })
    .errors(refusals('busy'))
    .input(z.object({ ...inOrganization, ...filter }))
    .output(File),
}

export type AuditEntry = z.infer<typeof AuditEntry>

export interface AuditFilter {
  search?: string | undefined
  act?: string | undefined
  actorKind?: keyof typeof ACTOR_KINDS | undefined
  actorId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}
