import { inScope } from '../../platform/db/database.ts'
import { inOrganization } from '../doors.routes.ts'
import { listAuditEntries } from './audit.queries.ts'

export const auditRoutes = {
  list: inOrganization.audit.list.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listAuditEntries(tx, context.scope, input)),
  ),
}
