import { inScope } from '../../platform/db/database.ts'
import { withChildren } from '../accounts/access.queries.ts'
import { askAgentsToRead } from '../agents/manage-agents.command.ts'
import { download } from '../download.routes.ts'
import { inOrganization } from '../entry-points.routes.ts'
import { Problem } from '../problems.ts'
import { readProgramState } from '../program/program.queries.ts'
import { getSelectionCount, selectPrinters } from '../selections/select-printers.command.ts'
import { printerActsRoutes } from './acts/printer-acts.routes.ts'
import { findSupplies, listEvents, listPrinterTasks, readHistory } from './history/printer-history.queries.ts'
import { listAllPrinters } from './list/all-printers.queries.ts'
import { exportPrinters } from './list/export-printers.command.ts'
import { countAllFacets, countFacets } from './list/facets.queries.ts'
import { listPrinters } from './list/printer-list.queries.ts'
import { findPrinter } from './printers.queries.ts'
import { listConflicts } from './readings/conflicts.queries.ts'
import { countWaitingForAgent } from './readings/refresh.queries.ts'
import { settleConflict } from './readings/settle-conflict.command.ts'

const { printers } = inOrganization

export const printersRoutes = {
  ...printerActsRoutes,
  list: printers.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listPrinters(tx, context.scope, input))),
  facets: printers.facets.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => countFacets(tx, context.scope, input)),
  ),
  get: printers.get.handler(({ context, input }) =>
    inScope(context.db, context.scope, async (tx) => {
      const printer = await findPrinter(tx, context.scope, input.printerId)
      if (!printer) throw new Problem('not-found')
      return { ...printer, program: await readProgramState(tx, context.scope, input.printerId) }
    }),
  ),
  select: printers.select.handler(({ context, input: { printerIds, filter } }) =>
    selectPrinters(context.db, context.scope, filter ? { filter } : { printerIds: printerIds ?? [] }),
  ),
  refresh: printers.refresh.handler(({ context, input }) =>
    inScope(context.db, context.scope, async (tx) => {
      await getSelectionCount(tx, context.scope, input.selectionId)
      const queued = await countWaitingForAgent(tx, context.scope, input.selectionId)
      return { ...(await askAgentsToRead(tx, context.scope, input.selectionId)), queued }
    }),
  ),
  listConflicts: printers.listConflicts.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listConflicts(tx, input)),
  ),
  settleConflict: printers.settleConflict.handler(({ context, input: { keeps, loses, reason } }) =>
    settleConflict(context.db, context.scope, { keeps, loses, reason }),
  ),
  listAll: printers.listAll.handler(async ({ context: { db, scope }, input }) => {
    const children = await withChildren(db, scope)
    return inScope(db, children, (tx) => listAllPrinters(tx, children, input))
  }),
  facetsOfAll: printers.facetsOfAll.handler(async ({ context: { db, scope }, input }) => {
    const children = await withChildren(db, scope)
    return inScope(db, children, (tx) => countAllFacets(tx, children, input))
  }),
  history: printers.history.handler(({ context: { db, scope }, input: { printerId, range, to } }) =>
    inScope(db, scope, async (tx) => {
      const supplies = await findSupplies(tx, scope, printerId)
      if (!supplies) throw new Problem('not-found')
      return readHistory(tx, scope, printerId, supplies, { range, to: to ?? new Date().toISOString() })
    }),
  ),
  listEvents: printers.listEvents.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listEvents(tx, context.scope, input)),
  ),
  listTasks: printers.listTasks.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listPrinterTasks(tx, context.scope, input)),
  ),
  exportCsv: printers.exportCsv.handler(async ({ context: { db, scope }, input }) =>
    download(scope, 'printers.csv', await exportPrinters(db, scope, input)),
  ),
  exportAllCsv: printers.exportAllCsv.handler(async ({ context: { db, scope }, input }) =>
    download(scope, 'all-printers.csv', await exportPrinters(db, await withChildren(db, scope), input)),
  ),
}
