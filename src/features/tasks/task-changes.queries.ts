import { EventEmitter, on } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

const RETRY_MILLISECONDS = 1000
const WHILE_MILLISECONDS = 10_000

/** The id of a task that changed; undefined: any may have changed; null: a while has passed, and what waits may have a reason to report. */
export type TaskChange = string | undefined | null

/**
 * Hears from PostgreSQL whenever a task changed, whichever server process changed it, and passes it on to the streams of this one.
 * A connection that breaks is made again; the streams then look at their tasks again.
 * @rule tasks/live-progress  A person who watches a task gets its current state, every change, and its end.
 */
export class TaskChanges {
  readonly #url: string
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  #client: pg.Client | undefined
  readonly #clock: NodeJS.Timeout
  #closed = false

  constructor(url: string, whileMilliseconds = WHILE_MILLISECONDS) {
    this.#url = url
    this.#clock = setInterval(() => this.#tellAll(null), whileMilliseconds).unref()
  }

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'mps-express task changes',
      keepAlive: true,
    })
    this.#client = client
    client.on('notification', ({ payload = '' }) => {
      const [organizationId = '', taskId] = payload.split(' ')
      this.#emitter.emit(organizationId, taskId)
    })
    client.on('error', () => {})
    await client.connect()
    await client.query('listen task_changed')
    client.on('end', () => void this.#reopen())
    if (this.#closed) await client.end()
  }

  // One attempt after the other, until one succeeds.
  async #reopen(): Promise<void> {
    while (!this.#closed && !(await this.#tryToOpen())) await setTimeout(RETRY_MILLISECONDS, undefined, { ref: false })
    this.#tellAll(undefined)
  }

  #tellAll(change: TaskChange): void {
    // Every stream listens for errors too, and would end at one.
    for (const name of this.#emitter.eventNames()) if (name !== 'error') this.#emitter.emit(name, change)
  }

  async #tryToOpen(): Promise<boolean> {
    try {
      await this.open()
      return true
    } catch {
      return false
    }
  }

  /** The changes of an organization's tasks, from now on. */
  changes(organizationId: string, signal: AbortSignal | undefined): AsyncIterable<TaskChange> {
    return idsOf(on(this.#emitter, organizationId, { signal }), signal)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#clock)
    await this.#client?.end()
  }
}

async function* idsOf(heard: AsyncIterable<TaskChange[]>, signal: AbortSignal | undefined): AsyncGenerator<TaskChange> {
  try {
    for await (const [taskId] of heard) yield taskId
  } catch (error) {
    if (!signal?.aborted) throw error
  }
}
