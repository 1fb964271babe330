/**
 * Keeps to a number of packets a second: a network, and a printer with a weak processor, must not notice that it is being read.
 * Packets are let through in the order in which they came; a short pause earns a small burst, never more than 20 ms worth.
 */
export class Pace {
  #interval: number
  #next = 0
  readonly #waiting: { cost: number; go: () => void }[] = []
  #timer: NodeJS.Timeout | undefined

  /** `packetsPerSecond` may be `Infinity`: no pacing. */
  constructor(packetsPerSecond: number) {
    this.#interval = 1000 / packetsPerSecond
  }

  set packetsPerSecond(value: number) {
    this.#interval = 1000 / value
  }

  /** Calls back when a packet may be sent; at once where there is room. `cost` is how many packets this one counts as. */
  take(go: () => void, cost = 1): void {
    if (this.#waiting.length === 0 && this.#pass(cost)) {
      go()
      return
    }
    this.#waiting.push({ cost, go })
    this.#wake()
  }

  /** The same for a caller that sends one packet after another: undefined where it may go on at once. */
  turn(cost = 1): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#pass(cost)) return undefined
    return new Promise((resolve) => this.take(resolve, cost))
  }

  /** Lets everybody go who waits; for the end of the program, when nothing is sent any more. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const { go } of this.#waiting.splice(0)) go()
  }

  #pass(cost: number): boolean {
    const now = performance.now()
    if (this.#next > now) return false
    this.#next = Math.max(this.#next, now - BURST_MILLISECONDS) + this.#interval * cost
    return true
  }

  #wake() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      let sent = 0
      while (sent < this.#waiting.length && this.#pass(this.#waiting[sent]!.cost)) sent++
      const ready = this.#waiting.splice(0, sent)
      for (const { go } of ready) go()
      if (this.#waiting.length > 0) this.#wake()
    }, 1)
  }
}

const BURST_MILLISECONDS = 20
