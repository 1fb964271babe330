import { z } from 'zod'
import { inOrganization, instant, operation, pageOf, paging, reason } from '../contract.ts'
import { refusals } from '../problems.ts'

export const Entitlement = z.object({
  offering: z.literal('mps-express'),
  label: z.string().describe('MPS Express'),
  granted: z.object({ at: instant, by: z.string() }).nullable().describe('null: not entitled'),
  removedBy: z.string().describe('whom to contact to have it removed: a setting of the provider'),
})

export const EntitledOrganization = z.object({
  organizationId: z.uuid(),
  organization: z.string(),
  partner: z.string(),
  grantedAt: instant,
  grantedBy: z.string(),
  printers: z.number().int(),
  managed: z.number().int(),
  pending: z.number().int(),
})

export const entitlementsContract = {
  list: operation('read entitlements')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/entitlements',
      summary: 'Organization Entitlements',
      tags: ['Entitlements'],
    })
    .input(z.object(inOrganization))
    .output(z.array(Entitlement)),
  grant: operation('entitle the organization')
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/entitlements/mps-express',
      summary: 'Entitle to MPS Express: cannot be undone by partner or customer',
      tags: ['Entitlements'],
    })
    .input(z.object(inOrganization))
    .output(Entitlement),
  listEntitled: operation('operate the program')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/entitlements',
      summary: 'Entitled organizations (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, search: z.string().max(200).optional(), ...paging }))
    .output(pageOf(EntitledOrganization)),
  remove: operation('operate the program')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/entitlement-removals',
      summary: 'Remove an entitlement (provider): refused while managed or pending printers exist',
      tags: ['Operations'],
    })
    .errors(refusals('entitlement-has-held-printers'))
    .input(z.object({ ...inOrganization, childOrganizationId: z.uuid(), reason }))
    .output(z.object({ organizationId: z.uuid() })),
}

export type Entitlement = z.infer<typeof Entitlement>
export type EntitledOrganization = z.infer<typeof EntitledOrganization>
