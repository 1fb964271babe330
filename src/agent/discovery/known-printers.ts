import type { DatabaseSync } from 'node:sqlite'
import { DISK_PAUSE_MILLISECONDS, inTransaction } from '../agent-database.ts'

/** A printer that the agent has found and keeps reading. */
export interface KnownPrinter {
  address: string
  /** The SNMP profile that it answered to. */
  profileId: string
  /** The entry of the discovery criteria that led to it. */
  foundBy: string
  /** No entry covers it now; it is not read, but not forgotten. */
  excluded: boolean
}

/** How long changes are gathered before they are written together: of thousands found at once, not each waits for the disk. */
const GATHER_MILLISECONDS = 50

/**
 * The printers that the agent knows, kept on disk so that one which no longer answers is missed also after a restart. What was found in
 * the last moment before a power failure is found again by the sweep at the start.
 */
export class KnownPrinters {
  readonly #database: DatabaseSync
  readonly #printers = new Map<string, KnownPrinter>()
  readonly #unwritten = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(database: DatabaseSync) {
    this.#database = database
    for (const row of database.prepare('select address, profile_id, found_by, excluded from known_printer').iterate()) {
      const address = String(row.address)
      this.#printers.set(address, {
        address,
        profileId: String(row.profile_id),
        foundBy: String(row.found_by),
        excluded: row.excluded === 1,
      })
    }
  }

  get(address: string): KnownPrinter | undefined {
    return this.#printers.get(address)
  }

  all(): KnownPrinter[] {
    return [...this.#printers.values()]
  }

  /** Remembers a printer, or what is new about it; on disk after a moment, or at once by `flush`. */
  keep(printer: KnownPrinter): void {
    const { address, profileId, foundBy, excluded } = printer
    const before = this.#printers.get(address)
    if (before?.profileId === profileId && before.foundBy === foundBy && before.excluded === excluded) return
    this.#printers.set(address, printer)
    this.#unwritten.add(address)
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MILLISECONDS)
  }

  /** Writes down what is new. What the disk does not take is tried again later. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#unwritten.size === 0) return
    try {
      this.#write()
      this.#unwritten.clear()
    } catch {
      this.#timer = setTimeout(() => this.flush(), DISK_PAUSE_MILLISECONDS)
    }
  }

  /** Ends the writing. */
  close(): void {
    this.flush()
    clearTimeout(this.#timer)
  }

  #write(): void {
    const statement = this.#database.prepare(
      'insert or replace into known_printer (address, profile_id, found_by, excluded) values (?, ?, ?, ?)',
    )
    inTransaction(this.#database, () => {
      for (const written of this.#unwritten) {
        const { address, profileId, foundBy, excluded } = this.#printers.get(written)!
        statement.run(address, profileId, foundBy, excluded ? 1 : 0)
      }
    })
  }
}
