import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { ReportItem } from '../agents/agent-protocol.api.ts'
import { findKnownPrinters, findRegisteredElsewhere } from './readings.queries.ts'
import { markSilent, markTakenAddresses, upsertPrinters, upsertReadings } from './readings.store.ts'
import { planSighting, registeredIdentity, type SightingPlan, usableMac } from './registration.ts'
import { collapse, rounds, type Sighted } from './sightings.ts'

type Reading = Extract<ReportItem, { kind: 'reading' }>
type Silence = Extract<ReportItem, { kind: 'no-reading' }>

export interface ReportingAgent {
  agentId: string
  enrollsAtOnce: boolean
  discoveryRequestedAt: string | null
  /** how far the agent's clock is ahead, in milliseconds */
  clockSkew: number
}

type Recorded = Sighted & { plan: Extract<SightingPlan, { kind: 'record' }> }

/** Records readings: finds or makes the printer of each, then writes what changed; a fixed number of statements, however many readings. */
export async function recordSightings(tx: Tx, scope: Scope, agent: ReportingAgent, readings: Reading[]): Promise<void> {
  const told = readings.map((item) => ({ ...item, at: corrected(item.at, agent.clockSkew) }))
  for (const round of rounds(collapse(told))) await recordRound(tx, scope, agent, round)
}

async function recordRound(tx: Tx, scope: Scope, agent: ReportingAgent, round: Sighted[]): Promise<void> {
  const { agentId } = agent
  const identities = round.flatMap(({ reading }) => registeredIdentity(reading) ?? [])
  const known = await findKnownPrinters(tx, scope, agentId, {
    identities,
    macs: round.flatMap(({ reading }) => usableMac(reading.macAddress) ?? []),
    addresses: round.map(({ address }) => address),
  })
  const registeredElsewhere = await findRegisteredElsewhere(tx, scope, [...identities, ...known.map((printer) => printer.identity)])
  const context = { ...agent, known, registeredElsewhere }
  const recorded = round.flatMap((item): Recorded[] => {
    const plan = planSighting(item, context)
    return plan.kind === 'record' ? [{ ...item, plan }] : []
  })
  if (recorded.length === 0) return
  const ids = await upsertPrinters(tx, scope, agentId, recorded.map(toPrinterRow))
  const seen = recorded.map((item) => ({ ...item, printerId: ids.get(item.plan.identity)! }))
  await upsertReadings(tx, scope, seen)
  await markTakenAddresses(tx, scope, agentId, seen)
}

/** Notes of known printers why they were not read, unless they have been read since. The last good values stay. */
export async function recordSilences(
  tx: Tx,
  scope: Scope,
  { agentId, clockSkew }: ReportingAgent,
  silences: Silence[],
  readings: readonly { address: string; sequence: number }[],
): Promise<void> {
  const readAt = new Map(readings.map(({ address, sequence }) => [address, sequence]))
  const last = new Map(silences.map((silence) => [silence.address, silence]))
  const silent = [...last.values()].filter(({ address, sequence }) => sequence > (readAt.get(address) ?? 0))
  if (silent.length === 0) return
  await markSilent(
    tx,
    scope,
    agentId,
    silent.map(({ address, reason, at }) => ({ address, reason, at: corrected(at, clockSkew) })),
  )
}

function toPrinterRow({ address, reading, plan }: Recorded) {
  return {
    id: plan.printerId,
    identity: plan.identity,
    registration: plan.registration,
    failure: plan.failure,
    address,
    manufacturer: reading.manufacturer,
    model: reading.model,
    serialNumber: reading.serialNumber,
    macAddress: usableMac(reading.macAddress),
    hostName: reading.hostName,
    location: reading.location,
    firmware: reading.firmware,
    description: reading.description,
  }
}
export type PrinterRow = ReturnType<typeof toPrinterRow>

const EARLIEST = Date.UTC(2000, 0)

// What an agent's clock says, told by the server's; never in the future, and never in a year that nothing can keep.
function corrected(at: string, skew: number): string {
  return new Date(Math.min(Math.max(Date.parse(at) - skew, EARLIEST), Date.now())).toISOString()
}
