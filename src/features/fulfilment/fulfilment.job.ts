import type { TaskList } from 'graphile-worker'
import { inScope } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import { type Scope, systemActor } from '../../platform/scope.ts'
import { findProvider } from '../organizations/organizations.queries.ts'
import { readReports } from './channels/folder.command.ts'
import { collectOrders } from './collect-orders.command.ts'
import { importReport } from './import-report.command.ts'
import { type Sending, sendOrders } from './send-orders.command.ts'
import { listSuppliers } from './suppliers.queries.ts'

/** The worker's job that gives orders to suppliers and reads the reports in their folders. */
export const fulfilmentJobs = (sending: Sending): TaskList => ({
  'send-orders': (_, { abortSignal }) => fulfilOrders(sending, abortSignal),
})

export const FULFILMENT_CRONTAB = '* * * * * send-orders ?max=1'

/** Gives what was ordered to suppliers, and takes what is in their folders. */
export async function fulfilOrders(sending: Sending, signal?: AbortSignal): Promise<void> {
  const organizationId = await findProvider(sending.db)
  if (!organizationId) return
  const scope = makeScope({ organizationId, reach: 'provider', actor: systemActor('fulfilment') })
  await collectOrders(sending.db, scope, signal)
  await sendOrders(sending, scope, signal)
  if (sending.supplierFolder !== null) await readFolders(sending, scope, sending.supplierFolder)
}

async function readFolders({ db }: Sending, scope: Scope, root: string): Promise<void> {
  const suppliers = await inScope(db, scope, listSuppliers)
  for (const { id, name, channel, settings, active } of suppliers) {
    if (channel !== 'folder' || !active || !settings.folder) continue
    await readReports(root, settings.folder, async (csv) => {
      const outcomes = await importReport(db, scope, { id, name }, csv)
      return outcomes
        .filter(({ done }) => !done)
        .map(({ order, line, message }) => `Order ${order}, line ${line}: ${message}`)
        .join('\n')
    })
  }
}
