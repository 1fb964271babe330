import { readFileSync } from 'node:fs'
import { startAgent } from './agent.ts'
import { ActivationRefused, NotActivated } from './delivery/activation.ts'
import type { Server } from './delivery/server-client.ts'
import { messageOf } from './log.ts'
import { Sent } from './status/sent.ts'
import { serveStatusPage } from './status/status-page.ts'
import { AGENT_VERSION } from './updating/version.ts'
import { type Command, isPlainHttp, UsageError } from './usage.ts'

/** Exit code when the server refuses the activation code. */
const REFUSED = 3

export type RunCommand = Extract<Command, { command: 'run' }>

/** Who sees what is said to the server, and may end the agent. */
export interface Watched {
  watch?: (server: Server) => Server
  stop?: AbortSignal
}

/** Is the fleet agent until a signal ends it; returns the exit code. Throws `UsageError` when a code is needed and missing. */
export async function run(command: RunCommand, { watch, stop }: Watched = {}): Promise<number> {
  const { server, data, code, outboxItems, ca, pin, statusPort, reportVersion } = command
  const ending = new AbortController()
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      ending.abort()
      resolve()
    })
  }
  const end = () => {
    ending.abort()
    resolve()
  }
  if (stop?.aborted) end()
  stop?.addEventListener('abort', end, { once: true })
  const sent = statusPort === undefined ? undefined : new Sent()
  try {
    const agent = await startAgent({
      server,
      data,
      outboxItems,
      signal: ending.signal,
      watch: (unwatched) => [sent?.watch, watch].reduce((seen, next) => next?.(seen) ?? seen, unwatched),
      transport: {
        ...(ca === undefined ? {} : { ca: certificateIn('--ca', ca) }),
        ...(pin === undefined ? {} : { pin: certificateIn('--pin', pin) }),
      },
      ...(code === undefined ? {} : { code }),
      ...(reportVersion === undefined ? {} : { version: reportVersion }),
    })
    const facts = () => ({
      name: agent.name,
      version: reportVersion ?? AGENT_VERSION,
      server,
      waiting: agent.waiting(),
      diskTrouble: agent.diskTrouble() ?? null,
      plainHttp: isPlainHttp(server),
    })
    const page = sent && (await serveStatusPage(statusPort!, facts, sent))
    if (page) console.error(`The status page is at ${page.url}`)
    await promise
    await page?.stop()
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

function certificateIn(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${option}: ${messageOf(error)}`)
  }
}
