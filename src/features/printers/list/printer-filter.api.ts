import { z } from 'zod'
import { isStorable } from '../../../platform/text.ts'

/** Several values of one facet stand in the address separated by commas; a value holds a comma as `%2C`. */
export const facet = z
  .union([z.string().max(2000), z.array(z.string().max(200)).max(100)])
  .transform((value, ctx) => {
    const values = typeof value === 'string' ? split(value) : value
    if (!values?.every(isStorable)) {
      ctx.addIssue('Values are separated by commas; inside a value, a comma is written %2C and a percent sign %25.')
      return z.NEVER
    }
    return values.filter((one) => one !== '')
  })
  .optional()

function split(text: string): string[] | undefined {
  try {
    return text.split(',').map(decodeURIComponent)
  } catch {
    return undefined
  }
}

export const printerFilter = {
  search: z
    .string()
    .max(200)
    .optional()
    .describe('part of the serial number, model, IP address, host name, location, asset tag, a tag, or contact'),
  management: facet.describe('managed, pending, none'),
  registration: facet.describe('enrolled, discovered, failed'),
  communication: facet.describe('communicating, noncommunicating'),
  manufacturer: facet,
  model: facet,
  agent: facet.describe('ids of agents'),
  tags: facet.describe('names of tags, in any case'),
  contact: facet.describe('ids of supplies delivery contacts; none: printers without one'),
}

/** In the list of all children, the organizations too. */
export const allPrintersFilter = { ...printerFilter, organization: facet.describe('ids of organizations') }

export const FacetValue = z.object({ value: z.string(), label: z.string(), printers: z.number().int() })

export const Facets = z.object({
  total: z.number().int().describe('all that match'),
  facets: z
    .record(z.string(), z.array(FacetValue))
    .describe('by facet the 200 values with most printers: management, registration, communication, manufacturer, model, agent, tags'),
})
export type Facets = z.infer<typeof Facets>
