import { z } from 'zod'
import { ORGANIZATION_KINDS, ROLE_NAMES } from '../accounts/roles.ts'
import { inOrganization, instant, operation, pageOf, paging, personal } from '../contract.ts'
import { refusals } from '../problems.ts'
import { OrganizationName } from './organizations.ts'
import { PORTAL_NAMES } from './portals.ts'

export const Organization = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(ORGANIZATION_KINDS),
  parentId: z.uuid().nullable(),
  parent: z.string().nullable().describe('name of the parent'),
})

/** An organization with the roles that the caller has in it. */
export const ReachableOrganization = Organization.extend({ roles: z.array(z.enum(ROLE_NAMES)) })

export const ChildOrganization = Organization.extend({
  createdAt: instant,
  entitled: z.boolean(),
  printers: z.number().int(),
  managed: z.number().int(),
  pending: z.number().int(),
  children: z.number().int(),
})

export const organizationsContract = {
  listReachable: personal
    .route({ method: 'GET', path: '/organizations', summary: 'The organizations in which the caller has a role', tags: ['Organizations'] })
    .input(z.object({ kind: z.enum(ORGANIZATION_KINDS).optional(), search: z.string().max(200).optional(), ...paging }))
    .output(pageOf(ReachableOrganization)),
  get: operation('read the organization')
    .route({ method: 'GET', path: '/organizations/{organizationId}', summary: 'One organization', tags: ['Organizations'] })
    .input(z.object(inOrganization))
    .output(ReachableOrganization),
  listChildren: operation('read the organization')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/children',
      summary: 'Child Organizations of a partner; partners of the provider',
      tags: ['Organizations'],
    })
    .input(z.object({ ...inOrganization, search: z.string().max(200).optional(), ...paging }))
    .output(pageOf(ChildOrganization)),
  create: operation('change the organization')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/children',
      successStatus: 201,
      summary: 'Create a child organization of a partner, or a partner of the provider',
      tags: ['Organizations'],
    })
    .errors(refusals('name-in-use'))
    .input(z.object({ ...inOrganization, name: OrganizationName }))
    .output(Organization),
  rename: operation('change the organization')
    .route({
      method: 'PATCH',
      path: '/organizations/{organizationId}/children/{childId}',
      summary: 'Rename a child organization or partner',
      tags: ['Organizations'],
    })
    .errors(refusals('name-in-use'))
    .input(z.object({ ...inOrganization, childId: z.uuid(), name: OrganizationName }))
    .output(Organization),
  remove: operation('change the organization')
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/children/{childId}',
      successStatus: 204,
      summary: 'Delete a child organization or partner: refused while it has managed or pending printers',
      tags: ['Organizations'],
    })
    .errors(refusals('organization-has-held-printers', 'organization-has-children'))
    .input(z.object({ ...inOrganization, childId: z.uuid() })),
  dashboard: personal
    .route({
      method: 'GET',
      path: '/dashboard',
      summary: 'One card with current figures per portal that the caller has access to',
      tags: ['Organizations'],
    })
    .input(z.object({}))
    .output(
      z.object({
        cards: z.array(
          z.object({
            portal: z.enum(PORTAL_NAMES),
            figures: z.array(z.object({ label: z.string(), value: z.number().int() })),
          }),
        ),
      }),
    ),
}

export type Organization = z.infer<typeof Organization>
export type ReachableOrganization = z.infer<typeof ReachableOrganization>
export type ChildOrganization = z.infer<typeof ChildOrganization>
