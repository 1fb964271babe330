import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { ReportItem } from '../features/agents/agent-protocol.api.ts'
import { inTransaction } from './agent-database.ts'

/** Something to tell that has no number yet. */
export type NewItem = ReportItem extends infer Item ? (Item extends ReportItem ? Omit<Item, 'sequence'> : never) : never

export interface OutboxOptions {
  /** Most things kept. */
  mostItems: number
  /** Hears how many readings had to be dropped for newer ones. */
  dropped?: (count: number) => void
}

/** How long things are gathered before they are written together: one write to the disk for many readings. */
const GATHER_MILLISECONDS = 20

/**
 * Everything that the agent has to tell and the server has not confirmed, on disk.
 *
 * @rule agents/told-once-in-order  Each thing gets a number that only grows, also over restarts, and is forgotten only when the server
 *       has confirmed its number or a later one.
 */
export class Outbox {
  readonly #database: DatabaseSync
  readonly #options: OutboxOptions
  readonly #insert: StatementSync
  readonly #next: StatementSync
  readonly #forget: StatementSync
  readonly #oldestOf: StatementSync
  readonly #fullest: StatementSync
  readonly #drop: StatementSync
  #gathered: NewItem[] = []
  #timer: NodeJS.Timeout | undefined
  #count: number
  #filled: () => void = () => {}

  constructor(database: DatabaseSync, options: OutboxOptions) {
    this.#database = database
    this.#options = options
    this.#insert = database.prepare('insert into outbox (address, kind, body) values (?, ?, ?)')
    this.#next = database.prepare('select sequence, body from outbox order by sequence limit ?')
    this.#forget = database.prepare('delete from outbox where sequence <= ?')
    this.#oldestOf = database.prepare("select min(sequence) as sequence from outbox where address = ? and kind <> 'work-done'")
    this.#fullest = database.prepare(
      "select min(sequence) as sequence from outbox where kind <> 'work-done' group by address order by count(*) desc, 1 limit 1",
    )
    this.#drop = database.prepare('delete from outbox where sequence = ?')
    this.#count = Number(database.prepare('select count(*) as count from outbox').get()?.count)
  }

  /** Things not yet confirmed. */
  get waiting(): number {
    return this.#count + this.#gathered.length
  }

  /** Takes something in; on disk after a moment, or at once by `flush`. */
  add(item: NewItem): void {
    this.#gathered.push(item)
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MILLISECONDS)
  }

  /** Writes down what was gathered. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const items = this.#gathered
    if (items.length === 0) return
    this.#gathered = []
    const dropped = inTransaction(this.#database, () => {
      const made = items.map((item) => this.#makeRoom(item))
      for (const item of items) this.#insert.run(item.address, item.kind, JSON.stringify(item))
      return made.filter(Boolean).length
    })
    this.#count += items.length - dropped
    if (dropped > 0) this.#options.dropped?.(dropped)
    this.#filled()
  }

  /** The next things to tell, oldest first, as many as may go together. */
  next(mostItems: number, mostOctets: number): ReportItem[] {
    const items: ReportItem[] = []
    let octets = 0
    for (const row of this.#next.iterate(mostItems)) {
      const body = String(row.body)
      octets += body.length
      if (items.length > 0 && octets > mostOctets) break
      items.push({ ...(JSON.parse(body) as NewItem), sequence: Number(row.sequence) } as ReportItem)
    }
    return items
  }

  /** Forgets what the server has. */
  forgetThrough(sequence: number): void {
    this.#count -= Number(this.#forget.run(sequence).changes)
  }

  /** Resolves when there is something to tell; at once when there is already. */
  async filled(signal: AbortSignal): Promise<void> {
    if (this.#count > 0 || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#filled = resolve
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
  }

  /**
   * Whether something was dropped for a new item: the oldest reading of the same printer, which the new one supersedes; if there is
   * none, of the printer that has most waiting. The outcome of work is never dropped.
   */
  #makeRoom(item: NewItem): boolean {
    if (this.#count < this.#options.mostItems || item.kind === 'work-done') return false
    const oldest = this.#oldestOf.get(item.address)?.sequence ?? this.#fullest.get()?.sequence
    return oldest != null && Number(this.#drop.run(oldest).changes) > 0
  }
}
