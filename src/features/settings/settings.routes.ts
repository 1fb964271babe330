import { inScope } from '../../platform/db/database.ts'
import { inOrganization } from '../entry-points.routes.ts'
import { changeSettings } from './settings.command.ts'
import { findSettings } from './settings.queries.ts'

const { settings } = inOrganization

export const settingsRoutes = {
  get: settings.get.handler(({ context }) => inScope(context.db, context.scope, findSettings)),
  update: settings.update.handler(({ context, input }) => changeSettings(context.db, context.scope, input.version, input.settings)),
}
