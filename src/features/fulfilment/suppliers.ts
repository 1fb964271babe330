import { z } from 'zod'

/**
 * Suppliers and the ways in which they get orders.
 *
 * The specification names five ways and leaves open who is asked for what. We keep to this: a supplier states the makers and countries that it serves, and a priority; the first
 * active one that fits gets the line, and a line of a printer that has run out goes to one that offers express delivery, where there is one.
 */

const url = z.url({ protocol: /^https?$/, error: 'This is not an address that begins with https:// or http://.' }).max(500)
const email = z.email('This is not a valid e-mail address, such as orders@example.com.').max(254)
const identity = z.string().trim().min(1, 'Required.').max(200)

/** What each channel needs to know, and how it works in one sentence. */
export const CHANNELS = {
  email: {
    label: 'E-mail with a CSV file',
    explains:
      'Each order is one e-mail with a CSV file. The supplier reports back by a CSV file that you import, or by requests with its token.',
    settings: z.object({ to: email }),
    secret: undefined,
  },
  webhook: {
    label: 'Webhook',
    explains:
      'Each order is a signed request with JSON. The supplier answers {"accepted": true}; any other answer counts as a failure and is repeated.',
    settings: z.object({ url }),
    secret: 'Signing secret',
  },
  folder: {
    label: 'CSV file in a folder',
    explains: 'Each order is a file in the folder “out”. Reports of the supplier are read from the folder “in”.',
    settings: z.object({
      folder: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Use lower-case letters, digits and hyphens, such as acme-supplies.'),
    }),
    secret: undefined,
  },
  pull: {
    label: 'Pull by the supplier’s ERP',
    explains: 'The supplier reads its orders with its token and acknowledges each one.',
    settings: z.object({}),
    secret: undefined,
  },
  cxml: {
    label: 'cXML 1.2',
    explains: 'Each order is an OrderRequest. The supplier sends ConfirmationRequest and ShipNoticeRequest back.',
    settings: z.object({ url, fromIdentity: identity, toIdentity: identity, domain: identity.default('NetworkID') }),
    secret: 'Shared secret',
  },
} as const
export type Channel = keyof typeof CHANNELS
export const CHANNEL_NAMES = Object.keys(CHANNELS) as [Channel, ...Channel[]]

/** Who gets what: a supplier as routing sees it. */
export interface Routing {
  id: string
  manufacturers: readonly string[]
  countries: readonly string[]
  priority: number
  offersExpress: boolean
}

const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase()

/**
 * The supplier that gets a line; undefined where none fits.
 * @rule fulfilment/routing  The first active supplier, by priority, that serves the maker and the country gets a line; an express line goes to one that offers express, if any does.
 */
export function supplierFor<S extends Routing>(
  line: { manufacturer: string | null; country: string; express: boolean },
  suppliers: readonly S[],
): S | undefined {
  const fits = suppliers
    .filter(({ manufacturers, countries }) => {
      const makes =
        manufacturers.length === 0 || manufacturers.some((one) => line.manufacturer !== null && fold(one) === fold(line.manufacturer))
      return makes && (countries.length === 0 || countries.includes(line.country))
    })
    .toSorted((one, other) => one.priority - other.priority || one.id.localeCompare(other.id))
  return (line.express ? fits.find(({ offersExpress }) => offersExpress) : undefined) ?? fits[0]
}
