import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { ReportItem } from '../../features/agent-protocol/agent-protocol.api.ts'
import { DISK_PAUSE_MILLISECONDS, inTransaction } from '../agent-database.ts'
import { messageOf } from '../log.ts'

/** Something to send that has no number yet. */
export type NewItem = ReportItem extends infer Item ? (Item extends ReportItem ? Omit<Item, 'sequence'> : never) : never

export interface OutboxOptions {
  /** Most things kept. */
  mostItems: number
  /** Hears how many readings had to be dropped for newer ones. */
  dropped?: (count: number) => void
  /** Hears why the disk takes nothing any more, and with `undefined` that it takes again. */
  disk?: (trouble: string | undefined) => void
}

/** How long things are gathered before they are written together: one write to the disk for many readings. */
const GATHER_MILLISECONDS = 20

/**
 * Everything that the agent has to send and the server has not confirmed, on disk.
 *
 * @rule agents/delivered-once-in-order  Each item gets an increasing number, also across restarts, and is deleted only when the server has
 * confirmed its number or a later one.
 */
export class Outbox {
  readonly #database: DatabaseSync
  readonly #options: OutboxOptions
  readonly #statements: ReturnType<typeof prepare>
  #gathered: { item: NewItem; unsure: boolean }[] = []
  #timer: NodeJS.Timeout | undefined
  #count: number
  #sentThrough: number
  /** Milliseconds by which times have to be moved, where the disk did not take it. */
  #unsettled = 0
  #diskTrouble: string | undefined
  #changed: () => void = () => {}

  constructor(database: DatabaseSync, options: OutboxOptions) {
    this.#database = database
    this.#options = options
    this.#statements = prepare(database)
    this.#count = Number(database.prepare('select count(*) as count from outbox').get()?.count)
    this.#sentThrough = sentThroughIn(database)
  }

  /** Things not yet confirmed. */
  get waiting(): number {
    return this.#count + this.#gathered.length
  }

  /** The highest number that was ever sent, answered or not. */
  get sentThrough(): number {
    return this.#sentThrough
  }

  /** Why the disk takes nothing; undefined where it does. */
  get diskTrouble(): string | undefined {
    return this.#diskTrouble
  }

  /** Notes that numbers up to this one are about to be sent. Throws where the disk does not take that: then nothing may be sent. */
  noteSent(sequence: number): void {
    if (sequence <= this.#sentThrough) return
    try {
      this.#statements.noteSent.run(String(sequence))
    } catch (error) {
      this.#hearDisk(messageOf(error))
      throw error
    }
    this.#hearDisk(undefined)
    this.#sentThrough = sequence
  }

  #hearDisk(trouble: string | undefined): void {
    if ((trouble === undefined) !== (this.#diskTrouble === undefined)) this.#options.disk?.(trouble)
    this.#diskTrouble = trouble
  }

  /** Takes something in; on disk after a moment, or at once by `flush`. `unsure`: its time may have to be moved, and it waits for that. */
  add(item: NewItem, unsure = false): void {
    this.#gathered.push({ item, unsure })
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MILLISECONDS)
  }

  /**
   * Writes down what was gathered.
   * @rule agents/a-full-disk-loses-nothing-taken  What the agent cannot write to its disk stays in memory, within a limit, and is
   * written when the disk is writable again.
   */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const gathered = this.#gathered
    if (gathered.length === 0) return
    try {
      const dropped = this.#write(gathered)
      this.#gathered = []
      this.#count += gathered.length - dropped
      if (dropped > 0) this.#options.dropped?.(dropped)
      this.#hearDisk(undefined)
      this.#changed()
    } catch (error) {
      const tooMany = gathered.length - this.#options.mostItems
      if (tooMany > 0) {
        gathered.splice(0, tooMany)
        this.#options.dropped?.(tooMany)
      }
      this.#hearDisk(messageOf(error))
      this.#timer = setTimeout(() => this.flush(), DISK_PAUSE_MILLISECONDS)
    }
  }

