import type { Server } from '../delivery/server-client.ts'

/** One upload, as it was sent. */
export interface Upload {
  id: number
  at: string
  items: number
  /** the payload, JSON */
  body: string
  /** what the server answered, or why it did not */
  answer: string
}

/** What was reported last of an address. */
export interface Seen {
  address: string
  at: string
  /** what it is, or why it was not read */
  reported: string
}

const MOST_OCTETS = 8_000_000
const MOST_UPLOADS = 200

/** Remembers what an agent says to its server, as far as there is room: for the status page. Credentials are not among it. */
export class Sent {
  readonly uploads: Upload[] = []
  readonly seen = new Map<string, Seen>()
  lastHeard: string | undefined
  lastError: { at: string; message: string } | undefined
  #octets = 0
  #last = 0

  /** The server, watched. */
  readonly watch = (server: Server): Server => {
    const report = async (...[sent, ...rest]: Parameters<Server['report']>) => {
      const upload = this.#add(sent)
      return this.#noting(
        async () => server.report(sent, ...rest),
        (answer) => {
          upload.answer = answer
        },
      )
    }
    const heartbeat = (...args: Parameters<Server['heartbeat']>) => this.#noting(async () => server.heartbeat(...args))
    const watched = { report, heartbeat }
    return new Proxy(server, { get: (target, name) => Reflect.get(name in watched ? watched : target, name) })
  }

  async #noting<T>(ask: () => Promise<T>, note: (answer: string) => void = () => {}): Promise<T> {
    try {
      const answer = await ask()
      this.lastHeard = new Date().toISOString()
      note(JSON.stringify(answer))
      return answer
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.lastError = { at: new Date().toISOString(), message }
      note(message)
      throw error
    }
  }

  #add(sent: { items: readonly object[] }): Upload {
    for (const item of sent.items) this.#see(item as Record<string, unknown>)
    const upload = {
      id: ++this.#last,
      at: new Date().toISOString(),
      items: sent.items.length,
      body: JSON.stringify(sent),
      answer: 'under way',
    }
    this.uploads.unshift(upload)
    this.#octets += upload.body.length
    while (this.uploads.length > MOST_UPLOADS || (this.#octets > MOST_OCTETS && this.uploads.length > 1))
      this.#octets -= this.uploads.pop()!.body.length
    return upload
  }

  #see({ kind, address, at, reading, reason }: Record<string, unknown>): void {
    if (typeof address !== 'string' || address === '') return
    const { manufacturer, model, serialNumber } = (reading ?? {}) as Record<string, string | null>
    const before = this.seen.get(address)?.reported
    const reported =
      kind === 'reading'
        ? [manufacturer, model, serialNumber].filter(Boolean).join(', ')
        : kind === 'no-reading'
          ? `not read: ${reason}`
          : (before ?? '')
    this.seen.set(address, { address, at: String(at), reported })
  }
}
