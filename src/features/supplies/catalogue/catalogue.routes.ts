import { inScope } from '../../../platform/db/database.ts'
import { download } from '../../download.routes.ts'
import { inOrganization } from '../../entry-points.routes.ts'
import { Problem } from '../../problems.ts'
import { findCartridge, listCartridges, listUnmatched } from './catalogue.queries.ts'
import { changeCartridge, createCartridge, removeCartridge } from './change-catalogue.command.ts'
import { exportCatalogue, importCatalogue, previewImport } from './import-catalogue.command.ts'

const { catalogue } = inOrganization

export const catalogueRoutes = {
  list: catalogue.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listCartridges(tx, input))),
  get: catalogue.get.handler(async ({ context, input }) => {
    const found = await inScope(context.db, context.scope, (tx) => findCartridge(tx, input.cartridgeId))
    if (!found) throw new Problem('not-found')
    return found
  }),
  create: catalogue.create.handler(({ context, input }) => createCartridge(context.db, context.scope, input.cartridge)),
  update: catalogue.update.handler(({ context, input }) =>
    changeCartridge(context.db, context.scope, input.cartridgeId, input.version, input.cartridge),
  ),
  remove: catalogue.remove.handler(({ context, input }) => removeCartridge(context.db, context.scope, input.cartridgeId)),
  listUnmatched: catalogue.listUnmatched.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listUnmatched(tx, input)),
  ),
  exportCsv: catalogue.exportCsv.handler(({ context }) =>
    download(context.scope, 'cartridges.csv', exportCatalogue(context.db, context.scope)),
  ),
  previewImport: catalogue.previewImport.handler(({ context, input }) => previewImport(context.db, context.scope, input.csv)),
  import: catalogue.import.handler(({ context, input }) => importCatalogue(context.db, context.scope, input.csv)),
}
