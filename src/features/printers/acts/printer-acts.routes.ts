import { inScope } from '../../../platform/db/database.ts'
import { inOrganization } from '../../entry-points.routes.ts'
import { getSelectionCount } from '../../selections/select-printers.command.ts'
import { editPrinter, startEdit } from './edit-printers.command.ts'
import { listTags } from './printer-tags.queries.ts'
import { setTags, startTagChange, startTagging } from './tag-printers.command.ts'
import { startUnenrollment } from './unenroll-printers.command.ts'
import { countUnenrollment, listUnenrollment } from './unenroll-printers.queries.ts'
import { planUnenroll, UNENROLLMENT_LABELS, UNENROLLMENT_LINES } from './unenroll-printers.ts'

const { printers } = inOrganization

export const printerActsRoutes = {
  checkUnenrollment: printers.checkUnenrollment.handler(({ context: { db, scope }, input: { selectionId } }) =>
    inScope(db, scope, async (tx) => {
      const selected = await getSelectionCount(tx, scope, selectionId)
      const counts = await countUnenrollment(tx, scope, selectionId)
      const { kind, message } = planUnenroll(counts)
      const lines = UNENROLLMENT_LINES.map((line) => ({ line, label: UNENROLLMENT_LABELS[line], printers: counts[line] }))
      return { selectionId, printers: selected, lines, kind, message }
    }),
  ),
  listUnenrollment: printers.listUnenrollment.handler(({ context, input }) =>
    inScope(context.db, context.scope, async (tx) => {
      await getSelectionCount(tx, context.scope, input.selectionId)
      return listUnenrollment(tx, context.scope, input)
    }),
  ),
  unenroll: printers.unenroll.handler(({ context, input }) =>
    startUnenrollment(context.db, context.scope, input.body, input.headers['idempotency-key']),
  ),
  edit: printers.edit.handler(({ context, input: { organizationId: _, printerId, seen, ...change } }) =>
    editPrinter(context.db, context.scope, printerId, change, seen),
  ),
  editMany: printers.editMany.handler(({ context, input }) =>
    startEdit(context.db, context.scope, input.body, input.headers['idempotency-key']),
  ),
  listTags: printers.listTags.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listTags(tx, context.scope, input)),
  ),
  setTags: printers.setTags.handler(({ context, input: { printerId, tags, seen } }) =>
    setTags(context.db, context.scope, printerId, tags, seen),
  ),
  tagMany: printers.tagMany.handler(({ context, input }) =>
    startTagging(context.db, context.scope, input.body, input.headers['idempotency-key']),
  ),
  renameTag: printers.renameTag.handler(({ context, input }) =>
    startTagChange(context.db, context.scope, input.body, input.headers['idempotency-key']),
  ),
  deleteTag: printers.deleteTag.handler(({ context, input }) =>
    startTagChange(context.db, context.scope, input.body, input.headers['idempotency-key']),
  ),
}
