import { inScope } from '../../platform/db/database.ts'
import { inOrganization } from '../doors.routes.ts'
import { Problem } from '../problems.ts'
import { getSelectionCount } from './select-printers.command.ts'
import { startUnenrollment } from './unenroll-printers.command.ts'
import { countUnenrollment, listUnenrollment } from './unenroll-printers.queries.ts'
import { planUnenroll, UNENROLLMENT_LABELS, UNENROLLMENT_LINES } from './unenroll-printers.ts'

const { printers } = inOrganization
const notYet = () => {
  throw new Problem('not-found')
}

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
  edit: printers.edit.handler(notYet),
  editMany: printers.editMany.handler(notYet),
  listTags: printers.listTags.handler(notYet),
  setTags: printers.setTags.handler(notYet),
  tagMany: printers.tagMany.handler(notYet),
  renameTag: printers.renameTag.handler(notYet),
  deleteTag: printers.deleteTag.handler(notYet),
}
