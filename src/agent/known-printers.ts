import type { DatabaseSync } from 'node:sqlite'

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

/** The printers that the agent knows, kept on disk so that one which no longer answers is missed also after a restart. */
export class KnownPrinters {
  readonly #database: DatabaseSync
  readonly #printers = new Map<string, KnownPrinter>()

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

  /** Remembers a printer, or what is new about it. */
  keep(printer: KnownPrinter): void {
    const { address, profileId, foundBy, excluded } = printer
    const before = this.#printers.get(address)
    if (before?.profileId === profileId && before.foundBy === foundBy && before.excluded === excluded) return
    this.#database
      .prepare('insert or replace into known_printer (address, profile_id, found_by, excluded) values (?, ?, ?, ?)')
      .run(address, profileId, foundBy, excluded ? 1 : 0)
    this.#printers.set(address, printer)
  }
}
