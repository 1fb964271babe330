import { inOrganization } from '../../entry-points.routes.ts'
import { changeView, chooseDefaultView, createView, readViews, removeView } from './keep-views.command.ts'

const { printerViews } = inOrganization

export const printerViewsRoutes = {
  list: printerViews.list.handler(({ context }) => readViews(context.db, context.scope)),
  create: printerViews.create.handler(({ context, input: { organizationId: _, ...form } }) => createView(context.db, context.scope, form)),
  update: printerViews.update.handler(({ context, input: { organizationId: _, viewId, version, ...form } }) =>
    changeView(context.db, context.scope, viewId, version, form),
  ),
  remove: printerViews.remove.handler(({ context, input }) => removeView(context.db, context.scope, input.viewId)),
  setDefault: printerViews.setDefault.handler(({ context, input }) => chooseDefaultView(context.db, context.scope, input.viewId)),
}
