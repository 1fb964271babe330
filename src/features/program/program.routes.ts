import { inScope } from '../../platform/db/database.ts'
import { inOrganization } from '../entry-points.routes.ts'
import { Problem } from '../problems.ts'
import { getSelectionCount } from '../selections/select-printers.command.ts'
import { readSettings } from '../settings/settings.queries.ts'
import { startAddition } from './add-printers.command.ts'
import { changeOffering, publishTerms, putSupportedModel, removeSupportedModel } from './change-offering.command.ts'
import { decideRequests, removeHeld } from './decide-requests.command.ts'
import { countEligibility, listEligibility, readBeforeYouBegin } from './eligibility.queries.ts'
import { ELIGIBILITY_STATUSES, eligibilityLabel } from './eligibility.ts'
import { countSupportedModels, getOffering, listSupportedModels } from './offering.queries.ts'
import { findTerms, listHeldPrinters } from './program.queries.ts'

const { program } = inOrganization

export const programRoutes = {
  checkEligibility: program.checkEligibility.handler(async ({ context: { db, scope }, input: { selectionId } }) => {
    const { technicalSupport, customerOperations } = await readSettings(db)
    return inScope(db, scope, async (tx) => {
      const printers = await getSelectionCount(tx, scope, selectionId)
      const counts = new Map((await countEligibility(tx, scope, selectionId)).map((count) => [count.status, count]))
      const lines = ELIGIBILITY_STATUSES.map((status) => ({
        printers: 0,
        models: 0,
        ...counts.get(status),
        status,
        label: eligibilityLabel(status),
      }))
      return {
        selectionId,
        printers,
        lines,
        beforeYouBegin: await readBeforeYouBegin(tx, scope, selectionId),
        support: { technicalSupport, customerOperations },
      }
    })
  }),
  listEligibility: program.listEligibility.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listEligibility(tx, context.scope, input)),
  ),
  getTerms: program.getTerms.handler(async ({ context }) => {
    const terms = await inScope(context.db, context.scope, findTerms)
    if (!terms) throw new Problem('not-found', 'The provider has not yet published terms of service.')
    return terms
  }),
  add: program.add.handler(({ context, input }) => startAddition(context.db, context.scope, input.body, input.headers['idempotency-key'])),
  listHeldPrinters: program.listHeldPrinters.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listHeldPrinters(tx, input)),
  ),
  decide: program.decide.handler(({ context, input }) => decideRequests(context.db, context.scope, input)),
  remove: program.remove.handler(({ context, input }) => removeHeld(context.db, context.scope, input)),
  getOffering: program.getOffering.handler(({ context }) =>
    inScope(context.db, context.scope, async (tx) => ({
      ...(await getOffering(tx)),
      terms: (await findTerms(tx)) ?? null,
      supportedModels: await countSupportedModels(tx),
    })),
  ),
  changeOffering: program.changeOffering.handler(({ context, input: { organizationId: _, ...change } }) =>
    changeOffering(context.db, context.scope, change),
  ),
  listSupportedModels: program.listSupportedModels.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listSupportedModels(tx, input)),
  ),
  putSupportedModel: program.putSupportedModel.handler(({ context, input }) => putSupportedModel(context.db, context.scope, input)),
  deleteSupportedModel: program.deleteSupportedModel.handler(({ context, input }) =>
    removeSupportedModel(context.db, context.scope, input.id),
  ),
  publishTerms: program.publishTerms.handler(({ context, input }) => publishTerms(context.db, context.scope, input)),
}
