import { compareOids, isUnder } from './oid.ts'
import { askFor, ERROR_STATUS } from './pdu.ts'
import type { Answer, Question } from './target.ts'
import { isMissing, noteWalked, type ObjectStore, type SnmpValue, type Varbind } from './value.ts'
import { type Branch, keepNext, MOST_OBJECTS, type Trouble } from './walk.ts'

/**
 * Reading much of one host with as few questions as can be: each is one get-bulk, which names single objects, and what is probably but one
 * row, once, and lets repeat what is probably longer. It is for hosts that answer as they should; at the first answer that is odd, what is
 * still missing is left to those who ask carefully.
 *
 * Whether a column has ended is asked of the first of its table: where another has come to the same row, it has ended too.
 */

interface Column extends Branch {
  ended: boolean
}

/** Columns with the same rows, the first of which leads; `open`: those that have not ended. */
interface OpenTable {
  lead: Column
  open: Column[]
  usualRows: number
  isNew: boolean
}

/** Octets of objects in an answer that go into 1,500 with what stands around them. */
const MOST_OCTETS = 1300
/** What is reckoned for an object that has not been seen yet. */
const USUAL_OCTETS = 22
const MOST_ONCE = 32
const MOST_REPEATED = 24
/** How many rows are reckoned with of a table that is longer than usual. */
const MORE_ROWS = 16

/** What is wanted of a host, and how far it has been read. */
export class BulkReading {
  readonly troubles: Trouble[] = []
  /** Objects that an odd order of the host's may hide: to be got by name. */
  readonly hidden: string[] = []
  /** Whether the last question was not answered. */
  wasSilent = false
  readonly #store: ObjectStore
  #objects: string[] = []
  #tables: OpenTable[] = []
  /** What the last question named: objects and columns once, then columns to be repeated. */
  #named: string[] = []
  #once: Column[] = []
  #repeated: Column[] = []

  constructor(store: ObjectStore) {
    this.#store = store
  }

