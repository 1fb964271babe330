import { z } from 'zod'
import { inOrganization, instant, operation, pageOf, paging } from '../contract.ts'

export const AuditEntry = z.object({
  number: z.number().int(),
  at: instant,
  person: z.string(),
  act: z.string(),
  subject: z.string(),
  reason: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  hash: z.string().describe('SHA-256 over this entry and the hash of the one before'),
})

export const auditContract = {
  list: operation('read the audit trail')
    .route({ method: 'GET', path: '/organizations/{organizationId}/audit-entries', summary: 'Audit trail, newest first', tags: ['Audit'] })
    .input(z.object({ ...inOrganization, search: z.string().max(200).optional(), ...paging }))
    .output(
      pageOf(AuditEntry).extend({ intact: z.boolean().describe('whether the chain of hashes holds over this page, and at its end') }),
    ),
}

export type AuditEntry = z.infer<typeof AuditEntry>
