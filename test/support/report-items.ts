import { reading } from './make.ts'

/** An item of an agent's report, valid or not. */
export interface Item {
  sequence: number
  kind: string
  address: string
  at: string
  [key: string]: unknown
}

/** A reading as an item, reported of an address of its own. */
export const readingItem = (
  sequence: number,
  serialNumber: string | null,
  change: Parameters<typeof reading>[0] = {},
  more: Partial<Item> = {},
): Item => ({
  sequence,
  kind: 'reading',
  address: `10.2.0.${sequence}`,
  at: new Date().toISOString(),
  reading: reading({ serialNumber, ...change }),
  ...more,
})
