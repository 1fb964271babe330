import type { TaskList } from 'graphile-worker'
import { type Db, inScope } from '../../../platform/db/database.ts'
import { makeScope } from '../../../platform/make-scope.ts'
import { systemActor } from '../../../platform/scope.ts'
import { findProvider } from '../../organizations/organizations.queries.ts'
import { followAll, mergeLessons } from '../../supplies/states/follow-supplies.command.ts'
import { listWaiting } from '../../supplies/states/supply-states.queries.ts'
import { orderSupplies } from './order-supplies.command.ts'

/** The worker's jobs that bring the fleet's statistics up to date and make the morning's orders. */
export const orderJobs = (db: Db): TaskList => ({
  'follow-supplies': (_, { abortSignal }) => followReports(db, abortSignal),
  'order-supplies': (_, { abortSignal }) => runMorning(db, new Date(), abortSignal),
})

/** Follows what reports of all organizations said of supplies. */
export async function followReports(db: Db, signal?: AbortSignal): Promise<void> {
  const organizationId = await findProvider(db)
  if (!organizationId) return
  const actor = systemActor('supplies')
  const waiting = await inScope(db, makeScope({ organizationId, reach: 'provider', actor }), listWaiting)
  await followAll(
    db,
    waiting.map((id) => makeScope({ organizationId: id, actor })),
    signal,
  )
}

/** Brings the fleet's statistics up to date and makes the orders of every place where a working morning has come. */
export async function runMorning(db: Db, now: Date, signal?: AbortSignal): Promise<void> {
  const organizationId = await findProvider(db)
  if (!organizationId) return
  const scope = makeScope({ organizationId, reach: 'provider', actor: systemActor('orders') })
  await followReports(db, signal)
  await mergeLessons(db, scope, signal)
  await orderSupplies(db, scope, now, signal)
}

/** When they run, as the worker's crontab has it: often, since the morning comes to one place after the other. */
export const ORDER_CRONTAB = '*/10 * * * * order-supplies ?max=1&fill=10m\n* * * * * follow-supplies ?max=1'
