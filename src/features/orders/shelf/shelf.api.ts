import { z } from 'zod'
import { inOrganization, instant, operation, pageOf, paging } from '../../contract.ts'

export const ShelfStock = z.object({
  contactId: z.uuid(),
  contact: z.string(),
  family: z.string().describe('cartridges that may replace each other'),
  names: z.array(z.string()).describe('of the cartridges, in words'),
  count: z.number().int().describe('delivered less installed, or as counted and what came and went since'),
  onTheWay: z.number().int(),
  countedAt: instant.nullable(),
  countedBy: z.string().nullable(),
})

const tags = ['Supply orders']

export const shelfContract = {
  listShelf: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/shelf',
      summary: 'Cartridges on the shelves: delivered less installed, by address and kind',
      tags,
    })
    .input(z.object({ ...inOrganization, contactId: z.uuid().optional(), ...paging }))
    .output(pageOf(ShelfStock)),
  countShelf: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/shelf-counts',
      summary: 'State how many cartridges of a kind are on the shelf of an address',
      tags,
    })
    .input(
      z.object({ ...inOrganization, contactId: z.uuid(), family: z.string().min(1).max(256), count: z.number().int().min(0).max(1000) }),
    )
    .output(ShelfStock),
}

export type ShelfStock = z.infer<typeof ShelfStock>
