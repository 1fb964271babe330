import { inScope } from '../../../platform/db/database.ts'
import { isStorable } from '../../../platform/text.ts'
import { download } from '../../download.routes.ts'
import { inOrganization } from '../../entry-points.routes.ts'
import { exportRejectedRows, nameOfImport } from '../export-contacts.command.ts'
import { listImportRows, listImports } from './contact-imports.queries.ts'
import { cancelImport, correctImport, type FileFormat, getImport, previewImport, startImport } from './import-contacts.command.ts'
import { importRest, undoImport } from './undo-import.command.ts'

const { imports } = inOrganization.contacts

// What a file is called is the sender's to say, and only shown.
const shownName = (name: string) => (isStorable(name) ? name.slice(0, 255) : 'contacts.csv')

const formatOf = ({ encoding, separator, sheet, mapping }: FileFormat): FileFormat => ({ encoding, separator, sheet, mapping })

export const contactImportsRoutes = {
  create: imports.create.handler(async ({ context, input: { body, headers } }) => {
    const bytes = new Uint8Array(await body.file.arrayBuffer())
    const file = { name: shownName(body.file.name), bytes, columnsByName: body.columnsByName ?? false, format: formatOf(body) }
    return startImport(context.db, context.scope, file, headers['idempotency-key'])
  }),
  preview: imports.preview.handler(async ({ context: { db, scope }, input: { body } }) =>
    previewImport(db, scope, new Uint8Array(await body.file.arrayBuffer()), formatOf(body)),
  ),
  list: imports.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listImports(tx, context.scope, input))),
  get: imports.get.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => getImport(tx, context.scope, input.importId)),
  ),
  listRows: imports.listRows.handler(({ context, input }) =>
    inScope(context.db, context.scope, async (tx) => {
      await getImport(tx, context.scope, input.importId)
      return listImportRows(tx, context.scope, input)
    }),
  ),
  cancel: imports.cancel.handler(({ context, input }) => cancelImport(context.db, context.scope, input.importId)),
  correct: imports.correct.handler(({ context, input: { params, headers, body } }) =>
    correctImport(context.db, context.scope, params.importId, body.rows, headers['idempotency-key']),
  ),
  importRest: imports.importRest.handler(({ context, input }) => importRest(context.db, context.scope, input.importId)),
  undo: imports.undo.handler(({ context, input }) => undoImport(context.db, context.scope, input.importId)),
  downloadRejectedRows: imports.downloadRejectedRows.handler(async ({ context: { db, scope }, input: { importId } }) =>
    download(scope, `${await nameOfImport(db, scope, importId)} - rejected rows.csv`, exportRejectedRows(db, scope, importId)),
  ),
}
