import { inOrganization } from '../doors.routes.ts'
import { Problem } from '../problems.ts'
import { STANDARD_VIEW, SYSTEM_VIEWS } from './system-views.ts'

const { printerViews } = inOrganization

export const printerViewsRoutes = {
  list: printerViews.list.handler(() => ({ items: [...SYSTEM_VIEWS], defaultId: STANDARD_VIEW })),
  create: printerViews.create.handler(() => {
    throw new Problem('too-many-views')
  }),
  update: printerViews.update.handler(() => {
    throw new Problem('not-found')
  }),
  remove: printerViews.remove.handler(() => {
    throw new Problem('not-found')
  }),
  setDefault: printerViews.setDefault.handler(() => {
    throw new Problem('not-found')
  }),
}
