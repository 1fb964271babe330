import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './agent-database.ts'
import type { KeyStore } from './snmp/usm-keys.ts'

/**
 * Seals what the agent keeps that is secret: communities, passwords, and the keys made of them. The sealing key is a file of its own, for
 * this user alone, so that the database may be copied for support without revealing anything.
 *
 * @rule agents/secrets-at-rest-are-sealed  Communities, passwords and keys are never in plain text in the agent's database.
 */
export class Vault {
  readonly #key: Buffer

  constructor(folder: string) {
    this.#key = keyIn(folder)
  }

  seal(content: Buffer): Buffer {
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv(CIPHER, this.#key, nonce)
    const sealed = Buffer.concat([cipher.update(content), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  /** What was sealed; undefined where it was sealed with another key, or spoilt. */
  open(sealed: Uint8Array): Buffer | undefined {
    const octets = Buffer.from(sealed)
    if (octets.length < NONCE + TAG) return undefined
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, octets.subarray(0, NONCE)).setAuthTag(octets.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([decipher.update(octets.subarray(NONCE + TAG)), decipher.final()])
    } catch {
      return undefined
    }
  }

  /** A name under which a secret can be found again and that does not reveal it. */
  nameOf(secret: string): string {
    return createHmac('sha256', this.#key).update(secret).digest('hex')
  }
}

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16
const KEY = 32

function keyIn(folder: string): Buffer {
  const file = join(folder, 'key')
  try {
    writeFileSync(file, randomBytes(KEY).toString('base64'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  if (key.length !== KEY)
    throw new Error(`${file} contains no key. Delete it: the agent creates a new key and discards what it encrypted with the old one.`)
  return key
}

/** Written together after a moment: a site with a dear way of lengthening keys makes thousands at once. */
const GATHER_MILLISECONDS = 50

/** Keys of SNMP version 3, kept sealed over restarts. What cannot be written is made again the next time. */
export class SealedKeys implements KeyStore {
  readonly #vault: Vault
  readonly #database: DatabaseSync
  readonly #known = new Map<string, Buffer>()
  readonly #unwritten = new Map<string, Buffer>()
  #timer: NodeJS.Timeout | undefined

  constructor(database: DatabaseSync, vault: Vault) {
    this.#database = database
    this.#vault = vault
  }

  get(secret: string): Buffer | undefined {
    const name = this.#vault.nameOf(secret)
    const known = this.#known.get(name)
    if (known) return known
    const row = this.#database.prepare('select sealed from sealed_key where name = ?').get(name)
    const key = row && this.#vault.open(row.sealed as Uint8Array)
    if (key) this.#known.set(name, key)
    return key
  }

  set(secret: string, key: Buffer): void {
    const name = this.#vault.nameOf(secret)
    this.#known.set(name, key)
    this.#unwritten.set(name, key)
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MILLISECONDS)
  }

  /** Writes down what was gathered. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const keys = [...this.#unwritten]
    this.#unwritten.clear()
    if (keys.length === 0) return
    try {
      const insert = this.#database.prepare('insert or replace into sealed_key (name, sealed) values (?, ?)')
      inTransaction(this.#database, () => {
        for (const [name, key] of keys) insert.run(name, this.#vault.seal(key))
      })
    } catch {
      // A full disk, or an agent that stopped while a key was made: they stay in memory, and are made again after a restart.
    }
  }
}
