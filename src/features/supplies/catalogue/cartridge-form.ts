import { z } from 'zod'
import { CARTRIDGE_KIND_NAMES, YIELD_BASIS_NAMES, YIELD_CLASS_NAMES } from './cartridges.ts'

const words = (most: number) => z.string().trim().max(most)

/** A cartridge of the catalogue as a person or a file states it. */
export const CartridgeForm = z
  .object({
    manufacturer: words(128).min(1, 'State the maker.'),
    part: words(128).regex(/[A-Za-z0-9]/, 'A part number has letters or digits.'),
    name: words(200),
    kind: z.enum(CARTRIDGE_KIND_NAMES),
    color: words(64).min(1).toLowerCase().nullable(),
    yieldPages: z.number().int().positive('A yield is a number of pages above 0.').max(10_000_000).nullable(),
    yieldBasis: z.enum(YIELD_BASIS_NAMES).nullable(),
    yieldClass: z.enum(YIELD_CLASS_NAMES),
    family: words(128).min(1, 'Name the family: cartridges of one family may replace each other.'),
    priceCents: z.number().int().nonnegative().max(1_000_000_00).nullable(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'A currency has three capital letters, such as EUR.')
      .nullable(),
    weightGrams: z.number().int().positive().max(1_000_000).nullable(),
    orderable: z.boolean(),
    models: z.array(z.object({ manufacturer: words(128).min(1), model: words(128).min(1) })).max(500),
  })
  .superRefine((form, context) => {
    const pair = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if ((form.yieldPages === null) !== (form.yieldBasis === null)) pair('yieldBasis', 'State pages and how they were measured, or neither.')
    if ((form.priceCents === null) !== (form.currency === null)) pair('currency', 'State price and currency, or neither.')
  })
export type CartridgeForm = z.infer<typeof CartridgeForm>
