import { inScope } from '../../platform/db/database.ts'
import { download } from '../download.routes.ts'
import { inOrganization } from '../entry-points.routes.ts'
import { listAuditEntries } from './audit.queries.ts'
import { exportTrail } from './export-trail.command.ts'

const { audit } = inOrganization

export const auditRoutes = {
  list: audit.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listAuditEntries(tx, context.scope, input))),
  exportCsv: audit.exportCsv.handler(({ context: { db, scope }, input }) =>
    download(scope, 'audit-trail.csv', exportTrail(db, scope, input, 'csv')),
  ),
  exportJsonLines: audit.exportJsonLines.handler(({ context: { db, scope }, input }) =>
    download(scope, 'audit-trail.jsonl', exportTrail(db, scope, input, 'jsonl'), 'application/jsonl; charset=utf-8'),
  ),
}
