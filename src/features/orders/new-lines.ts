import type { Approval, Hold, OrderState } from './order-states.ts'

/** A line that is to be made; those of one address come into one order. */
export interface NewLine {
  organizationId: string
  contactId: string
  printerId: string
  serialNumber: string | null
  supply: string
  /** which cartridge of the supply: the database takes one open line for each */
  need: number
  state: Extract<OrderState, 'proposed' | 'ordered' | 'held'>
  approval: Approval
  hold: Hold | null
  name: string
  kind: string
  color: string | null
  family: string
  cartridgeId: string | null
  manufacturer: string | null
  part: string | null
  priceCents: number | null
  currency: string | null
  reason: string
  rule: string
  express: boolean
  pages: number | null
  expectedOn: string | null
}
