import type { TaskList } from 'graphile-worker'
import type { Db } from '../../platform/db/database.ts'
import { forgetSignIns } from './sign-in.command.ts'

export const ACCOUNTS_CRONTAB = '41 * * * * forget-sign-ins ?max=1'

/** The worker's jobs about accounts: to forget failed sign-ins, known places and ended sessions after their time. */
export const accountsJobs = (db: Db): TaskList => ({ 'forget-sign-ins': () => forgetSignIns(db) })
