import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { PrinterReading, ReportItem } from '../../features/agent-protocol/agent-protocol.api.ts'

const DAY = 86_400_000

/** A reading that was sent whole. */
interface Reported {
  sequence: number
  reading: PrinterReading
  /** When it was taken, in milliseconds since 1970. */
  wholeAt: number
}

/**
 * What the server has of each address: the reading that was sent whole last. What differs from it is enough to report, for a day; neither side then writes
 * down more than one reading of a printer a day.
 *
 * @rule agents/only-what-changed  Where the server accepts it, a reading is sent as its differences from the last full one, and in full once a day.
 */
export class FullReadings {
  readonly #find: StatementSync
  readonly #keep: StatementSync
  readonly #forget: StatementSync

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('select sequence, reading, whole_at from told_reading where address = ?')
    this.#keep = database.prepare('insert or replace into told_reading (address, sequence, reading, whole_at) values (?, ?, ?, ?)')
    this.#forget = database.prepare('delete from told_reading where address = ?')
  }

  /** The same items to send, readings shortened to what has changed. They must be sent in this order. */
  shorten(items: readonly ReportItem[]): ReportItem[] {
    const before = new Map<string, Reported | undefined>()
    return items.map((item) => {
      if (item.kind !== 'reading') return item
      const reported = before.has(item.address) ? before.get(item.address) : this.#reported(item.address)
      const sent = shortened(item, reported)
      before.set(item.address, sent.kind === 'reading' ? keptOf(sent) : reported)
      return sent
    })
  }

  /** The server has these; to be called with the items as they were sent. */
  confirm(sent: readonly ReportItem[]): void {
    const last = new Map<string, WholeReading>()
    for (const item of sent) if (item.kind === 'reading') last.set(item.address, item)
    for (const item of last.values()) {
      const { sequence, reading, wholeAt } = keptOf(item)
      this.#keep.run(item.address, sequence, JSON.stringify(reading), wholeAt)
    }
  }

  /** The server does not know this address after all: the next reading of it goes whole. */
  forget(address: string): void {
    this.#forget.run(address)
  }

  #reported(address: string): Reported | undefined {
    const row = this.#find.get(address)
    if (!row) return undefined
    const reading = JSON.parse(String(row.reading)) as PrinterReading
    return { sequence: Number(row.sequence), reading, wholeAt: Number(row.whole_at) }
  }
}

type WholeReading = Extract<ReportItem, { kind: 'reading' }>

/** What is to be sent of a reading, where the server knows this one. */
function shortened(item: WholeReading, reported: Reported | undefined): ReportItem {
  const age = reported ? Date.parse(item.at) - reported.wholeAt : -1
  if (!reported || age < 0 || age >= DAY) return item
  const { sequence, address, at, reading } = item
  return { kind: 'reading-changes', sequence, address, at, basis: reported.sequence, changes: changesIn(reported.reading, reading) }
}

const keptOf = ({ sequence, at, reading }: WholeReading): Reported => ({ sequence, reading, wholeAt: Date.parse(at) })

/** The values of a reading that are other than before. */
export function changesIn(before: PrinterReading, now: PrinterReading): Partial<PrinterReading> {
  const names = Object.keys(now) as (keyof PrinterReading)[]
  const changed = names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]))
  return Object.fromEntries(changed.map((name) => [name, now[name]]))
}
