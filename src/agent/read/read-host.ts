import type { PrinterReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import { type Maker, objectsOf } from '../makers/maker.ts'
import { MAKERS } from '../makers/makers.ts'
import { BulkReading } from '../snmp/bulk.ts'
import type { SnmpSocket } from '../snmp/socket.ts'
import type { Answer, Question, SnmpTarget, SnmpVersion } from '../snmp/target.ts'
import type { ObjectStore } from '../snmp/value.ts'
import { type Ask, type Collected, getObjects, SMALL_ROOM, walkOn, walkSubtrees } from '../snmp/walk.ts'
import { gatherEvidence } from './evidence.ts'
import { deviceIds, STANDARD_COLUMNS, STANDARD_TABLES, SYSTEM_OBJECTS, sysObjectID } from './objects.ts'
import { isPrinter, readPrinter } from './printer-reading.ts'

/** What became of an attempt to read a host. What is no printer may report something all the same. */
export type HostReading =
  | { kind: 'reading'; reading: PrinterReading; troubles: Collected['troubles'] }
  | { kind: 'not-a-printer'; reading: PrinterReading; troubles: Collected['troubles'] }
  | { kind: 'no-reading'; reason: Exclude<Collected['end'], 'complete'> }

/** Hears of each question, what came of it and how long that took. */
export type Watch = (question: Question, answer: Answer, milliseconds: number) => void

/** How a host is read. */
export interface Manner {
  /** Waited for after the first answer, so that dead hosts take none of it from the living. */
  room?: Room
  watch?: Watch
  /** A person asked for this host: who does not report its maker is asked for what any maker has, however many questions that takes. */
  isInspection?: boolean
}

/**
 * Reads one host: what every printer has, then what its maker adds, in as few questions as can be; whoever answers oddly, or not at all to
 * much at once, is asked carefully.
 */
export async function readHost(socket: SnmpSocket, target: SnmpTarget, manner: Manner = {}): Promise<HostReading> {
  const { room = NO_LIMIT, watch = () => {}, isInspection = false } = manner
  const asking = (of: SnmpTarget): Ask => {
    return async (question) => {
      const asked = performance.now()
      const answer = await socket.request(of, question)
      watch(question, answer, performance.now() - asked)
      return answer
    }
  }
  const host: Host = { ask: asking(target), version: target.version, store: new Map(), makers: new Set() }
  // Of several tries the first asks for much at once; the others find out whether anybody is there.
  const isBold = target.version !== 'v1' && target.retries > 0
  const bulk = new BulkReading(host.store)
  bulk.want(SYSTEM_OBJECTS, STANDARD_TABLES)
  const goesWell = isBold && bulk.takes(await asking({ ...target, retries: 0 })(bulk.next()))
  if (!goesWell) {
    const first = await getObjects(asking(isBold ? { ...target, retries: target.retries - 1 } : target), SYSTEM_OBJECTS, host.store)
    if (first.end !== 'complete') return { kind: 'no-reading', reason: first.end }
  }
  const leave = await room.enter()
  try {
    const { end, troubles } = (goesWell && (await readInBulk(host, bulk))) || (await readCarefully(host, bulk, isInspection ? MAKERS : []))
    if (end !== 'complete') return { kind: 'no-reading', reason: end }
    return { kind: isPrinter(host.store) ? 'reading' : 'not-a-printer', reading: readPrinter(host.store), troubles }
  } finally {
    leave()
  }
}

/** A host that is being read. */
interface Host {
  ask: Ask
  version: SnmpVersion
  store: ObjectStore
  /** Those whose private objects were asked for. */
  makers: Set<Maker>
}

/** A limit to how many hosts are read at the same time. */
export interface Room {
  /** Waits for a place and returns what gives it back. */
  enter(): Promise<() => void>
}

const NO_LIMIT: Room = { enter: async () => () => {} }

/** Room for so many at a time, first come, first served. */
export function roomFor(places: number): Room {
  const waiting: (() => void)[] = []
  let free = places
  const leave = () => {
    free++
    waiting.shift()?.()
  }
  return {
    async enter() {
      if (free <= 0) await new Promise<void>((resolve) => waiting.push(resolve))
      free--
      return leave
    },
  }
}

/** What makers add that have become known and were not asked for: by sysObjectID, by what the printer says of itself. */
function newMakers({ store, makers }: Host, unknown: readonly Maker[] = []): { gets: string[]; walks: string[] } {
  const known = gatherEvidence(store, undefined).makers
  const found = (known.length > 0 || store.has(sysObjectID) ? known : unknown).filter((maker) => !makers.has(maker))
  if (found.length === 0) return NOTHING
  for (const maker of found) makers.add(maker)
  const objects = found.map((maker) => OBJECTS.get(maker)!)
  return { gets: objects.flatMap(({ gets }) => gets), walks: objects.flatMap(({ walks }) => walks) }
}

const OBJECTS = new Map(MAKERS.map((maker) => [maker, objectsOf(maker)]))
const NOTHING: { gets: string[]; walks: string[] } = { gets: [], walks: [] }

/** Rows of a maker's table that are reckoned with. */
const USUAL_ROWS = 6

/**
 * Reads on while all goes well; undefined where it does not. A host that reports neither a sysObjectID nor a name is asked for what any maker
 * has, and known by that.
 */
async function readInBulk(host: Host, bulk: BulkReading): Promise<Collected | undefined> {
  const { ask, store } = host
  const troubles: Collected['troubles'] = []
  let wanted: string[] = [...deviceIds]
  for (let added = newMakers(host, MAKERS); wanted.length + added.gets.length + added.walks.length > 0; added = newMakers(host)) {
    const gets = [...new Set([...wanted, ...added.gets])]
    bulk.want(
      gets,
      added.walks.map((root) => ({ columns: [root], usualRows: USUAL_ROWS })),
    )
    while (!bulk.isComplete) if (!bulk.takes(await ask(bulk.next()))) return undefined
    // Some hosts leave whole families of objects out of their order, and have them all the same.
    const isNoneThere = !gets.some((oid) => store.has(oid))
    const got = await getObjects(ask, isNoneThere ? gets : bulk.hidden.splice(0), store)
    troubles.push(...got.troubles)
    wanted = []
  }
  return { end: 'complete', troubles: [...bulk.troubles, ...troubles] }
}

/** Reads what is missing of what every printer has, less at a time; then what the makers add, or those that it may be of where it reports none. */
async function readCarefully(host: Host, bulk: BulkReading, unknown: readonly Maker[]): Promise<Collected> {
  const { ask, version, store } = host
  const standard = await walkOn(
    ask,
    version,
    bulk.open.filter(({ root }) => STANDARD.has(root)),
    store,
    bulk.wasSilent ? SMALL_ROOM : undefined,
  )
  if (standard.end !== 'complete') return standard
  const troubles = await readPrivateObjects(host, unknown)
  return { end: 'complete', troubles: [...standard.troubles, ...troubles] }
}

const STANDARD = new Set(STANDARD_COLUMNS)

/**
 * Asks for the private objects of the maker, which may become known only by its IEEE 1284 id. A printer that falls silent here has
 * reported all that is standard, and that is a reading.
 */
async function readPrivateObjects(host: Host, unknown: readonly Maker[]): Promise<Collected['troubles']> {
  const { ask, version, store } = host
  host.makers.clear()
  const troubles: Collected['troubles'] = []
  let wanted: readonly string[] = deviceIds
  for (let round = 0; round < 2; round++) {
    const { gets, walks } = newMakers(host, round === 0 ? unknown : [])
    const got = await getObjects(ask, [...new Set([...wanted, ...gets])], store)
    const walked = await walkSubtrees(ask, version, walks, store)
    troubles.push(...got.troubles, ...walked.troubles)
    if (got.end !== 'complete' || walked.end !== 'complete') return troubles
    wanted = []
  }
  return troubles
}
