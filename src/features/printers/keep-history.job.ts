import type { TaskList } from 'graphile-worker'
import type { Db } from '../../platform/db/database.ts'
import { keepHistory } from './keep-history.command.ts'

/** The worker's job that keeps the history of readings in order, every ten minutes. */
export const historyJobs = (db: Db): TaskList => ({ 'keep-history': (_, { abortSignal }) => keepHistory(db, abortSignal) })

/** When it runs, as the worker's crontab has it; a run that a stopped server missed is made up for. */
export const HISTORY_CRONTAB = '*/10 * * * * keep-history ?max=1&fill=10m'
