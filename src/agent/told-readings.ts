import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { PrinterReading, ReportItem } from '../features/agents/agent-protocol.api.ts'

const DAY = 86_400_000

interface Told {
  reading: PrinterReading
  /** When the last whole reading was taken, in milliseconds since 1970. */
  wholeAt: number
}

/**
 * What the server knows of each address: the reading that it confirmed last. What differs from it is enough to tell.
 *
 * @rule agents/only-what-changed  A reading is sent as what differs from the one before, and whole once a day, where the server takes that.
 */
export class ToldReadings {
  readonly #find: StatementSync
  readonly #keep: StatementSync
  readonly #forget: StatementSync

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('select reading, whole_at from told_reading where address = ?')
    this.#keep = database.prepare('insert or replace into told_reading (address, reading, whole_at) values (?, ?, ?)')
    this.#forget = database.prepare('delete from told_reading where address = ?')
  }

  /** The same things to tell, readings shortened to what has changed. They must be told in this order. */
  shorten(items: readonly ReportItem[]): ReportItem[] {
    const before = new Map<string, Told | undefined>()
    return items.map((item) => {
      if (item.kind !== 'reading') return item
      const told = before.has(item.address) ? before.get(item.address) : this.#told(item.address)
      const at = Date.parse(item.at)
      const age = told && at - told.wholeAt
      if (!told || age === undefined || age < 0 || age >= DAY) {
        before.set(item.address, { reading: item.reading, wholeAt: at })
        return item
      }
      before.set(item.address, { reading: item.reading, wholeAt: told.wholeAt })
      const { sequence, address } = item
      return { kind: 'reading-changes', sequence, address, at: item.at, changes: changesIn(told.reading, item.reading) }
    })
  }

  /** The server has these; to be called with the items as they were sent and as they were. */
  confirm(whole: readonly ReportItem[], sent: readonly ReportItem[]): void {
    const last = new Map<string, { reading: PrinterReading; wholeAt: number | undefined }>()
    for (const [i, item] of whole.entries()) {
      if (item.kind !== 'reading') continue
      const wholeAt = sent[i]?.kind === 'reading' ? Date.parse(item.at) : last.get(item.address)?.wholeAt
      last.set(item.address, { reading: item.reading, wholeAt })
    }
    for (const [address, { reading, wholeAt }] of last) {
      this.#keep.run(address, JSON.stringify(reading), wholeAt ?? this.#told(address)?.wholeAt ?? 0)
    }
  }

  /** The server does not know this address after all: the next reading of it goes whole. */
  forget(address: string): void {
    this.#forget.run(address)
  }

  #told(address: string): Told | undefined {
    const row = this.#find.get(address)
    return row && { reading: JSON.parse(String(row.reading)) as PrinterReading, wholeAt: Number(row.whole_at) }
  }
}

/** The values of a reading that are other than before. */
export function changesIn(before: PrinterReading, now: PrinterReading): Partial<PrinterReading> {
  const names = Object.keys(now) as (keyof PrinterReading)[]
  const changed = names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]))
  return Object.fromEntries(changed.map((name) => [name, now[name]]))
}
