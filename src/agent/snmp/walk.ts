import { compareOids, isUnder } from './oid.ts'
import { askFor, ERROR_STATUS } from './pdu.ts'
import type { Answer, Question, SnmpVersion } from './target.ts'
import { isMissing, noteWalked, type ObjectStore, type SnmpValue, type Varbind } from './value.ts'

/**
 * Reading many objects of one host with few packets: several subtrees are walked side by side, a packet holding the next objects of
 * each. Whatever a host does wrong ends that subtree, or makes the packets smaller, and is reported; what was read before stays.
 */

/** Something that asks one host; it knows address, community, time-out and repeats. */
export type Ask = (question: Question) => Promise<Answer>

export type Trouble = { root: string; what: 'too-big' | 'not-increasing' | 'too-many' | 'error' }

/** How a collection of objects ended; `complete` also when some subtrees had trouble of their own. */
export interface Collected {
  end: 'complete' | 'no-answer' | 'no-route' | 'wrong-credentials'
  troubles: Trouble[]
}

/** Most objects of one subtree: a table of a printer has tens of rows; an agent that invents objects for ever has no end. */
export const MOST_OBJECTS = 4000
const MOST_AT_ONCE = 24
/** Subtrees walked side by side: all that every printer is asked for. */
const MOST_BRANCHES = 32

/**
 * Reads single objects into the store. Objects that the host lacks are left out.
 * Version 1 refuses a whole packet for one missing object and says which: that one is taken out and the rest asked again.
 */
export async function getObjects(ask: Ask, oids: readonly string[], store: ObjectStore): Promise<Collected> {
  const groups: string[][] = []
  for (let i = 0; i < oids.length; i += MOST_AT_ONCE) groups.push(oids.slice(i, i + MOST_AT_ONCE))
  const troubles: Trouble[] = []
  while (groups.length > 0) {
    const group = groups.shift()!
    const answer = await ask({ kind: 'get', errorStatus: 0, errorIndex: 0, varbinds: askFor(group) })
    if (answer.kind !== 'answer') return { end: answer.kind, troubles }
    if (isRefusal(answer.errorStatus)) return { end: 'wrong-credentials', troubles }
    if (answer.errorStatus === ERROR_STATUS.noError) keep(answer.varbinds, new Set(group), store)
    else groups.unshift(...smaller(group, answer, troubles))
  }
  return { end: 'complete', troubles }
}

function keep(varbinds: Varbind[], asked: Set<string>, store: ObjectStore) {
  for (const { oid, value } of varbinds) {
    if (asked.has(oid) && !isMissing(value)) store.set(oid, value)
  }
}

/** What to ask after an error: without the object at fault where the host named it, else in halves. */
function smaller(group: string[], answer: { errorStatus: number; errorIndex: number }, troubles: Trouble[]): string[][] {
  const { errorStatus, errorIndex } = answer
  const named = errorStatus !== ERROR_STATUS.tooBig && errorIndex >= 1 && errorIndex <= group.length
  if (named) {
    const rest = group.toSpliced(errorIndex - 1, 1)
    return rest.length > 0 ? [rest] : []
  }
  if (group.length === 1) {
    if (errorStatus !== ERROR_STATUS.noSuchName) troubles.push({ root: group[0]!, what: nameOf(errorStatus) })
    return []
  }
  const half = Math.ceil(group.length / 2)
  return [group.slice(0, half), group.slice(half)]
}

const nameOf = (errorStatus: number): Trouble['what'] => (errorStatus === ERROR_STATUS.tooBig ? 'too-big' : 'error')
const isRefusal = (errorStatus: number) => errorStatus === ERROR_STATUS.authorizationError || errorStatus === ERROR_STATUS.noAccess

/** A subtree and how far it has been walked. */
export interface Branch {
  root: string
  last: string
  count: number
  noted: string[]
}

const branchOf = (root: string, store: ObjectStore): Branch => ({ root, last: root, count: 0, noted: noteWalked(store, root) })

/** Puts the next object of a branch into the store. */
export function keepNext(branch: Branch, oid: string, value: SnmpValue, store: ObjectStore): void {
  branch.last = oid
  branch.count++
  // What is walked once more is noted already.
  if (branch.noted.length < branch.count) branch.noted.push(oid)
  store.set(oid, value)
}

/**
 * Walks subtrees into the store, by get-bulk in version 2c and get-next in version 1.
 *
 * @rule agents/a-walk-always-ends  A host that answers "too big", repeats itself or goes backwards ends the walk of that subtree, not the reading.
 */
