import { type Outbound, OutboundRefused } from '../../../platform/outbound/outbound.ts'
import { webhookHeaders } from '../../../platform/webhook-signature.ts'
import { forSupplier } from '../order-message.ts'
import { NotDelivered, type Send } from './channel.ts'

/**
 * Sends an order as a signed request. Only {"accepted": true} counts: a supplier that answers 200 with an error in the body does not have the order.
 * @rule fulfilment/webhooks-accept-in-words  A webhook has an order when it answers with a status of 2xx and {"accepted": true}; anything else is shown and repeated.
 */
export const sendWebhook =
  (outbound: Outbound, { url }: { url: string }, secret: string): Send =>
  async (message) => {
    const body = JSON.stringify({ type: 'order', data: forSupplier(message) })
    const headers = { 'content-type': 'application/json', ...webhookHeaders(secret, message.messageId, new Date(), body) }
    const answer = await outbound({ url, method: 'POST', headers, body }).catch((error: Error) => {
      throw new NotDelivered(error instanceof OutboundRefused ? error.message : `${new URL(url).host} cannot be reached: ${error.message}`)
    })
    const text = answer.body.toString('utf8')
    if (answer.status < 200 || answer.status > 299)
      throw new NotDelivered(`The supplier answered with status ${answer.status}${excerpt(text)}`)
    const said = parse(text)
    if (said?.accepted !== true)
      throw new NotDelivered(`The supplier answered with status ${answer.status}, but did not accept the order${excerpt(text)}`)
    return { accepted: true, reference: typeof said.reference === 'string' ? said.reference.slice(0, 200) : null }
  }

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const excerpt = (text: string) => (text.trim() ? `: ${text.trim().replace(/\s+/g, ' ').slice(0, 200)}` : '.')
