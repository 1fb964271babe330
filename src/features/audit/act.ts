/** One entry of the audit trail. */
export interface Act {
  /** in the product's words, such as `Create child organization` */
  act: string
  subject: string
  reason?: string | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
}
