import { createHmac } from 'node:crypto'

/**
 * The headers of a signed request (Standard Webhooks 1.0): the id stays the same when the request is repeated, and the signature covers id, time and body.
 * `secret` is any text; one that begins with `whsec_` is read as base64, as the specification has it.
 */
export function webhookHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
