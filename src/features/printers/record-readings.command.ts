import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { ReportItem } from '../agents/agent-protocol.api.ts'
import { findKnownPrinters, findRegisteredElsewhere } from './readings.queries.ts'
import { markSilent, markTakenAddresses, upsertPrinters, upsertReadings } from './readings.store.ts'
import { planSighting, registeredIdentity, type SightingPlan } from './registration.ts'

type Reading = Extract<ReportItem, { kind: 'reading' }>
type Silence = Extract<ReportItem, { kind: 'no-reading' }>

export interface ReportingAgent {
  agentId: string
  enrollsAtOnce: boolean
  discoveryRequestedAt: string | null
  /** how far the agent's clock is ahead, in milliseconds */
  clockSkew: number
}

type Recorded = Reading & { plan: Extract<SightingPlan, { kind: 'record' }> }

/**
 * Records readings: finds or makes the printer of each, then writes what changed; a fixed number of statements, however many readings.
 * The newest reading of a printer in the report is the one that counts.
 */
export async function recordSightings(tx: Tx, scope: Scope, agent: ReportingAgent, readings: Reading[]): Promise<void> {
  if (readings.length === 0) return
  const identities = readings.map(({ reading }) => registeredIdentity(reading))
  const known = await findKnownPrinters(tx, scope, agent.agentId, {
    identities: identities.filter((i) => i !== null),
    macs: readings.flatMap(({ reading }) => reading.macAddress ?? []),
    addresses: readings.map(({ address }) => address),
  })
  const registeredElsewhere = await findRegisteredElsewhere(
    tx,
    scope,
    identities.filter((i) => i !== null),
  )
  const context = { ...agent, known, registeredElsewhere }
  const newest = new Map<string, Recorded>()
  for (const item of readings) {
    const plan = planSighting(item, context)
    if (plan.kind === 'record') newest.set(plan.printerId ?? plan.identity, { ...item, at: corrected(item.at, agent.clockSkew), plan })
  }
  const recorded = [...newest.values()]
  if (recorded.length === 0) return
  const ids = await upsertPrinters(tx, scope, agent.agentId, recorded.map(toPrinterRow))
  await upsertReadings(
    tx,
    scope,
    recorded.map((item) => ({ printerId: ids.get(item.plan.identity)!, at: item.at, reading: item.reading })),
  )
  await markTakenAddresses(
    tx,
    scope,
    agent.agentId,
    recorded.map((item) => ({ address: item.address, printerId: ids.get(item.plan.identity)! })),
  )
}

/** Notes of known printers why they were not read. The last good values stay. */
export async function recordSilences(tx: Tx, scope: Scope, agentId: string, silences: Silence[]): Promise<void> {
  const last = new Map(silences.map((silence) => [silence.address, silence.reason]))
  if (last.size > 0) await markSilent(tx, scope, agentId, last)
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
    macAddress: reading.macAddress,
    hostName: reading.hostName,
    location: reading.location,
    firmware: reading.firmware,
    description: reading.description,
  }
}
export type PrinterRow = ReturnType<typeof toPrinterRow>

// What an agent's clock says, told by the server's; never in the future.
function corrected(at: string, skew: number): string {
  return new Date(Math.min(Date.parse(at) - skew, Date.now())).toISOString()
}
