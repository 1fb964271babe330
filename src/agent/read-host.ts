import type { PrinterReading } from '../features/agents/agent-protocol.api.ts'
import { type Maker, objectsOf } from './makers/maker.ts'
import { gatherEvidence } from './read/evidence.ts'
import { deviceIds, STANDARD_COLUMNS, SYSTEM_OBJECTS } from './read/objects.ts'
import { isPrinter, readPrinter } from './read/printer-reading.ts'
import type { SnmpSocket } from './snmp/socket.ts'
import type { Answer, Question, SnmpTarget } from './snmp/target.ts'
import type { ObjectStore } from './snmp/value.ts'
import { type Ask, type Collected, getObjects, walkSubtrees } from './snmp/walk.ts'

/** What became of an attempt to read a host. */
export type HostReading =
  | { kind: 'reading'; reading: PrinterReading; troubles: Collected['troubles'] }
  | { kind: 'not-a-printer' }
  | { kind: 'no-reading'; reason: Exclude<Collected['end'], 'complete'> }

/** Hears of each question, what came of it and how long that took. */
export type Watch = (question: Question, answer: Answer, milliseconds: number) => void

/**
 * Reads one host: a first small question, which a dead host does not answer; then what every printer has; then what its maker adds.
 * `room` is waited for after the first answer, so that dead hosts take none of it from the living.
 */
export async function readHost(
  socket: SnmpSocket,
  target: SnmpTarget,
  room: Room = NO_LIMIT,
  watch: Watch = () => {},
): Promise<HostReading> {
  const ask: Ask = async (question) => {
    const asked = performance.now()
    const answer = await socket.request(target, question)
    watch(question, answer, performance.now() - asked)
    return answer
  }
  const store: ObjectStore = new Map()
  const first = await getObjects(ask, SYSTEM_OBJECTS, store)
  if (first.end !== 'complete') return { kind: 'no-reading', reason: first.end }
  const leave = await room.enter()
  try {
    const standard = await walkSubtrees(ask, target.version, STANDARD_COLUMNS, store)
    if (standard.end !== 'complete') return { kind: 'no-reading', reason: standard.end }
    const troubles = [...standard.troubles, ...(await readPrivateObjects(ask, target, store))]
    return isPrinter(store) ? { kind: 'reading', reading: readPrinter(store), troubles } : { kind: 'not-a-printer' }
  } finally {
    leave()
  }
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

/**
 * Asks for the private objects of the maker, which may become known only by its IEEE 1284 id. A printer that falls silent here has
 * told all that is standard, and that is a reading.
 */
async function readPrivateObjects(ask: Ask, target: SnmpTarget, store: ObjectStore): Promise<Collected['troubles']> {
  const asked = new Set<Maker>()
  const troubles: Collected['troubles'] = []
  let gets: string[] = [...deviceIds]
  for (let round = 0; round < 2; round++) {
    const makers = gatherEvidence(store, undefined).makers.filter((maker) => !asked.has(maker))
    const objects = makers.map(objectsOf)
    for (const maker of makers) asked.add(maker)
    gets = [...gets, ...objects.flatMap((named) => named.gets)]
    const got = await getObjects(ask, [...new Set(gets)], store)
    const walked = await walkSubtrees(
      ask,
      target.version,
      objects.flatMap((named) => named.walks),
      store,
    )
    troubles.push(...got.troubles, ...walked.troubles)
    if (got.end !== 'complete' || walked.end !== 'complete') return troubles
    gets = []
  }
  return troubles
}
