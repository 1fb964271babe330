import { inScope } from '../../platform/db/database.ts'
import { streamOf } from '../../platform/stream-of.ts'
import { inOrganization } from '../doors.routes.ts'
import { listAuditEntries } from './audit.queries.ts'
import { exportTrail } from './export-trail.command.ts'
import type { ExportFormat } from './trail-export.ts'

const { audit } = inOrganization

const headersOf = (format: ExportFormat, type: string) => ({
  'content-type': type,
  'content-disposition': `attachment; filename="audit-trail.${format}"`,
})

export const auditRoutes = {
  list: audit.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listAuditEntries(tx, context.scope, input))),
  exportCsv: audit.exportCsv.handler(({ context: { db, scope }, input }) => ({
    headers: headersOf('csv', 'text/csv; charset=utf-8'),
    body: streamOf(exportTrail(db, scope, input, 'csv')),
  })),
  exportJsonLines: audit.exportJsonLines.handler(({ context: { db, scope }, input }) => ({
    headers: headersOf('jsonl', 'application/jsonl; charset=utf-8'),
    body: streamOf(exportTrail(db, scope, input, 'jsonl')),
  })),
}
