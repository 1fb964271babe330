import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { PrinterReading, ReportItem } from '../../features/agent-protocol/agent-protocol.api.ts'

const DAY = 86_400_000

/** A reading that was sent whole. */
interface Told {
  sequence: number
  reading: PrinterReading
  /** When it was taken, in milliseconds since 1970. */
  wholeAt: number
}

/**
 * What the server has of each address: the reading that was sent whole last. What differs from it is enough to tell, for a day; neither side then writes
 * down more than one reading of a printer a day.
 *
 * @rule agents/only-what-changed  Where the server accepts it, a reading is sent as its differences from the last full one, and in full once a day.
 */
export class ToldReadings {
  readonly #find: StatementSync
  readonly #keep: StatementSync
  readonly #forget: StatementSync

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('select sequence, reading, whole_at from told_reading where address = ?')
    this.#keep = database.prepare('insert or replace into told_reading (address, sequence, reading, whole_at) values (?, ?, ?, ?)')
    this.#forget = database.prepare('delete from told_reading where address = ?')
  }

  /** The same things to tell, readings shortened to what has changed. They must be told in this order. */
  shorten(items: readonly ReportItem[]): ReportItem[] {
    const before = new Map<string, Told | undefined>()
    return items.map((item) => {
      if (item.kind !== 'reading') return item
      const told = before.has(item.address) ? before.get(item.address) : this.#told(item.address)
      const sent = shortened(item, told)
      before.set(item.address, sent.kind === 'reading' ? toldBy(sent) : told)
      return sent
    })
  }

  /** The server has these; to be called with the items as they were sent. */
  confirm(sent: readonly ReportItem[]): void {
    const last = new Map<string, WholeReading>()
    for (const item of sent) if (item.kind === 'reading') last.set(item.address, item)
    for (const item of last.values()) {
      const { sequence, reading, wholeAt } = toldBy(item)
      this.#keep.run(item.address, sequence, JSON.stringify(reading), wholeAt)
    }
  }

  /** The server does not know this address after all: the next reading of it goes whole. */
  forget(address: string): void {
    this.#forget.run(address)
  }

  #told(address: string): Told | undefined {
    const row = this.#find.get(address)
    if (!row) return undefined
    const reading = JSON.parse(String(row.reading)) as PrinterReading
    return { sequence: Number(row.sequence), reading, wholeAt: Number(row.whole_at) }
  }
}

type WholeReading = Extract<ReportItem, { kind: 'reading' }>

/** What is to be sent of a reading, where the server knows this one. */
function shortened(item: WholeReading, told: Told | undefined): ReportItem {
  const age = told ? Date.parse(item.at) - told.wholeAt : -1
  if (!told || age < 0 || age >= DAY) return item
  const { sequence, address, at, reading } = item
  return { kind: 'reading-changes', sequence, address, at, basis: told.sequence, changes: changesIn(told.reading, reading) }
}

const toldBy = ({ sequence, at, reading }: WholeReading): Told => ({ sequence, reading, wholeAt: Date.parse(at) })

/** The values of a reading that are other than before. */
export function changesIn(before: PrinterReading, now: PrinterReading): Partial<PrinterReading> {
  const names = Object.keys(now) as (keyof PrinterReading)[]
  const changed = names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]))
  return Object.fromEntries(changed.map((name) => [name, now[name]]))
}
