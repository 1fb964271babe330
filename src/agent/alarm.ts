/** A wait that can be cut short: by the end of the program, or because there is something to do. */
export class Alarm {
  #wake: () => void = () => {}

  /** Ends the wait under way. */
  ring(): void {
    this.#wake()
  }

  /** Waits so long, or until `ring` or the end. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, Math.min(milliseconds, LONGEST))
    this.#wake = resolve
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    clearTimeout(timer)
  }
}

/** The longest that a timer can wait. */
export const LONGEST = 2 ** 31 - 1
