/**
 * One entry of the audit trail. Who acted stands in its hash by kind and id; subject, reason, before and after stand beside it with the name, since they
 * may hold personal data.
 * @rule audit/who-acted  An entry holds who acted by kind and id, the API key, the request and the address, inside its hash.
 */
export interface Act {
  /** in the product's words, such as `Create child organization` */
  act: string
  subject: string
  reason?: string | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
}
