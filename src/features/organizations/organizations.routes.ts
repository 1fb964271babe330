import { inScope } from '../../platform/db/database.ts'
import { withChildren } from '../accounts/access.queries.ts'
import { inOrganization, signedIn } from '../entry-points.routes.ts'
import { createOrganization, deleteOrganization, renameOrganization } from './change-organizations.command.ts'
import { readDashboard } from './dashboard.queries.ts'
import { listChildren, listReachableOrganizations } from './organizations.queries.ts'

export const organizationsRoutes = {
  listReachable: signedIn.organizations.listReachable.handler(({ context, input }) =>
    listReachableOrganizations(context.db, context.caller.id, input),
  ),
  dashboard: signedIn.organizations.dashboard.handler(({ context }) => readDashboard(context.db, context.caller, context.home)),
  get: inOrganization.organizations.get.handler(({ context: { access } }) => ({ ...access, id: access.organizationId })),
  listChildren: inOrganization.organizations.listChildren.handler(async ({ context, input }) => {
    const scope = await withChildren(context.db, context.scope)
    return inScope(context.db, scope, (tx) => listChildren(tx, scope, input))
  }),
  create: inOrganization.organizations.create.handler(({ context, input }) =>
    createOrganization(context.db, context.scope, context.access, input.name),
  ),
  rename: inOrganization.organizations.rename.handler(({ context, input }) =>
    renameOrganization(context.db, context.scope, context.access, input.childId, input.name),
  ),
  remove: inOrganization.organizations.remove.handler(({ context, input }) =>
    deleteOrganization(context.db, context.scope, context.access, input.childId),
  ),
}
