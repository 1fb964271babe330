import type { Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { ReportItem } from '../../agent-protocol/agent-protocol.api.ts'
import { assignPendingSerials } from '../../contacts/pending-serials.command.ts'
import { noteSupplyReadings } from '../../supplies/states/follow-supplies.command.ts'
import { toPrinterRow } from './printer-row.ts'
import { findKnownPrinters, findRegisteredElsewhere, type Hold, type KnownRow } from './readings.queries.ts'
import { markSilent, markTakenAddresses, upsertPrinters, upsertReadings } from './readings.store.ts'
import { planSighting, registeredIdentity, type SightingPlan, usableMac } from './registration.ts'
import { collapse, rounds, type Sighted } from './sightings.ts'

type Reading = Extract<ReportItem, { kind: 'reading' }>
type Silence = Extract<ReportItem, { kind: 'no-reading' }>

/** Decides which new printers are registered: gives the reason for each that is not. */
export type Admit = (fresh: { sequence: number; address: string }[]) => Promise<{ sequence: number; reason: string }[]>

export interface ReportingAgent {
  agentId: string
  enrollsAtOnce: boolean
  discoveryRequestedAt: string | null
  /** how far the agent's clock is ahead, in milliseconds */
  clockSkew: number
}

interface Recorded extends Sighted {
  plan: Extract<SightingPlan, { kind: 'record' }>
  /** the printer as it stood before */
  before: KnownRow | undefined
}

/** Records readings: finds or makes the printer of each, then writes what changed; a fixed number of statements, however many readings. */
export async function recordSightings(tx: Tx, scope: Scope, agent: ReportingAgent, readings: Reading[], admit: Admit): Promise<void> {
  const reported = readings.map((item) => ({ ...item, at: corrected(item.at, agent.clockSkew) }))
  for (const round of rounds(collapse(reported))) await recordRound(tx, scope, agent, round, admit)
}

async function recordRound(tx: Tx, scope: Scope, agent: ReportingAgent, round: Sighted[], admit: Admit): Promise<void> {
  const { agentId } = agent
  const { recorded: looked, ofOthers } = await planRound(tx, scope, agent, round, 'look')
  // What is to be written is assessed again under lock; most readings change nothing but what was counted, and hold up nobody.
  const [same, differing] = partition(looked, agentId)
  const assessed = await planRound(tx, scope, agent, differing, 'lock')
  const [alike, differs] = partition(assessed.recorded, agentId)
  const changed = await admitted(differs, admit)
  const ids = await upsertPrinters(tx, scope, agentId, changed.map(toPrinterRow))
  const recorded = [...same, ...alike, ...changed]
  // A printer of this agent is not at an address where it sees one of another agent.
  await markTakenAddresses(tx, scope, agentId, [...ofOthers, ...assessed.ofOthers])
  if (recorded.length === 0) return
  const seen = recorded.map((item) => ({ ...item, printerId: item.plan.printerId ?? ids.get(item.plan.identity)! }))
  await upsertReadings(tx, scope, seen)
  const moved = seen.filter(
    ({ before, address }) => before === undefined || before.addressTaken || before.address !== address || before.agentId !== agentId,
  )
  await markTakenAddresses(tx, scope, agentId, moved)
  const enrolled = seen.filter(({ plan }) => plan.registration === 'enrolled')
  await assignPendingSerials(
    tx,
    scope,
    enrolled.map(({ printerId }) => printerId),
  )
  await noteSupplyReadings(tx, scope, seen)
}

async function admitted(list: Recorded[], admit: Admit): Promise<Recorded[]> {
  const fresh = list.filter(isNew)
  if (fresh.length === 0) return list
  const refused = new Set((await admit(fresh)).map(({ sequence }) => sequence))
  return list.filter(({ sequence }) => !refused.has(sequence))
}

/** Whether a printer is made, or one that had failed registers. */
const isNew = ({ plan, before }: Recorded): boolean =>
  before === undefined || (before.registration === 'failed' && plan.registration !== 'failed')

interface PlannedRound {
  recorded: Recorded[]
  /** of printers that another agent owns: not taken */
  ofOthers: (Sighted & { printerId: string })[]
}

/** Whose each reading is, and how that printer then stands. */
async function planRound(tx: Tx, scope: Scope, agent: ReportingAgent, round: Sighted[], hold: Hold): Promise<PlannedRound> {
  const planned: PlannedRound = { recorded: [], ofOthers: [] }
  if (round.length === 0) return planned
  const known = await findKnown(tx, scope, agent.agentId, round, hold)
  const context = { ...agent, known, registeredElsewhere: await findElsewhere(tx, scope, known, round) }
  const byId = new Map(known.map((printer) => [printer.id, printer]))
  for (const item of round) {
    const plan = planSighting(item, context)
    if (plan.kind === 'record') planned.recorded.push({ ...item, plan, before: byId.get(plan.printerId ?? '') })
    else planned.ofOthers.push({ ...item, printerId: plan.printerId })
  }
  return planned
}

/** By identity first; by what else there is, only what is not known by that. */
async function findKnown(tx: Tx, scope: Scope, agentId: string, round: Sighted[], hold: Hold): Promise<KnownRow[]> {
  const identities = round.flatMap(({ reading }) => registeredIdentity(reading) ?? [])
  const known = await findKnownPrinters(tx, scope, agentId, { identities, macs: [], addresses: [] }, hold)
  const found = new Set(known.map(({ identity }) => identity))
  const others = round.filter(({ reading }) => !found.has(registeredIdentity(reading) ?? ''))
  const macs = others.flatMap(({ reading }) => usableMac(reading.macAddress) ?? [])
  const addresses = others.map(({ address }) => address)
  const more = await findKnownPrinters(tx, scope, agentId, { identities: [], macs, addresses }, hold)
  return [...known, ...more.filter(({ identity }) => !found.has(identity))]
}

/** What is enrolled here is enrolled nowhere else: only the rest is asked for. */
function findElsewhere(tx: Tx, scope: Scope, known: KnownRow[], round: Sighted[]): Promise<Set<string>> {
  const enrolled = new Set(known.filter(({ registration }) => registration === 'enrolled').map(({ identity }) => identity))
  const reported = round.flatMap(({ reading }) => registeredIdentity(reading) ?? [])
  const asked = [...reported, ...known.map(({ identity }) => identity)].filter((identity) => !enrolled.has(identity))
  return findRegisteredElsewhere(tx, scope, [...new Set(asked)])
}

const REPORTED = ['manufacturer', 'model', 'serialNumber', 'macAddress', 'hostName', 'location', 'firmware', 'description'] as const

/** Those of which nothing but what was counted is to be written, and the others. */
function partition(list: Recorded[], agentId: string): [Recorded[], Recorded[]] {
  const parts = Map.groupBy(list, (item) => isAsKnown(item, agentId))
  return [parts.get(true) ?? [], parts.get(false) ?? []]
}

/** Whether nothing of a printer is to be written. */
function isAsKnown(item: Recorded, agentId: string): boolean {
  const { before } = item
  if (before === undefined || before.agentId !== agentId) return false
  const row = toPrinterRow(item)
  if (row.identity !== before.identity || row.registration !== before.registration || row.failure !== before.failure) return false
  return row.address === before.address && REPORTED.every((field) => row[field] === null || row[field] === before[field])
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
  const silent = silences.filter(({ address, sequence }) => sequence > (readAt.get(address) ?? 0))
  if (silent.length === 0) return
  // An agent that was cut off reports each failed reading of weeks: the last has the reason, the first the time.
  const list = [...Map.groupBy(silent, ({ address }) => address)].map(([address, reported]) => {
    const { reason, at } = reported.at(-1)!
    return { address, reason, since: corrected(reported[0]!.at, clockSkew), at: corrected(at, clockSkew) }
  })
  await markSilent(tx, scope, agentId, list)
}

const EARLIEST = Date.UTC(2000, 0)

// What an agent's clock says, corrected to the server's; never in the future, and never in a year that nothing can keep.
function corrected(at: string, skew: number): string {
  return new Date(Math.min(Math.max(Date.parse(at) - skew, EARLIEST), Date.now())).toISOString()
}
