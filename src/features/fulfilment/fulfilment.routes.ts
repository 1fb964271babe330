import { inScope } from '../../platform/db/database.ts'
import { inOrganization, supplierEntry } from '../entry-points.routes.ts'
import { Problem } from '../problems.ts'
import { listDispatches, listOrdersOf, listShipments } from './dispatches.queries.ts'
import { importReport } from './import-report.command.ts'
import { changeSupplier, createSupplier, createToken } from './manage-suppliers.command.ts'
import { receiveNotice } from './receive-notice.command.ts'
import { acknowledgeOrders, sendNow } from './steer-dispatches.command.ts'
import { findSupplier, listSuppliers } from './suppliers.queries.ts'

const { fulfilment } = inOrganization
const { supplier } = supplierEntry.fulfilment

export const fulfilmentRoutes = {
  listSuppliers: fulfilment.listSuppliers.handler(async ({ context }) => ({
    items: await inScope(context.db, context.scope, listSuppliers),
  })),
  createSupplier: fulfilment.createSupplier.handler(({ context, input }) =>
    createSupplier(context.db, context.sealer, context.scope, input.supplier),
  ),
  updateSupplier: fulfilment.updateSupplier.handler(({ context, input }) =>
    changeSupplier(context.db, context.sealer, context.scope, input),
  ),
  createSupplierToken: fulfilment.createSupplierToken.handler(({ context, input }) =>
    createToken(context.db, context.scope, input.supplierId),
  ),
  listDispatches: fulfilment.listDispatches.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listDispatches(tx, input)),
  ),
  retryDispatch: fulfilment.retryDispatch.handler(({ context, input }) => sendNow(context.db, context.scope, input.dispatchId)),
  importReport: fulfilment.importReport.handler(async ({ context, input }) => {
    const found = await inScope(context.db, context.scope, (tx) => findSupplier(tx, input.supplierId))
    if (!found) throw new Problem('not-found')
    return { rows: await importReport(context.db, context.scope, found, input.csv) }
  }),
  listShipments: fulfilment.listShipments.handler(async ({ context, input }) => ({
    items: await inScope(context.db, context.scope, (tx) => listShipments(tx, context.scope, input.orderId)),
  })),
  supplier: {
    listOrders: supplier.listOrders.handler(({ context: { db, scope, supplier }, input }) =>
      inScope(db, scope, (tx) => listOrdersOf(tx, supplier.id, input)),
    ),
    acknowledge: supplier.acknowledge.handler(({ context: { db, scope, supplier }, input }) =>
      acknowledgeOrders(db, scope, supplier.id, input),
    ),
    confirm: supplier.confirm.handler(async ({ context: { db, scope, supplier }, input }) => ({
      outcomes: await receiveNotice(db, scope, supplier, { kind: 'confirmation', notice: input }),
    })),
    ship: supplier.ship.handler(async ({ context: { db, scope, supplier }, input }) => ({
      outcomes: await receiveNotice(db, scope, supplier, { kind: 'shipment', notice: input }),
    })),
    deliver: supplier.deliver.handler(async ({ context: { db, scope, supplier }, input }) => ({
      outcomes: await receiveNotice(db, scope, supplier, { kind: 'delivery', notice: input }),
    })),
  },
}
