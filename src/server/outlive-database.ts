import type { Logger } from 'pino'
import { isAway } from '../platform/db/database.ts'

/**
 * Lets the process outlive a database that goes away for a while. The queue writes the end of a job by a promise that nobody waits for: that it could not,
 * is reported, and the job runs again when the database is back. Any other promise that fails without a handler ends the process, as it would without this.
 */
export function outliveDatabase(log: Logger): void {
  process.on('unhandledRejection', (err) => {
    if (!isAway(err)) throw err
    log.warn({ err }, 'the database connection was lost while the queue recorded the end of a job; the job runs again')
  })
}
