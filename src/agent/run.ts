import { ActivationRefused, NotActivated } from './activation.ts'
import { startAgent } from './agent.ts'
import { type Command, UsageError } from './usage.ts'

/** Exit code when the server refuses the activation code. */
const REFUSED = 3

/** Is the fleet agent until a signal ends it; returns the exit code. Throws `UsageError` when a code is needed and missing. */
export async function run({ server, data, code, outboxItems, reportVersion }: Extract<Command, { command: 'run' }>): Promise<number> {
  const ending = new AbortController()
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      ending.abort()
      resolve()
    })
  }
  try {
    const agent = await startAgent({
      server,
      data,
      outboxItems,
      signal: ending.signal,
      ...(code === undefined ? {} : { code }),
      ...(reportVersion === undefined ? {} : { version: reportVersion }),
    })
    await promise
    await agent.stop()
    return 0
  } catch (error) {
    if (ending.signal.aborted) return 0
    if (error instanceof NotActivated) throw new UsageError(error.message)
    if (!(error instanceof ActivationRefused)) throw error
    console.error(error.message)
    return REFUSED
  }
}
