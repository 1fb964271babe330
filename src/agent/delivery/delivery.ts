import { ORPCError } from '@orpc/client'
import { MAX_REPORT_ITEMS } from '../../features/agent-protocol/agent-protocol.api.ts'
import { type Log, messageOf } from '../log.ts'
import type { Agreement } from './agreement.ts'
import { type BackOffLimits, backOff, pause } from './back-off.ts'
import type { FullReadings } from './full-readings.ts'
import type { Outbox } from './outbox.ts'
import { isRefusal, type Server, statusOf } from './server-client.ts'

/** Well below what servers and proxies between take as one request. */
const MOST_OCTETS = 1_000_000
const TOO_LARGE = 413

export interface Delivery {
  outbox: Outbox
  reported: FullReadings
  agreement: Agreement
  /** How long the first item to send waits for others to go with it. */
  gatherMilliseconds: number
  backOff: BackOffLimits
  log: Log
  signal: AbortSignal
}

/**
 * Delivers the outbox in order, for as long as the agent runs. What the server has not confirmed is sent again; while the server is
 * away it is tried ever more rarely, up to a limit.
 */
export async function deliver(server: Server, delivery: Delivery): Promise<void> {
  const { outbox, agreement, gatherMilliseconds, backOff: limits, log, signal } = delivery
  let failures = 0
  let mostItems = MAX_REPORT_ITEMS
  while (!signal.aborted) {
    await outbox.filled(signal)
    await agreement.reached(signal)
    if (outbox.waiting < mostItems) await pause(gatherMilliseconds, signal)
    if (signal.aborted) return
    try {
      await deliverBatch(server, delivery, mostItems)
      if (failures > 0) log('server-back', { during: 'delivery', waiting: outbox.waiting })
      failures = 0
      mostItems = MAX_REPORT_ITEMS
    } catch (error) {
      if (signal.aborted) return
      failures++
      if (statusOf(error) === TOO_LARGE) mostItems = Math.max(1, Math.floor(mostItems / 2))
      if (isRefusal(error, 'agent-used-elsewhere')) agreement.doubt()
      const deliveredThrough = jumpedFrom(error)
      if (deliveredThrough !== undefined) outbox.renumberFrom(deliveredThrough + 1)
      const wait = backOff(failures, limits)
      log(eventOf(error), { during: 'delivery', error: messageOf(error), waiting: outbox.waiting, againInMilliseconds: wait })
      await pause(wait, signal)
    }
  }
}

/** The last number that the server has, where it refused those of a report because they jump too far; what waits is numbered again from there. */
function jumpedFrom(error: unknown): number | undefined {
  if (!(error instanceof ORPCError) || error.code !== 'sequence-jump') return undefined
  return (error.data as { deliveredThrough: number }).deliveredThrough
}

/** What a failure to speak with the server, or to note down what was said, is called in the log. */
export function eventOf(error: unknown): 'agent-not-known' | 'agent-used-elsewhere' | 'disk-takes-nothing' | 'server-away' {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR') return 'disk-takes-nothing'
  if (isRefusal(error, 'agent-not-known')) return 'agent-not-known'
  return isRefusal(error, 'agent-used-elsewhere') ? 'agent-used-elsewhere' : 'server-away'
}

async function deliverBatch(server: Server, { outbox, reported, agreement, log }: Delivery, mostItems: number): Promise<void> {
  const whole = outbox.next(mostItems, MOST_OCTETS)
  const [first, last] = [whole[0], whole.at(-1)]
  if (!first || !last) return
  const takesChanges = agreement.takes('changes')
  const items = takesChanges ? reported.shorten(whole) : whole
  outbox.noteSent(last.sequence)
  const { deliveredThrough, setAside, wholeWanted = [] } = await server.report({ items, ...(takesChanges && { compares: true }) })
  for (const { sequence, reason } of setAside) log('set-aside', { sequence, reason })
  // Another installation has delivered in between: the server took nothing of ours for new.
  if (agreement.compare(deliveredThrough)) return
  const unreadable = new Set(setAside.map(({ sequence }) => sequence))
  const isKept = ({ sequence }: { sequence: number }) => sequence <= deliveredThrough && !unreadable.has(sequence)
  outbox.forgetThrough(deliveredThrough, () => {
    if (takesChanges) reported.confirm(items.filter(isKept))
    for (const address of wholeWanted) reported.forget(address)
  })
  if (deliveredThrough < first.sequence && wholeWanted.length === 0)
    throw new Error(`The server confirmed items up to ${deliveredThrough}, but the agent sent ${first.sequence} and later.`)
}
