import type { OrderMessage } from '../order-message.ts'

/** Thrown by a channel when a supplier does not have a message, with the reason in one sentence; the message is sent again later. */
export class NotDelivered extends Error {}

/** What a supplier said when it got a message. */
export interface Delivered {
  /** whether it took the order on, or only the message arrived */
  accepted: boolean
  /** its own number of the order, where it gave one */
  reference: string | null
}

/** Sends a message to one supplier; throws NotDelivered where it did not arrive. */
export type Send = (message: OrderMessage) => Promise<Delivered>