  /** Wants more: single objects, and tables. */
  want(objects: readonly string[], tables: readonly { columns: readonly string[]; usualRows: number }[]): void {
    this.#objects.push(...objects)
    for (const { columns, usualRows } of tables) {
      const open = columns.map((root) => ({ root, last: root, count: 0, noted: noteWalked(this.#store, root), ended: false }))
      this.#tables.push({ lead: open[0]!, open, usualRows, isNew: true })
    }
  }

  get isComplete(): boolean {
    return this.#objects.length === 0 && this.#tables.length === 0
  }

  /** Columns that have not ended yet, for those who ask carefully. */
  get open(): Branch[] {
    return this.#tables.flatMap(({ open }) => open)
  }

  /** The question to ask next. */
  next(): Question {
    this.#named = this.#objects.slice(0, MOST_ONCE)
    this.#once = []
    this.#repeated = []
    let rows = 1
    for (const table of this.#tables) {
      const wanted = rowsWanted(table)
      rows = Math.max(rows, wanted)
      if (wanted > 1) this.#repeated.push(...table.open)
      else if (table.isNew) this.#once.push(...table.open)
      else this.#once.push(table.lead)
    }
    const repetitions = this.#fit(rows)
    const oids = this.#named.map(before)
    for (const { last } of this.#once) oids.push(last)
    for (const { last } of this.#repeated) oids.push(last)
    return { kind: 'get-bulk', errorStatus: oids.length - this.#repeated.length, errorIndex: repetitions, varbinds: askFor(oids) }
  }

  /** Leaves out of what is repeated what does not fit, and returns how often the rest is. */
  #fit(rows: number): number {
    let left = MOST_OCTETS - this.#named.length * USUAL_OCTETS
    for (const column of this.#once) left -= this.#octetsOf(column)
    let row = 0
    for (const column of this.#repeated) row += this.#octetsOf(column)
    while (row > left && this.#repeated.length > 1) row -= this.#octetsOf(this.#repeated.pop()!)
    return Math.max(1, Math.min(rows, MOST_REPEATED, Math.floor(left / Math.max(1, row))))
  }

  #octetsOf({ last, count }: Column): number {
    const value = count > 0 ? this.#store.get(last) : undefined
    return value ? octetsOf(last, value) : USUAL_OCTETS
  }

  /** Takes an answer in; false where it is odd, or nothing came of it: then who asked turns to asking carefully. */
  takes(answer: Answer): boolean {
    this.wasSilent = answer.kind === 'no-answer'
    if (answer.kind !== 'answer' || answer.errorStatus !== ERROR_STATUS.noError || answer.varbinds.length === 0) return false
    const { varbinds } = answer
    const named = this.#named.length
    const single = named + this.#once.length
    const ended: Column[] = []
    for (let i = 0; i < varbinds.length; i++) {
      if (i < named) {
        if (!this.#takeObject(this.#named[i]!, varbinds[i]!)) return reopened(ended)
        continue
      }
      const column = i < single ? this.#once[i - named] : this.#repeated[(i - single) % this.#repeated.length]
      // More than was asked for, or a host that goes backwards.
      if (!column || (!column.ended && !this.#takeNext(column, varbinds[i]!, ended))) return reopened(ended)
    }
    this.#objects = this.#objects.slice(Math.min(named, varbinds.length))
    if (ended.length > 0 || this.#once.length > 0) this.#settle()
    else for (const table of this.#tables) note(table)
    return true
  }

  /** False where the host goes backwards. */
  #takeObject(wanted: string, { oid, value }: Varbind): boolean {
    if (oid === wanted) this.#store.set(oid, value)
    else if (!isMissing(value) && compareOids(oid, wanted) < 0) {
      this.hidden.push(wanted)
      return compareOids(oid, before(wanted)) > 0
    }
    return true
  }

  /** False where the host goes backwards. */
  #takeNext(column: Column, { oid, value }: Varbind, ended: Column[]): boolean {
    const isIn = !isMissing(value) && isUnder(oid, column.root)
    if (!isMissing(value) && compareOids(oid, column.last) <= 0) return false
    if (isIn) {
      keepNext(column, oid, value, this.#store)
      if (column.count < MOST_OBJECTS) return true
      this.troubles.push({ root: column.root, what: 'too-many' })
    }
    column.ended = true
    ended.push(column)
    return true
  }

  #settle(): void {
    for (const table of this.#tables) {
      note(table)
      const { lead } = table
      if (lead.ended) for (const column of table.open) if (isAtRowOf(lead, column)) column.ended = true
      if (table.open.some(hasEnded)) table.open = table.open.filter((column) => !column.ended)
    }
    if (this.#tables.some(({ open }) => open.length === 0)) this.#tables = this.#tables.filter(({ open }) => open.length > 0)
  }
}

const hasEnded = ({ ended }: Column) => ended

/** How many rows are probably left of a table, with one that shows its end; 1: the leading column is worth a look. */
function rowsWanted({ lead, open, usualRows, isNew }: OpenTable): number {
  if (isNew) return usualRows === 1 ? 1 : usualRows + 1
  if (!lead.ended && lead.count === usualRows) return 1
  let least = usualRows
  for (const { count } of open) least = Math.min(least, count)
  return Math.max(2, usualRows - least + 1)
}

function note(table: OpenTable): void {
  const { lead } = table
  if (lead.ended || lead.count > 0) table.isNew = false
  if (lead.count > table.usualRows) table.usualRows = lead.count + MORE_ROWS
}

/** Takes back that columns have ended: the answer that said so is odd. */
function reopened(ended: readonly Column[]): false {
  for (const column of ended) column.ended = false
  return false
}

/** Whether a column has come to the last row of the leading one. */
function isAtRowOf(lead: Column, { root, last }: Column): boolean {
  const row = lead.last.length - lead.root.length
  return row > 0 && last.length - root.length === row && last.endsWith(lead.last.slice(-row))
}

/** The identifier right before an object's, so that the object is what comes next. */
function before(oid: string): string {
  const dot = oid.lastIndexOf('.')
  const arc = Number(oid.slice(dot + 1))
  return arc === 0 ? oid.slice(0, dot) : `${oid.slice(0, dot)}.${arc - 1}`
}

/** About how many octets an object takes in an answer. */
function octetsOf(oid: string, value: SnmpValue): number {
  const content = 'value' in value && Buffer.isBuffer(value.value) ? value.value.length : MOST_OF_A_NUMBER
  return oid.length * OCTETS_OF_A_CHARACTER + content + HEADER_OCTETS
}

const MOST_OF_A_NUMBER = 4
/** Most numbers of an identifier have one digit or two, and take one octet. */
const OCTETS_OF_A_CHARACTER = 0.47
const HEADER_OCTETS = 6
