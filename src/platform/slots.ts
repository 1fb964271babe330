/** Counts what is running for each of several owners, so that none has more at the same time than a limit. */
export class Slots {
  readonly #taken = new Map<string, number>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** Takes a slot of an owner; undefined where all are taken. What is given back frees it, once. */
  take(owner: string): (() => void) | undefined {
    const taken = this.#taken.get(owner) ?? 0
    if (taken >= this.#most) return undefined
    this.#taken.set(owner, taken + 1)
    let isFree = false
    return () => {
      if (isFree) return
      isFree = true
      const left = this.#taken.get(owner)! - 1
      if (left > 0) this.#taken.set(owner, left)
      else this.#taken.delete(owner)
    }
  }
}
