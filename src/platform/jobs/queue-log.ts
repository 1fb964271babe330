import { Logger as QueueLogger } from 'graphile-worker'
import type { Logger } from 'pino'

/** The queue's log in ours; a job that failed is reported with its reason, the rest only when debugging. */
export function queueLog(log?: Logger): QueueLogger {
  return new QueueLogger(() => (level, message, meta) => {
    if (level === 'error') log?.error({ reason: meta?.error }, message)
    else log?.debug(message)
  })
}
