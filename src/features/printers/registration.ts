import type { PrinterReading } from '../agents/agent-protocol.api.ts'

/**
 * Which printer a reading is of, and whether it can be registered.
 *
 * Open in the specification is what happens when a printer that failed registration for want of a serial number tells one later, and when a
 * registered one fails to tell it once. We recognise both by the MAC address (else, for the former, by agent and address): the first becomes
 * registered under the same id, the second stays what it was.
 */

const FAILURE = {
  serial: 'The printer does not tell a usable serial number.',
  maker: 'The maker or the model of the printer cannot be told.',
  // Nobody learns that another organization exists.
  elsewhere: 'The printer cannot be registered. Contact Technical Support.',
} as const

const key = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')

/**
 * A serial number that identifies nothing: missing, one character over and over, or a word where the number should stand.
 * @rule printers/no-usable-serial  A missing or placeholder serial number fails registration.
 */
export function isPlaceholderSerial(serial: string | null): boolean {
  if (serial === null) return true
  const bare = key(serial).replace(/[^a-z0-9]/g, '')
  return (
    bare.length < 3 ||
    /^(.)\1*$/.test(bare) ||
    /^(serial(number|no)?|unknown|none|null|na|notavailable|notset|default|tobefilled.*|0?123456789?0?)$/.test(bare)
  )
}

/** maker + serial number: what makes two readings the same printer, whatever its address, name or agent. */
export function registeredIdentity(reading: Pick<PrinterReading, 'manufacturer' | 'serialNumber'>): string | null {
  if (!reading.manufacturer || isPlaceholderSerial(reading.serialNumber)) return null
  return `serial:${key(reading.manufacturer)}:${key(reading.serialNumber!)}`
}

/** Why a reading cannot be registered, whoever else has the printer; undefined when it can. */
export function whyNotRegister(reading: Pick<PrinterReading, 'manufacturer' | 'model' | 'serialNumber'>): string | undefined {
  if (!reading.manufacturer || !reading.model) return FAILURE.maker
  if (isPlaceholderSerial(reading.serialNumber)) return FAILURE.serial
  return undefined
}

/** A printer that is listed already. */
export interface KnownPrinter {
  id: string
  identity: string
  registration: 'enrolled' | 'discovered' | 'failed' | 'unenrolled'
  macAddress: string | null
  address: string | null
  agentId: string | null
  /** whether the agent that owns it is heard of */
  ownerHeard: boolean
  unenrolledAt: string | null
}

export interface Sighting {
  address: string
  reading: PrinterReading
}

export interface SightingContext {
  agentId: string
  enrollsAtOnce: boolean
  /** when somebody last asked this agent to discover */
  discoveryRequestedAt: string | null
  known: KnownPrinter[]
  registeredElsewhere: ReadonlySet<string>
}

/** What to do with a reading: whose it is, and how that printer then stands. */
export type SightingPlan =
  | { kind: 'record'; printerId: string | null; identity: string; registration: KnownPrinter['registration']; failure: string | null }
  | { kind: 'ignore'; why: 'another agent owns the printer' }

/**
 * Decides what a reading is of.
 * @rule printers/identity  A printer is its maker and serial number: a new address, name or agent makes no second printer.
 * @rule agents/owner-keeps-the-printer  Two agents see one printer: the owner keeps it while it is heard of.
 */
export function planSighting({ address, reading }: Sighting, context: SightingContext): SightingPlan {
  const identity = registeredIdentity(reading)
  const known = findKnown(identity, address, reading, context)
  if (known && known.agentId !== null && known.agentId !== context.agentId && known.ownerHeard)
    return { kind: 'ignore', why: 'another agent owns the printer' }
  const printerId = known?.id ?? null
  if (known?.registration === 'enrolled')
    return { kind: 'record', printerId, identity: known.identity, registration: 'enrolled', failure: null }
  const failure = whyNotRegister(reading) ?? (identity && context.registeredElsewhere.has(identity) ? FAILURE.elsewhere : null)
  const key = failure ? (known?.identity ?? fallbackIdentity(address, reading, context.agentId, identity, failure)) : identity!
  if (known?.registration === 'unenrolled' && !askedSince(known, context))
    return { kind: 'record', printerId, identity: known.identity, registration: 'unenrolled', failure: null }
  const registration = failure ? 'failed' : context.enrollsAtOnce ? 'enrolled' : 'discovered'
  return { kind: 'record', printerId, identity: key, registration, failure }
}

// An unenrolled printer comes back when somebody asks for a discovery, not by itself at the next reading.
function askedSince(known: KnownPrinter, { discoveryRequestedAt }: SightingContext): boolean {
  return discoveryRequestedAt !== null && known.unenrolledAt !== null && Date.parse(discoveryRequestedAt) > Date.parse(known.unenrolledAt)
}

function findKnown(
  identity: string | null,
  address: string,
  { macAddress }: PrinterReading,
  { known, agentId }: SightingContext,
): KnownPrinter | undefined {
  const same = identity && known.find((p) => p.identity === identity)
  if (same) return same
  const byMac = macAddress
    ? known.find((p) => p.macAddress === macAddress && (identity === null || p.registration === 'failed'))
    : undefined
  return byMac ?? known.find((p) => p.registration === 'failed' && p.identity === `at:${agentId}:${address}`)
}

function fallbackIdentity(
  address: string,
  { macAddress }: PrinterReading,
  agentId: string,
  identity: string | null,
  failure: string,
): string {
  // Refused here because it is registered elsewhere: known by its serial number all the same.
  if (failure === FAILURE.elsewhere && identity) return identity
  return macAddress ? `mac:${macAddress}` : `at:${agentId}:${address}`
}
