import type { Outbox } from './outbox.ts'

/** What a heartbeat reported about the server that matters to whoever delivers. */
interface Beat {
  takes?: string[] | undefined
  deliveredThrough?: number | undefined
}

/**
 * What agent and server agree on: what the server understands, and which numbers are taken.
 *
 * @rule agents/numbers-of-one-installation  An agent delivers only after a heartbeat has returned the numbers that the server has; items
 * with numbers that another installation has used (a copied folder, an old backup) are renumbered, so that the server does not take them
 * for known ones.
 */
export class Agreement {
  readonly #outbox: Outbox
  readonly #log: (event: string, facts: Record<string, unknown>) => void
  #takes = new Set<string>()
  #isCurrent = false
  #reached: () => void = () => {}

  constructor(outbox: Outbox, log: (event: string, facts: Record<string, unknown>) => void) {
    this.#outbox = outbox
    this.#log = log
  }

  takes(what: string): boolean {
    return this.#takes.has(what)
  }

  /** A heartbeat was answered. */
  heard({ takes = [], deliveredThrough }: Beat): void {
    this.#takes = new Set(takes)
    if (deliveredThrough !== undefined) this.compare(deliveredThrough)
    this.#isCurrent = true
    this.#reached()
  }

  /** The server has numbers up to this one. True where they are not all ours: what waits has new numbers. */
  compare(deliveredThrough: number): boolean {
    const ours = this.#outbox.sentThrough
    if (deliveredThrough <= ours) return false
    this.#log('numbers-taken', { ours, serverHas: deliveredThrough })
    this.#outbox.renumberFrom(deliveredThrough + 1)
    return true
  }

  /** Another installation may have delivered meanwhile: nothing is sent before the next heartbeat. */
  doubt(): void {
    this.#isCurrent = false
  }

  /** Resolves when a heartbeat has been answered, or at the end. */
  async reached(signal: AbortSignal): Promise<void> {
    if (this.#isCurrent || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#reached = resolve
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
  }
}
