/** Lets each of several owners do only so much at the same time: what is more waits for its turn. */
export class Turns {
  readonly #running = new Map<string, { count: number; waiting: (() => void)[] }>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** Runs now or, where the owner has as much running as is allowed, when some of that has ended. */
  async run<T>(owner: string, work: () => T | Promise<T>): Promise<T> {
    const lane = this.#running.get(owner) ?? { count: 0, waiting: [] }
    this.#running.set(owner, lane)
    if (lane.count < this.#most) lane.count++
    else await new Promise<void>((resolve) => lane.waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = lane.waiting.shift()
      if (next) next()
      else if (--lane.count === 0) this.#running.delete(owner)
    }
  }
}
