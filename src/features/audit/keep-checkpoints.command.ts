import fs from 'node:fs'
import path from 'node:path'
import type { Logger } from 'pino'
import type { Db } from '../../platform/db/database.ts'
import type { Outbound } from '../../platform/outbound/outbound.ts'
import { fingerprintOf, readSignedLog, type SignedLine, SignedLog } from '../../platform/signed-log.ts'
import { readHeads } from './audit.queries.ts'
import { type CheckpointContent, checkpointFolder, checkpointKey } from './checkpoints.ts'

export interface CheckpointOptions {
  db: Db
  dataDir: string
  /** a folder or an address of http or https that gets every checkpoint too */
  to?: string | undefined
  outbound: Outbound
  log: Logger
}

/**
 * Keeps checkpoints: signed lists of the ends of all chains, in the data folder, where who owns the database has no hand. The first of a day lists all
 * chains, the others those that changed since. What is sent elsewhere is sent in order, and again until it is taken.
 * @rule audit/checkpoints  Hourly and at every end of a task the ends of all chains are signed and kept in the data folder: an end that is cut off or a chain that is rewritten shows.
 */
export class Checkpoints {
  readonly #options: CheckpointOptions
  readonly #log: SignedLog<CheckpointContent>
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  #sending: Promise<void> | undefined

  private constructor(options: CheckpointOptions, log: SignedLog<CheckpointContent>) {
    this.#options = options
    this.#log = log
  }

  static async open(options: CheckpointOptions): Promise<Checkpoints> {
    return new Checkpoints(options, await SignedLog.open(checkpointFolder(options.dataDir), checkpointKey(options.dataDir)))
  }

  /** Makes a checkpoint that covers all that was committed before the call; calls that come together share one. */
  make(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#make().finally(() => {
        this.#running = undefined
      })
      return this.#running
    }
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      return this.make()
    })
    return this.#next
  }

  async #make(): Promise<void> {
    const { db, log, to } = this.#options
    try {
      const at = new Date().toISOString()
      const { last } = this.#log
      this.#log.append(await readHeads(db, this.#log.beginsFile(at) ? undefined : last?.content.through), at)
    } catch (err) {
      log.error({ err }, 'no checkpoint of the audit trail could be made')
    }
    if (to === undefined) return
    this.#sending ??= this.#send(to)
      .catch((err) => log.warn({ err }, 'checkpoints of the audit trail wait to be sent'))
      .finally(() => {
        this.#sending = undefined
      })
  }

  async #send(to: string): Promise<void> {
    const folder = checkpointFolder(this.#options.dataDir)
    const note = `${folder}-sent`
    const sent = fs.existsSync(note) ? (JSON.parse(fs.readFileSync(note, 'utf8')) as { number: number; file: string }) : undefined
    for await (const { file, line } of readSignedLog<CheckpointContent>(folder, sent?.file)) {
      if (line.number <= (sent?.number ?? 0)) continue
      await this.#deliver(to, file, line)
      fs.writeFileSync(`${note}.new`, JSON.stringify({ number: line.number, file }), { mode: 0o600 })
      fs.renameSync(`${note}.new`, note)
    }
  }

  async #deliver(to: string, file: string, line: SignedLine<CheckpointContent>): Promise<void> {
    const body = JSON.stringify(line)
    if (/^https?:/.test(to)) {
      const { status } = await this.#options.outbound({ url: to, method: 'POST', headers: { 'content-type': 'application/json' }, body })
      if (status < 200 || status > 299) throw new Error(`${to} answered a checkpoint with the status ${status}.`)
      return
    }
    const folder = path.join(to, fingerprintOf(line.key))
    fs.mkdirSync(folder, { recursive: true })
    fs.appendFileSync(path.join(folder, file), `${body}\n`)
  }

  /** Waits for what is being made and sent. */
  async close(): Promise<void> {
    await this.#next
    await this.#running
    await this.#sending
  }
}

const HOUR = 60 * 60 * 1000

/** Makes a checkpoint now and at every full hour, until stopped. */
export function keepCheckpoints(checkpoints: Checkpoints): () => Promise<void> {
  let timer: NodeJS.Timeout
  const wait = () => {
    timer = setTimeout(
      () => {
        void checkpoints.make()
        wait()
      },
      HOUR - (Date.now() % HOUR),
    )
    timer.unref()
  }
  void checkpoints.make()
  wait()
  return async () => {
    clearTimeout(timer)
    await checkpoints.close()
  }
}