export function walkSubtrees(ask: Ask, version: SnmpVersion, roots: readonly string[], store: ObjectStore): Promise<Collected> {
  return walkOn(
    ask,
    version,
    roots.map((root) => branchOf(root, store)),
    store,
  )
}

/** Walks subtrees on from where they are. `most`: how many objects to ask for at first, where less than usual is advisable. */
export async function walkOn(
  ask: Ask,
  version: SnmpVersion,
  branches: readonly Branch[],
  store: ObjectStore,
  most = FIRST_ROOM,
): Promise<Collected> {
  let open = [...branches]
  const troubles: Trouble[] = []
  let room = version === 'v1' ? MOST_AT_ONCE : most
  while (open.length > 0) {
    const asked = open.slice(0, Math.min(room, MOST_BRANCHES))
    const repetitions = version === 'v1' ? 1 : Math.max(1, Math.min(MOST_REPETITIONS, Math.floor(room / asked.length)))
    const answer = await ask(nextOf(asked, version, repetitions))
    if (answer.kind === 'no-answer' && room > SMALL_ROOM) {
      // Some printers say nothing to a question whose answer would be too big for them.
      room = SMALL_ROOM
      continue
    }
    if (answer.kind !== 'answer') return { end: answer.kind, troubles }
    if (isRefusal(answer.errorStatus)) return { end: 'wrong-credentials', troubles }
    if (answer.errorStatus !== ERROR_STATUS.noError) {
      if (asked.length * repetitions > 1 && !namesBranch(answer, version)) {
        room = Math.max(1, Math.floor((asked.length * repetitions) / 2))
        continue
      }
      open = without(open, asked[namesBranch(answer, version) ? answer.errorIndex - 1 : 0], answer.errorStatus, troubles)
      room = Math.max(room, SMALL_ROOM)
      continue
    }
    const ended = take(answer.varbinds, asked, store, troubles)
    open = open.filter((branch) => !ended.has(branch))
  }
  return { end: 'complete', troubles }
}

// About what fits into 1,500 octets; an agent with less room sends what fits, and the rest is asked for again.
const FIRST_ROOM = 60
export const SMALL_ROOM = 8
const MOST_REPETITIONS = 24

function nextOf(asked: Branch[], version: SnmpVersion, repetitions: number): Question {
  const varbinds = askFor(asked.map((branch) => branch.last))
  return version === 'v1'
    ? { kind: 'get-next', errorStatus: 0, errorIndex: 0, varbinds }
    : { kind: 'get-bulk', errorStatus: 0, errorIndex: repetitions, varbinds }
}

/** In version 1 the end of the view is an error that names the branch which has ended. */
function namesBranch(answer: { errorStatus: number; errorIndex: number }, version: SnmpVersion): boolean {
  return version === 'v1' && answer.errorStatus !== ERROR_STATUS.tooBig && answer.errorIndex >= 1
}

function without(open: Branch[], branch: Branch | undefined, errorStatus: number, troubles: Trouble[]): Branch[] {
  const gone = branch ?? open[0]!
  if (errorStatus !== ERROR_STATUS.noSuchName) troubles.push({ root: gone.root, what: nameOf(errorStatus) })
  return open.filter((other) => other !== gone)
}

/** Puts an answer's objects into the store and returns which branches have ended. Objects come row by row, one of each branch. */
function take(varbinds: Varbind[], asked: Branch[], store: ObjectStore, troubles: Trouble[]): Set<Branch> {
  const ended = new Set<Branch>()
  const end = (branch: Branch, what?: Trouble['what']) => {
    ended.add(branch)
    if (what) troubles.push({ root: branch.root, what })
  }
  // An empty answer brings nobody further and would be asked for ever.
  if (varbinds.length === 0) end(asked[0]!, 'error')
  for (let i = 0; i < varbinds.length; i++) {
    const { oid, value } = varbinds[i]!
    const branch = asked[i % asked.length]!
    if (ended.has(branch)) continue
    if (isMissing(value)) end(branch)
    else if (compareOids(oid, branch.last) <= 0) end(branch, 'not-increasing')
    else if (!isUnder(oid, branch.root)) end(branch)
    else {
      keepNext(branch, oid, value, store)
      if (branch.count >= MOST_OBJECTS) end(branch, 'too-many')
    }
  }
  return ended
}
