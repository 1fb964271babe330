import type { Logger } from 'pino'
import { type Db, faultOf, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { findUnstorable, isPlainlyStorable } from '../../../platform/text.ts'
import { MAX_SEQUENCE_JUMP, ReportItem } from '../../agent-protocol/agent-protocol.api.ts'
import { followCriteria } from '../../printers/readings/exclude-printers.command.ts'
import { listExcludedAt } from '../../printers/readings/reach.queries.ts'
import { type Admit, recordSightings, recordSilences } from '../../printers/readings/record-readings.command.ts'
import { Problem } from '../../problems.ts'
import { findAllowance } from '../agents.queries.ts'
import { fetchWork, finishWork, lockReportingAgent, noteDelivered, noteHeartbeat, noteNewPrinters } from '../agents.store.ts'
import { offerUpdate, type UpdateServices } from '../updates/update-agents.command.ts'
import { keepDiagnosis } from './diagnoses.store.ts'
import { findBases, keepBases } from './full-readings.store.ts'
import { admitting, type NewPrinter, type Refusal } from './new-printers.ts'
import { completeReadings, type WholeItem } from './whole-readings.ts'

interface Beat {
  version: string
  clock: string
  updates?: boolean | undefined
  trial?: boolean | undefined
  nonce?: string | undefined
  /** whether it speaks plain HTTP beyond its own computer */
  plainHttp?: boolean | undefined
  /** why its disk takes nothing */
  diskTrouble?: string | undefined
}

/** An agent says that it lives, and fetches what is asked of it. */
export function hearAgent(services: UpdateServices, scope: Scope, agentId: string, beat: Beat) {
  return inScope(services.db, scope, async (tx) => {
    const heard = await noteHeartbeat(tx, scope, agentId, {
      version: beat.version,
      skewMilliseconds: Date.parse(beat.clock) - Date.now(),
      diskTrouble: beat.diskTrouble ?? null,
      plainHttp: beat.plainHttp ?? false,
    })
    const work = await fetchWork(tx, scope, agentId)
    const { version, updates = false, trial, nonce } = beat
    const update = trial ? undefined : await offerUpdate(tx, scope, services, { agentId, version, updates, nonce })
    const { serverTime, revision: configurationRevision, deliveredThrough } = heard!
    return { serverTime, configurationRevision, deliveredThrough, takes: [...TAKES], work, ...(update && { update }) }
  })
}

/** What the server understands beyond whole readings in plain JSON. */
const TAKES = ['changes', 'gzip'] as const

interface Item {
  sequence: number
}

interface Received {
  deliveredThrough: number
  setAside: { sequence: number; reason: string }[]
  /** addresses whose changes belong to no reading that is here: what comes from the first of them on was not taken */
  wholeWanted?: string[]
}

/**
 * Takes a report: each item once, in the order of its numbers, whatever was sent before.
 * @rule agents/each-item-once  The server ignores items that it already has; an invalid item is set aside and does not affect the others.
 */
export function receiveReport(db: Db, scope: Scope, agentId: string, report: Report, log: Logger): Promise<Received> {
  const once = new Map(report.items.map((item) => [item.sequence, item]))
  const inOrder = [...once.values()].sort((a, b) => a.sequence - b.sequence)
  return receive({ db, scope, agentId, log, compares: report.compares ?? false }, inOrder)
}

interface Report {
  items: Item[]
  /** whether later reports may contain only what has changed since these readings: they are kept for that */
  compares?: boolean | undefined
}

interface Receiver {
  db: Db
  scope: Scope
  agentId: string
  log: Logger
  compares: boolean
}

const TRIES = 3

// What the database does not take is found by halving. A single item is tried again before it is set aside: two agents that enrol one printer at
// the same moment get into each other's way once.
async function receive(receiver: Receiver, items: Item[], tries = 1): Promise<Received> {
  try {
    return await inScope(receiver.db, receiver.scope, (tx) => recordItems(tx, receiver, items))
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined || (fault === 'conflict' && tries >= TRIES)) throw error
    if (fault === 'conflict' || (items.length === 1 && tries < TRIES)) return receive(receiver, items, tries + 1)
    if (items.length === 1) return setAside(receiver, items[0]!, error)
    const middle = Math.ceil(items.length / 2)
    const first = await receive(receiver, items.slice(0, middle))
    if (first.wholeWanted) return first
    const second = await receive(receiver, items.slice(middle))
    return { ...second, setAside: [...first.setAside, ...second.setAside] }
  }
}

/** Thrown for a report whose numbers are too far from those that were delivered: none of it is taken. */
export class SequenceJump extends Error {
  readonly deliveredThrough: number
  constructor(deliveredThrough: number) {
    super('The numbers of a report jump too far.')
    this.deliveredThrough = deliveredThrough
  }
}

/** @rule agents/sequence-jumps-are-bounded  An item whose number is a million beyond the one before it is refused: it would make all that follows count as known. */
function jumps(deliveredThrough: number, items: readonly Item[]): boolean {
  let last = deliveredThrough
  for (const { sequence } of items) {
    if (sequence - last > MAX_SEQUENCE_JUMP) return true
    last = Math.max(last, sequence)
  }
  return false
}

