import { MAX_REPORT_ITEMS } from '../features/agents/agent-protocol.api.ts'
import { type BackOffLimits, backOff, pause } from './back-off.ts'
import { type Log, messageOf } from './log.ts'
import type { Outbox } from './outbox.ts'
import { isRefusal, type Server, statusOf } from './server-client.ts'

/** Well below what servers and proxies between take as one request. */
const MOST_OCTETS = 1_000_000
const TOO_LARGE = 413

export interface Delivery {
  outbox: Outbox
  /** How long the first thing to tell waits for others to go with it. */
  gatherMilliseconds: number
  backOff: BackOffLimits
  log: Log
  signal: AbortSignal
}

/**
 * Delivers the outbox in order, for as long as the agent runs. What the server has not confirmed is sent again; while the server is
 * away it is tried ever more rarely, up to a limit.
 */
export async function deliver(server: Server, { outbox, gatherMilliseconds, backOff: limits, log, signal }: Delivery): Promise<void> {
  let failures = 0
  let mostItems = MAX_REPORT_ITEMS
  while (!signal.aborted) {
    await outbox.filled(signal)
    if (outbox.waiting < mostItems) await pause(gatherMilliseconds, signal)
    if (signal.aborted) return
    try {
      await deliverBatch(server, outbox, mostItems, log)
      if (failures > 0) log('server-back', { during: 'delivery', waiting: outbox.waiting })
      failures = 0
      mostItems = MAX_REPORT_ITEMS
    } catch (error) {
      if (signal.aborted) return
      failures++
      if (statusOf(error) === TOO_LARGE) mostItems = Math.max(1, Math.floor(mostItems / 2))
      const wait = backOff(failures, limits)
      const event = isRefusal(error, 'agent-not-known') ? 'agent-not-known' : 'server-away'
      log(event, { during: 'delivery', error: messageOf(error), waiting: outbox.waiting, againInMilliseconds: wait })
      await pause(wait, signal)
    }
  }
}

async function deliverBatch(server: Server, outbox: Outbox, mostItems: number, log: Log): Promise<void> {
  const items = outbox.next(mostItems, MOST_OCTETS)
  const first = items[0]
  if (!first) return
  const { deliveredThrough, setAside } = await server.report({ items })
  for (const { sequence, reason } of setAside) log('set-aside', { sequence, reason })
  if (deliveredThrough < first.sequence)
    throw new Error(`The server confirms nothing beyond ${deliveredThrough}, sent were ${first.sequence} and later.`)
  outbox.forgetThrough(deliveredThrough)
}
