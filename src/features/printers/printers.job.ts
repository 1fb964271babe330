import type { TaskList } from 'graphile-worker'
import type { Db } from '../../platform/db/database.ts'
import { keepHistory } from './history/keep-history.command.ts'
import { countPrinters } from './list/count-printers.command.ts'

/** The worker's jobs that keep the history of readings in order and the printers counted. */
export const printerJobs = (db: Db): TaskList => ({
  'keep-history': (_, { abortSignal }) => keepHistory(db, abortSignal),
  'count-printers': (_, { abortSignal }) => countPrinters(db, abortSignal),
})

/** When they run, as the worker's crontab has it; a run for the history that a stopped server missed is made up for. */
export const PRINTER_CRONTAB = '*/10 * * * * keep-history ?max=1&fill=10m\n* * * * * count-printers ?max=1'