  /** Ends the writing; what the disk does not take now is lost. */
  close(): void {
    this.flush()
    clearTimeout(this.#timer)
  }

  #write(gathered: readonly { item: NewItem; unsure: boolean }[]): number {
    return inTransaction(this.#database, () => {
      let dropped = 0
      let count = this.#count
      for (const { item, unsure } of gathered) {
        const made = count >= this.#options.mostItems && this.#makeRoom(item)
        if (made) dropped++
        else count++
        this.#statements.insert.run(item.address, item.kind, unsure ? 1 : 0, JSON.stringify(item))
      }
      return dropped
    })
  }

  /** The next items to send, oldest first, as many as may go together; nothing from the first on whose time is not sure. */
  next(mostItems: number, mostOctets: number): ReportItem[] {
    const items: ReportItem[] = []
    let octets = 0
    for (const row of this.#statements.next.iterate(mostItems)) {
      const body = String(row.body)
      octets += body.length
      if (row.unsure === 1 || (items.length > 0 && octets > mostOctets)) break
      items.push({ ...(JSON.parse(body) as NewItem), sequence: Number(row.sequence) } as ReportItem)
    }
    return items
  }

  /** Forgets what the server has, and does with it what belongs to that. */
  forgetThrough(sequence: number, also: () => void = () => {}): void {
    this.#count -= inTransaction(this.#database, () => {
      also()
      return Number(this.#statements.forget.run(sequence).changes)
    })
  }

  /** Moves the times that were not sure by so many milliseconds; from now on they are. */
  settle(milliseconds: number): void {
    this.flush()
    this.#unsettled += milliseconds
    try {
      const { changes } = this.#statements.settle.run(`${this.#unsettled / 1000} seconds`)
      this.#unsettled = 0
      if (Number(changes) > 0) this.#changed()
    } catch (error) {
      this.#hearDisk(messageOf(error))
    }
  }

  /** Renumbers the waiting items from a number on: another installation used their numbers. */
  renumberFrom(first: number): void {
    this.flush()
    inTransaction(this.#database, () => {
      // Upwards by more than there are, so that no number meets one that is still taken.
      this.#database.prepare('update outbox set sequence = -sequence').run()
      const rows = this.#database.prepare('select sequence from outbox order by sequence desc').all()
      const renumber = this.#database.prepare('update outbox set sequence = ? where sequence = ?')
      for (const [i, row] of rows.entries()) renumber.run(first + i, Number(row.sequence))
      this.#database
        .prepare(
          "insert into sqlite_sequence (name, seq) select 'outbox', 0 where not exists (select 1 from sqlite_sequence where name = 'outbox')",
        )
        .run()
      this.#database.prepare("update sqlite_sequence set seq = ? where name = 'outbox'").run(first + rows.length - 1)
    })
    this.noteSent(first - 1)
  }

  /** Resolves when there is something that may be sent; at once when there is already. */
  async filled(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#statements.first.get()?.unsure !== 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#changed = resolve
      signal.addEventListener('abort', () => resolve(), { once: true })
      await promise
    }
  }

  /**
   * Whether something was dropped for a new item: of the same printer, if it has enough, else of the one that has most waiting, the reading
   * that leaves the smallest gap, so that what is kept covers the whole time without the server. The outcome of work is never dropped.
   */
  #makeRoom(item: NewItem): boolean {
    const { thinnest, fullest, oldest, drop } = this.#statements
    if (item.kind === 'work-done' || item.kind === 'diagnosis') return false
    const own = thinnest.get(item.address)?.sequence
    const crowded = own == null ? fullest.get()?.address : undefined
    const sequence = own ?? (crowded == null ? undefined : (thinnest.get(crowded)?.sequence ?? oldest.get(crowded)?.sequence))
    return sequence != null && Number(drop.run(sequence).changes) > 0
  }
}

/** An outbox of an agent before 1.1 did not note what it sent; it may have sent all that it had. */
function sentThroughIn(database: DatabaseSync): number {
  const noted = database.prepare("select value from remembered where name = 'sent through'").get()?.value
  return Number(noted ?? database.prepare("select seq from sqlite_sequence where name = 'outbox'").get()?.seq ?? 0)
}

const DROPPABLE = "kind not in ('work-done', 'diagnosis')"

function prepare(database: DatabaseSync) {
  return {
    insert: database.prepare('insert into outbox (address, kind, unsure, body) values (?, ?, ?, ?)'),
    next: database.prepare('select sequence, unsure, body from outbox order by sequence limit ?'),
    first: database.prepare('select unsure from outbox order by sequence limit 1'),
    noteSent: database.prepare("insert or replace into remembered (name, value) values ('sent through', ?)"),
    forget: database.prepare('delete from outbox where sequence <= ?'),
    settle: database.prepare(
      `update outbox set unsure = 0, body = json_set(body, '$.at', strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(body, '$.at'), ?)) where unsure = 1`,
    ),
    thinnest: database.prepare(
      `select sequence from (
        select sequence, lead(sequence) over w - lag(sequence) over w as gap
        from outbox where address = ? and ${DROPPABLE} window w as (order by sequence)
      ) where gap is not null order by gap, sequence limit 1`,
    ),
    oldest: database.prepare(`select min(sequence) as sequence from outbox where address = ? and ${DROPPABLE}`),
    fullest: database.prepare(
      `select address from outbox where ${DROPPABLE} group by address order by count(*) desc, min(sequence) limit 1`,
    ),
    drop: database.prepare('delete from outbox where sequence = ?'),
  } satisfies Record<string, StatementSync>
}