function setAside({ db, scope, agentId, log }: Receiver, { sequence }: Item, err: unknown): Promise<Received> {
  log.error({ err, agentId, sequence }, 'an item of a report could not be stored')
  return inScope(db, scope, async (tx) => {
    const { deliveredThrough } = await lockAgent(tx, scope, agentId)
    const reason = 'The server could not store this item.'
    return {
      deliveredThrough: await noteDelivered(tx, scope, agentId, Math.max(deliveredThrough, sequence)),
      setAside: [{ sequence, reason }],
    }
  })
}

async function recordItems(tx: Tx, { scope, agentId, compares }: Receiver, items: Item[]): Promise<Received> {
  const agent = await lockAgent(tx, scope, agentId)
  if (jumps(agent.deliveredThrough, items)) throw new SequenceJump(agent.deliveredThrough)
  const read = items
    .filter((item) => item.sequence > agent.deliveredThrough)
    .map((item) => ({ sequence: item.sequence, ...readItem(item) }))
  const reported = read.flatMap(({ item }) => item ?? [])
  const compared = reported.flatMap((item) => (item.kind === 'reading-changes' ? [item.address] : []))
  const { items: whole, bases, stoppedAt, wholeWanted } = completeReadings(reported, await findBases(tx, scope, agentId, compared))
  const refused = await record(tx, scope, { agentId, ...agent }, whole)
  if (compares) await keepBases(tx, scope, agentId, bases)
  const taken = read.filter(({ sequence }) => sequence < stoppedAt)
  const deliveredThrough = Math.max(agent.deliveredThrough, ...taken.map(({ sequence }) => sequence))
  await noteDelivered(tx, scope, agentId, deliveredThrough)
  const unreadable = taken.flatMap(({ sequence, reason }) => (reason ? [{ sequence, reason }] : []))
  const setAside = [...unreadable, ...refused].sort((a, b) => a.sequence - b.sequence)
  return { deliveredThrough, setAside, ...(wholeWanted.length > 0 && { wholeWanted }) }
}

type Reporting = Awaited<ReturnType<typeof lockAgent>> & { agentId: string }

async function record(tx: Tx, scope: Scope, agent: Reporting, items: WholeItem[]): Promise<{ sequence: number; reason: string }[]> {
  const { agentId } = agent
  const readings = items.filter((item) => item.kind === 'reading')
  const registrations = newRegistrations(tx, scope, agentId)
  await recordKeepingExclusions(tx, scope, agent, readings, registrations.admit)
  const refused = await registrations.note()
  const silences = items.filter((item) => item.kind === 'no-reading')
  await recordSilences(tx, scope, agent, silences, readings)
  const done = items.filter((item) => item.kind === 'work-done')
  await finishWork(tx, scope, agentId, done)
  for (const item of items) {
    if (item.kind === 'diagnosis') await keepDiagnosis(tx, scope, agentId, item.workId, { outcome: item.outcome, steps: item.steps })
  }
  return refused.map(({ sequence, reason }) => ({ sequence, reason }))
}

/** The new printers of one report: criteria are read, and parsed, once, and only where there is a new printer. The agent is locked. */
function newRegistrations(tx: Tx, scope: Scope, agentId: string) {
  const refused: Refusal[] = []
  let assess: { allowance: Awaited<ReturnType<typeof findAllowance>>; whyNot: ReturnType<typeof admitting> } | undefined
  return {
    async admit(fresh: NewPrinter[]): Promise<Refusal[]> {
      if (!assess) {
        const allowance = await findAllowance(tx, scope, agentId)
        assess = { allowance, whyNot: admitting(allowance) }
      }
      const { whyNot } = assess
      const now = fresh.flatMap(({ sequence, address }) => {
        const reason = whyNot({ sequence, address })
        return reason ? [{ sequence, address, reason }] : []
      })
      refused.push(...now)
      return now
    },
    async note(): Promise<Refusal[]> {
      if (assess) await noteNewPrinters(tx, scope, agentId, assess.allowance, refused.at(-1))
      return refused
    },
  }
}

type Reading = Extract<ReportItem, { kind: 'reading' }>

/** Readings taken before the agent knew that it was to leave a printer alone do not bring that printer back. */
async function recordKeepingExclusions(tx: Tx, scope: Scope, agent: Reporting, readings: Reading[], admit: Admit) {
  const { agentId, followsSince, clockSkew } = agent
  const early = readings.filter(({ at }) => followsSince !== null && Date.parse(at) - clockSkew < Date.parse(followsSince))
  const excluded =
    early.length > 0
      ? await listExcludedAt(
          tx,
          scope,
          agentId,
          early.map(({ address }) => address),
        )
      : []
  await recordSightings(tx, scope, agent, readings, admit)
  await followCriteria(tx, scope, { lost: excluded, regained: [] })
}

function readItem(item: Item): { item?: ReportItem; reason?: string } {
  const read = ReportItem.safeParse(item)
  if (!read.success) return { reason: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') }
  const field = isPlainlyStorable(read.data) ? undefined : findUnstorable(read.data)
  return field === undefined ? { item: read.data } : { reason: `${field}: The text contains a NUL or an incomplete character.` }
}

async function lockAgent(tx: Tx, scope: Scope, agentId: string) {
  const agent = await lockReportingAgent(tx, scope, agentId)
  if (!agent) throw new Problem('not-found', 'The agent was deleted.')
  return agent
}
