import { z } from 'zod'
import { inOrganization, instant, operation, pageOf, paging } from '../contract.ts'

export const AuditEntry = z.object({
  number: z.number().int(),
  at: instant,
  actorKind: z.enum(['person', 'key', 'agent', 'rule', 'system']),
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

export const auditContract = {
  list: operation('read the audit trail')
    .route({ method: 'GET', path: '/organizations/{organizationId}/audit-entries', summary: 'Audit trail, newest first', tags: ['Audit'] })
    .input(z.object({ ...inOrganization, search: z.string().max(200).optional(), ...paging }))
    .output(
      pageOf(AuditEntry).extend({ intact: z.boolean().describe('whether the chain of hashes is intact on this page, and at its end') }),
    ),
}

export type AuditEntry = z.infer<typeof AuditEntry>
