import { inScope } from '../../platform/db/database.ts'
import { withChildren } from '../accounts/access.queries.ts'
import { anyone, inOrganization } from '../entry-points.routes.ts'
import { Problem } from '../problems.ts'
import { followWaiting } from '../supplies/states/follow-supplies.command.ts'
import { actOnLines } from './change-lines.command.ts'
import { findLink } from './links/links.queries.ts'
import { actByLink, countByLink, openLink, renewLink, requestByLink, withdrawLink } from './links/use-link.command.ts'
import { countLines, findOrder, listOrders } from './orders.queries.ts'
import { decidePrinter } from './plans/decide-printer.command.ts'
import { listPlans, readPlan } from './plans/plans.queries.ts'
import { replacePrinter } from './plans/replace-printer.command.ts'
import { requestSupplies } from './plans/request-supplies.command.ts'
import { changeRule, createRule, removeRule } from './rules/change-rules.command.ts'
import { listRules } from './rules/order-rules.queries.ts'
import { previewRule } from './rules/preview-rule.command.ts'
import { countShelf } from './shelf/count-shelf.command.ts'
import { listShelf } from './shelf/shelf.queries.ts'

const { orders } = inOrganization
const { links } = anyone.orders

export const ordersRoutes = {
  list: orders.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listOrders(tx, context.scope, input))),
  listAll: orders.listAll.handler(async ({ context: { db, scope }, input }) => {
    const children = await withChildren(db, scope)
    return inScope(db, children, (tx) => listOrders(tx, children, input))
  }),
  listOperations: orders.listOperations.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listOrders(tx, context.scope, input)),
  ),
  get: orders.get.handler(async ({ context, input }) => {
    const found = await inScope(context.db, context.scope, (tx) => findOrder(tx, context.scope, input.orderId, 'customer'))
    if (!found) throw new Problem('not-found')
    return found
  }),
  getOperations: orders.getOperations.handler(async ({ context, input }) => {
    const found = await inScope(context.db, context.scope, (tx) => findOrder(tx, context.scope, input.orderId, 'provider'))
    if (!found) throw new Problem('not-found')
    return found
  }),
  counts: orders.counts.handler(({ context }) => inScope(context.db, context.scope, (tx) => countLines(tx, context.scope))),
  countsOfAll: orders.countsOfAll.handler(async ({ context: { db, scope } }) => {
    const children = await withChildren(db, scope)
    return inScope(db, children, (tx) => countLines(tx, children))
  }),
  countsOfOperations: orders.countsOfOperations.handler(({ context }) =>
    inScope(context.db, context.scope, (tx) => countLines(tx, context.scope)),
  ),
  act: orders.act.handler(({ context, input }) => actOnLines(context.db, context.scope, input)),
  steer: orders.steer.handler(({ context, input }) => actOnLines(context.db, context.scope, input)),
  plan: orders.plan.handler(async ({ context, input }) => {
    const found = await inScope(context.db, context.scope, async (tx) => {
      await followWaiting(tx, context.scope)
      return readPlan(tx, context.scope, input.printerId, new Date())
    })
    if (!found) throw new Problem('not-found')
    return found
  }),
  decide: orders.decide.handler(({ context, input }) => decidePrinter(context.db, context.scope, input.printerId, new Date())),
  listPlans: orders.listPlans.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listPlans(tx, context.scope, input)),
  ),
  request: orders.request.handler(({ context, input }) =>
    requestSupplies(context.db, context.scope, input.body, input.headers['idempotency-key']),
  ),
  replacePrinter: orders.replacePrinter.handler(({ context, input }) =>
    replacePrinter(context.db, context.scope, input.printerId, input.newPrinterId),
  ),
  previewRule: orders.previewRule.handler(({ context, input }) =>
    previewRule(context.db, context.scope, input.rule, input.ruleId, new Date()),
  ),
  listRules: orders.listRules.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listRules(tx, input))),
  createRule: orders.createRule.handler(({ context, input }) => createRule(context.db, context.scope, input.rule)),
  changeRule: orders.changeRule.handler(({ context, input }) =>
    changeRule(context.db, context.scope, input.ruleId, input.version, input.rule),
  ),
  removeRule: orders.removeRule.handler(({ context, input }) => removeRule(context.db, context.scope, input.ruleId)),
  listShelf: orders.listShelf.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listShelf(tx, context.scope, input)),
  ),
  countShelf: orders.countShelf.handler(({ context, input }) => countShelf(context.db, context.scope, input)),
  links: {
    get: orders.links.get.handler(({ context, input }) =>
      inScope(context.db, context.scope, async (tx) => ({ link: (await findLink(tx, context.scope, input.printerId)) ?? null })),
    ),
    renew: orders.links.renew.handler(({ context, input }) => renewLink(context.db, context.scope, input.printerId)),
    withdraw: orders.links.withdraw.handler(({ context, input }) => withdrawLink(context.db, context.scope, input.printerId)),
    open: links.open.handler(({ context, input }) => openLink(context.db, { ...context, token: input.token })),
    request: links.request.handler(({ context, input }) => requestByLink(context.db, { ...context, token: input.token }, input)),
    act: links.act.handler(({ context, input }) => actByLink(context.db, { ...context, token: input.token }, input)),
    count: links.count.handler(({ context, input }) => countByLink(context.db, { ...context, token: input.token }, input)),
  },
}
