import { z } from 'zod'
import type { OrderAct } from '../orders/order-states.ts'

/**
 * What suppliers report back, whichever way it comes: JSON, a CSV file or cXML. A report names the order by the code that the supplier was sent, and its lines by their number in
 * that message.
 */

const reference = z
  .string()
  .trim()
  .min(1, 'State a reference, such as the number of your document.')
  .max(200)
  .describe('your number of this report: the same report again gets the same answer')
const order = z.string().trim().min(1).max(60).describe('the code of the order, as it was sent to you')
const line = z.number().int().min(1).max(100_000).describe('the number of the line in that order')
const day = z.iso.date()

/** What a supplier says of a line of an order. */
export const CONFIRMATIONS = {
  accepted: { label: 'Accepted', act: 'confirm' },
  backordered: { label: 'Backordered', act: 'backorder' },
  substituted: { label: 'Substituted', act: 'substitute' },
  refused: { label: 'Refused', act: 'refuse' },
} as const satisfies Record<string, { label: string; act: OrderAct }>
export type Confirmation = keyof typeof CONFIRMATIONS
const CONFIRMATION_NAMES = Object.keys(CONFIRMATIONS) as [Confirmation, ...Confirmation[]]

const ConfirmedLine = z.object({
  line,
  outcome: z.enum(CONFIRMATION_NAMES),
  expectedOn: day.optional().describe('accepted: when it is expected to arrive'),
  backorderedUntil: day.optional(),
  part: z.string().trim().min(1).max(128).optional().describe('substituted: the part that comes instead'),
  reason: z.string().trim().max(1000).optional().describe('refused: why'),
})

export const ConfirmationNotice = z.object({ reference, order, lines: z.array(ConfirmedLine).min(1).max(1000) })

export const ShipmentNotice = z.object({
  reference,
  order,
  carrier: z.string().trim().max(128).optional(),
  trackingNumber: z.string().trim().max(128).optional(),
  trackingUrl: z
    .url({ protocol: /^https?$/, error: 'This is not an address that begins with https:// or http://.' })
    .max(500)
    .optional(),
  shippedOn: day,
  expectedOn: day.optional(),
  lines: z.array(line).min(1).max(1000),
})

export const DeliveryNotice = z.object({ reference, order, deliveredOn: day.optional(), lines: z.array(line).min(1).max(1000) })

export type ConfirmationNotice = z.infer<typeof ConfirmationNotice>
export type ShipmentNotice = z.infer<typeof ShipmentNotice>
export type DeliveryNotice = z.infer<typeof DeliveryNotice>

export type SupplierNotice =
  | { kind: 'confirmation'; notice: ConfirmationNotice }
  | { kind: 'shipment'; notice: ShipmentNotice }
  | { kind: 'delivery'; notice: DeliveryNotice }

/** What became of each line of a report. */
export const NoticeOutcome = z.object({ line: z.number().int(), done: z.boolean(), message: z.string() })
export type NoticeOutcome = z.infer<typeof NoticeOutcome>
