import { inScope } from '../../../platform/db/database.ts'
import { withChildren } from '../../accounts/access.queries.ts'
import { inOrganization } from '../../entry-points.routes.ts'
import { readForecastQuality } from './forecast-quality.queries.ts'

const { forecastQuality } = inOrganization

export const forecastQualityRoutes = {
  ofOrganization: forecastQuality.ofOrganization.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => readForecastQuality(tx, input.months, context.scope.organizationId)),
  ),
  ofAll: forecastQuality.ofAll.handler(async ({ context: { db, scope }, input }) =>
    inScope(db, await withChildren(db, scope), (tx) => readForecastQuality(tx, input.months, null)),
  ),
  ofOperations: forecastQuality.ofOperations.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => readForecastQuality(tx, input.months, null)),
  ),
}
