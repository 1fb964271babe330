import { z } from 'zod'
import { instant } from '../contract.ts'

export const Selection = z.object({
  id: z.uuid(),
  printers: z.number().int().describe('frozen: the act treats exactly these'),
  filter: z.string().describe('the filter in words; empty when single printers were picked'),
  createdAt: instant,
})
export type Selection = z.infer<typeof Selection>
