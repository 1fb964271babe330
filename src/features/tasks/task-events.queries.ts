import { EventEmitter, on } from 'node:events'
import pg from 'pg'
import { APP_ROLE } from '../../platform/db/database.ts'

/**
 * Hears from PostgreSQL whenever a task changed, whichever server process changed it, and passes it on to the streams of this one.
 * A connection that breaks is made again; the streams then look at their tasks anew.
 */
export class TaskEvents {
  readonly #url: string
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  #client: pg.Client | undefined
  #closed = false

  constructor(url: string) {
    this.#url = url
  }

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'mps-express task events',
      options: `-c role=${APP_ROLE}`,
    })
    this.#client = client
    client.on('notification', ({ payload = '' }) => {
      const [organizationId = '', taskId] = payload.split(' ')
      this.#emitter.emit(organizationId, taskId)
    })
    client.on('error', () => {})
    client.on('end', () => void this.#reopen())
    await client.connect()
    await client.query('listen task_changed')
  }

  async #reopen(): Promise<void> {
    if (this.#closed) return
    try {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      await this.open()
      for (const organizationId of this.#emitter.eventNames()) this.#emitter.emit(organizationId, undefined)
    } catch {
      void this.#reopen()
    }
  }

  /** The ids of tasks of an organization as they change; undefined when any may have changed. */
  async *changes(organizationId: string, signal: AbortSignal | undefined): AsyncGenerator<string | undefined> {
    try {
      for await (const [taskId] of on(this.#emitter, organizationId, { signal })) yield taskId
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#client?.end()
  }
}
