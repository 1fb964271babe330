import { inScope } from '../../platform/db/database.ts'
import { inOrganization } from '../entry-points.routes.ts'
import { grantEntitlement, removeEntitlement } from './entitle.command.ts'
import { getEntitlement, listEntitled } from './entitlements.queries.ts'

const { entitlements } = inOrganization

export const entitlementsRoutes = {
  list: entitlements.list.handler(async ({ context }) => [
    await inScope(context.db, context.scope, (tx) => getEntitlement(tx, context.scope)),
  ]),
  grant: entitlements.grant.handler(({ context }) => grantEntitlement(context.db, context.scope)),
  listEntitled: entitlements.listEntitled.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listEntitled(tx, input)),
  ),
  remove: entitlements.remove.handler(({ context, input }) =>
    removeEntitlement(context.db, context.scope, input.childOrganizationId, input.reason),
  ),
}
