import { z } from 'zod'
import { instant } from '../contract.ts'

export const Selection = z.object({
  id: z.uuid(),
  printers: z.number().int().describe('fixed: the action applies to exactly these'),
  filter: z.string().describe('the filter in words; empty when single printers were picked'),
  createdAt: instant,
})
export type Selection = z.infer<typeof Selection>
