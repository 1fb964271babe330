import type { FollowedPrinter } from '../../supplies/states/followed-supplies.ts'
import type { OrderState } from '../order-states.ts'

/** A managed printer with what is decided by. */
export interface PortionPrinter {
  organizationId: string
  organization: string
  partnerId: string | null
  contactId: string
  contactVersion: number
  printerId: string
  serialNumber: string | null
  manufacturer: string | null
  model: string | null
  modelKey: string
  followed: FollowedPrinter | null
  lastReadAt: string | null
  errorState: string[]
  bounced: string | null
}

/** An open line of any printer of these addresses. */
export interface PortionLine {
  organizationId: string
  contactId: string
  printerId: string
  supply: string
  need: number
  family: string
  state: OrderState
}

export interface Portion {
  printers: PortionPrinter[]
  lines: PortionLine[]
  spares: { organizationId: string; contactId: string; family: string; spares: number }[]
  /** the last address of it; null when no address is left */
  last: { organizationId: string; contactId: string } | null
}
