import { Worker } from 'node:worker_threads'

/**
 * Work whose length a stranger decides, such as reading a file that was uploaded: done in a thread of its own, so that everybody else's
 * requests are
 * answered meanwhile. One thread works at a time; those who wait take turns by their key, so that many files of one delay only their own.
 */

export interface Limits {
  /** from the moment a call begins, not while it waits */
  milliseconds: number
  /** of the thread's heap */
  megabytes: number
}

/** The work took longer, or more memory, than it may. */
export class OutOfLimits extends Error {
  readonly limit: 'time' | 'memory'

  constructor(limit: 'time' | 'memory') {
    super(`The work is out of its limit of ${limit}.`)
    this.limit = limit
  }
}

/** Too many wait already. */
export class TooManyWait extends Error {}

const MOST_WAITING = 100
const IDLE_MILLISECONDS = 60_000

interface Call {
  name: string
  args: readonly unknown[]
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

type Answer = { result: unknown; error?: undefined } | { error: string }

const isBytes = (value: unknown): value is Uint8Array<ArrayBuffer> => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer

/**
 * A module's functions, run in a thread of its own. Only what can be copied between threads goes in and comes out; bytes are handed
 * over, and the
 * caller has them no more.
 */
export class OffThread<Module> {
  readonly #file: URL
  readonly #limits: Limits
  readonly #waiting = new Map<string, Call[]>()
  #worker: Worker | undefined
  #busy = false
  #idle: NodeJS.Timeout | undefined

  constructor(file: URL, limits: Limits) {
    this.#file = file
    this.#limits = limits
  }

  /** Calls a function of the module; who has the same key waits behind each other. */
  run<Name extends keyof Module & string>(
    key: string,
    name: Name,
    ...args: Module[Name] extends (...args: infer Args) => unknown ? Args : never
  ): Promise<Module[Name] extends (...args: never[]) => infer Result ? Awaited<Result> : never> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const queue = this.#waiting.get(key) ?? []
    const waiting = [...this.#waiting.values()].reduce((sum, calls) => sum + calls.length, 0)
    if (waiting >= MOST_WAITING) return Promise.reject(new TooManyWait('Too many wait for this work.'))
    this.#waiting.set(key, [...queue, { name, args, resolve, reject }])
    this.#next()
    return promise as never
  }

  #next(): void {
    const [turn] = this.#waiting
    if (this.#busy || !turn) return
    const [key, [call, ...rest]] = turn
    // Whoever had a turn goes to the end.
    this.#waiting.delete(key)
    if (rest.length > 0) this.#waiting.set(key, rest)
    this.#busy = true
    clearTimeout(this.#idle)
    void this.#call(call!).finally(() => {
      this.#busy = false
      this.#idle = setTimeout(() => this.#end(), IDLE_MILLISECONDS).unref()
      this.#next()
    })
  }

  async #call({ name, args, resolve, reject }: Call): Promise<void> {
    this.#worker ??= this.#start()
    const worker = this.#worker
    try {
      const answer = await answered(worker, this.#limits, () =>
        worker.postMessage(
          { name, args },
          args.filter(isBytes).map(({ buffer }) => buffer),
        ),
      )
      if (answer.error === undefined) resolve(answer.result)
      else reject(new Error(answer.error))
    } catch (error) {
      this.#end()
      reject(error as Error)
    }
  }

  #start(): Worker {
    const { megabytes } = this.#limits
    const worker = new Worker(new URL('./off-thread-worker.ts', import.meta.url), {
      workerData: this.#file.href,
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
    })
    worker.unref()
    // A fault of a thread that nobody waits for any more is no fault of ours.
    worker.on('error', () => {})
    return worker
  }

  #end(): void {
    void this.#worker?.terminate()
    this.#worker = undefined
  }
}

/** What the thread answers; fails when it ends, or does not answer in time. */
function answered(worker: Worker, { milliseconds }: Limits, ask: () => void): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const outOfTime = setTimeout(() => reject(new OutOfLimits('time')), milliseconds)
  const fail = (error: Error & { code?: string }) => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new OutOfLimits('memory') : error)
  const exited = () => reject(new OutOfLimits('memory'))
  worker.once('message', resolve).once('error', fail).once('exit', exited)
  ask()
  return promise.finally(() => {
    clearTimeout(outOfTime)
    worker.off('message', resolve).off('error', fail).off('exit', exited)
  })
}
