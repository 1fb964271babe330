import type { PrinterReading } from '../../agent-protocol/agent-protocol.api.ts'
import { identityKey, isPlaceholderSerial } from '../../agent-protocol/serial-number.ts'

/**
 * Which printer a reading is of, and whether it can be registered.
 *
 * Open in the specification is what happens when a printer that failed registration for want of a serial number reports one later, and when one
 * that reported it fails to once. We recognise both by the MAC address, else by agent and address (where nothing in the reading contradicts
 * it): the first becomes registered under the same id, the second stays what it was.
 */

/** Why a printer cannot be registered, as its list reports it. */
export const FAILURE = {
  serial: 'The printer does not report a usable serial number.',
  maker: 'The manufacturer or the model of the printer is not known.',
  // Nobody learns that another organization exists.
  elsewhere: 'The printer cannot be registered. Contact Technical Support.',
} as const

/** maker + serial number: what makes two readings the same printer, whatever its address, name or agent. */
export function registeredIdentity(reading: Pick<PrinterReading, 'manufacturer' | 'serialNumber'>): string | null {
  if (!reading.manufacturer || isPlaceholderSerial(reading.serialNumber)) return null
  return `serial:${identityKey(reading.manufacturer)}:${identityKey(reading.serialNumber!)}`
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
  manufacturer: string | null
  model: string | null
  macAddress: string | null
  address: string | null
  agentId: string | null
  /** whether another printer answers at its address now */
  addressTaken: boolean
  /** whether the agent that owns it is heard of, and still reads it: not excluded by its criteria, and read in the set time */
  ownerHeard: boolean
  /** whether somebody asked that it pass to the agent that sees it now */
  passesHere: boolean
  unenrolledAt: string | null
  /** when it was read last, by whichever agent */
  lastReadAt: string | null
}

export interface Sighting {
  address: string
  at: string
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
  | { kind: 'ignore'; why: 'another agent owns the printer'; printerId: string }

/**
 * Decides what a reading is of.
 * @rule printers/identity  A printer is identified by its maker and serial number: a new address, name or agent does not make a second printer.
 * @rule agents/owner-keeps-the-printer  When two agents find one printer, its owner keeps it while the owner is heard from and reads it, unless somebody requests a transfer.
 * @rule printers/unenrolled-until-asked  An unenrolled printer stays off the list until somebody starts a discovery; it is then the same printer.
 */
export function planSighting({ address, at, reading }: Sighting, context: SightingContext): SightingPlan {
  const reported = registeredIdentity(reading)
  const known = findKnown(reported, address, reading, context)
  if (known && isAnothers(known, at, context)) return { kind: 'ignore', why: 'another agent owns the printer', printerId: known.id }
  const stays = (registration: KnownPrinter['registration']) =>
    ({ kind: 'record', printerId: known!.id, identity: known!.identity, registration, failure: null }) as const
  if (known?.registration === 'enrolled') return stays('enrolled')
  if (known?.registration === 'unenrolled' && !askedSince(known, context)) return stays('unenrolled')
  const identity = reported ?? (known && hasSerial(known) ? known.identity : null)
  const failure = whyFailed(identity, reading, known, context)
  // Refused because it is registered elsewhere: known by its serial number all the same.
  const keptAs = failure === null || failure === FAILURE.elsewhere ? identity : null
  return {
    kind: 'record',
    printerId: known?.id ?? null,
    identity: keptAs ?? (known && !isPlace(known) ? known.identity : fallbackIdentity(address, reading, context.agentId)),
    registration: failure ? 'failed' : context.enrollsAtOnce ? 'enrolled' : 'discovered',
    failure,
  }
}

// What an agent that was cut off reports of a time before the owner's last reading shows the printer as it was then, and takes nothing over.
function isAnothers({ agentId, ownerHeard, passesHere, lastReadAt }: KnownPrinter, at: string, context: SightingContext): boolean {
  if (agentId === null || agentId === context.agentId) return false
  return (ownerHeard && !passesHere) || (lastReadAt !== null && Date.parse(at) < Date.parse(lastReadAt))
}

function whyFailed(identity: string | null, reading: PrinterReading, known: KnownPrinter | undefined, context: SightingContext) {
  // What a printer reported once it need not report each time.
  const manufacturer = reading.manufacturer ?? known?.manufacturer ?? null
  const model = reading.model ?? known?.model ?? null
  if (identity === null) return whyNotRegister({ ...reading, manufacturer, model }) ?? FAILURE.maker
  if (!manufacturer || !model) return FAILURE.maker
  return context.registeredElsewhere.has(identity) ? FAILURE.elsewhere : null
}

// An unenrolled printer comes back when somebody asks for a discovery, not by itself at the next reading.
function askedSince(known: KnownPrinter, { discoveryRequestedAt }: SightingContext): boolean {
  return discoveryRequestedAt !== null && known.unenrolledAt !== null && Date.parse(discoveryRequestedAt) > Date.parse(known.unenrolledAt)
}

function findKnown(
  identity: string | null,
  address: string,
  reading: PrinterReading,
  { known, agentId }: SightingContext,
): KnownPrinter | undefined {
  const same = identity && known.find((p) => p.identity === identity)
  if (same) return same
  // One that reported a serial number of its own is another printer than one that reports a different one.
  const candidates = identity ? known.filter((p) => p.registration === 'failed' && !hasSerial(p)) : known.toSorted(serialFirst)
  const mac = usableMac(reading.macAddress)
  return (
    (mac ? candidates.find((p) => p.macAddress === mac) : undefined) ??
    candidates.find((p) => p.agentId === agentId && p.address === address && !p.addressTaken && couldBe(p, reading))
  )
}

const hasSerial = (printer: KnownPrinter) => printer.identity.startsWith('serial:')
const isPlace = (printer: KnownPrinter) => printer.identity.startsWith('at:')
const serialFirst = (a: KnownPrinter, b: KnownPrinter) => Number(hasSerial(b)) - Number(hasSerial(a))

/** Whether nothing that a reading reports speaks against its being of the printer that had the address. */
function couldBe(printer: KnownPrinter, reading: PrinterReading): boolean {
  const agrees = (known: string | null, reported: string | null) =>
    known === null || reported === null || identityKey(known) === identityKey(reported)
  return (
    agrees(printer.macAddress, usableMac(reading.macAddress)) &&
    agrees(printer.manufacturer, reading.manufacturer) &&
    agrees(printer.model, reading.model)
  )
}

/** A MAC address that can be one printer's alone: neither zero nor a group's. */
export function usableMac(mac: string | null): string | null {
  return mac === null || /^(00:){5}00$/.test(mac) || (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1 ? null : mac
}

// A printer that does not report who it is: known by its MAC address, else by agent and address.
function fallbackIdentity(address: string, reading: PrinterReading, agentId: string): string {
  const mac = usableMac(reading.macAddress)
  return mac ? `mac:${mac}` : `at:${agentId}:${address}`
}
