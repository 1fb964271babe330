import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { AgentConfiguration } from '../features/agent-protocol/agent-protocol.api.ts'
import { readConfiguration } from './configuration.ts'
import { SealedKeys, Vault } from './vault.ts'

/** What the agent remembers over a restart besides its outbox and its printers. What holds secrets is sealed. */
export class Memory {
  readonly keys: SealedKeys
  readonly #database: DatabaseSync
  readonly #vault: Vault

  constructor(database: DatabaseSync, folder: string) {
    this.#database = database
    this.#vault = new Vault(folder)
    this.keys = new SealedKeys(database, this.#vault)
  }

  /** The last configuration from the server; undefined when there is none yet, or it can no longer be read. */
  get configuration(): AgentConfiguration | undefined {
    const text = this.#recall(CONFIGURATION)
    const opened = text && this.#vault.open(Buffer.from(text, 'base64'))
    if (!opened) return undefined
    try {
      return readConfiguration(JSON.parse(opened.toString('utf8')))
    } catch {
      return undefined
    }
  }

  set configuration(configuration: AgentConfiguration) {
    this.#remember(CONFIGURATION, this.#vault.seal(Buffer.from(JSON.stringify(configuration))).toString('base64'))
  }

  /** By how many milliseconds the server's clock was ahead of this machine's. */
  get clockAhead(): number {
    return Number(this.#recall(CLOCK) ?? 0)
  }

  set clockAhead(milliseconds: number) {
    // At each heartbeat it is a little other; that is not worth a write to the disk.
    if (Math.abs(milliseconds - this.clockAhead) > 1000) this.#remember(CLOCK, String(Math.round(milliseconds)))
  }

  #recall(name: string): string | undefined {
    const row = this.#database.prepare('select value from remembered where name = ?').get(name)
    return row && String(row.value)
  }

  #remember(name: string, value: string) {
    try {
      this.#database.prepare('insert or replace into remembered (name, value) values (?, ?)').run(name, value)
    } catch {
      // A full disk: the server sends it again after a restart.
    }
  }
}

const CONFIGURATION = 'sealed configuration'
const CLOCK = 'clock ahead'

/** A name for this installation: the same after a restart, another for a copy on another machine or in another folder. */
export function instanceOf(folder: string): string {
  return createHash('sha256')
    .update([hostname(), machineId(), resolve(folder)].join('\n'))
    .digest('hex')
    .slice(0, 32)
}

function machineId(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim()
  } catch {
    return ''
  }
}
