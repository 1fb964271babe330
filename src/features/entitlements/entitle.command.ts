import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { countHeld, getEntitlement } from './entitlements.queries.ts'
import { deleteEntitlement, insertEntitlement, lockEntitlement } from './entitlements.store.ts'
import { whyNotRemoveEntitlement } from './entitlements.ts'

/**
 * Entitles a child organization to MPS Express; to do it twice changes nothing.
 * @rule entitlements/no-way-back  The entitlement cannot be undone by partner or customer.
 */
export function grantEntitlement(db: Db, scope: Scope) {
  return inScope(db, scope, async (tx) => {
    if (await insertEntitlement(tx, scope)) await recordAct(tx, scope, { act: 'Entitle', subject: 'MPS Express' })
    return getEntitlement(tx, scope)
  })
}

/**
 * Removes an entitlement: an act of the provider, with a reason.
 * @rule entitlements/removal  Refused while managed or pending printers exist; a reason is required; audited.
 */
export function removeEntitlement(db: Db, scope: Scope, organizationId: string, reason: string) {
  return inScope(db, scope, async (tx) => {
    const entitled = await lockEntitlement(tx, organizationId)
    if (!entitled) throw new Problem('not-found', 'The organization is not entitled.')
    const held = await countHeld(tx, organizationId)
    const why = whyNotRemoveEntitlement(held)
    if (why) throw new Problem('entitlement-has-held-printers', why, { count: held.managed + held.pending })
    await deleteEntitlement(tx, organizationId)
    await recordAct(tx, scope, { act: 'Remove entitlement', subject: 'MPS Express', reason, before: entitled }, organizationId)
    return { organizationId }
  })
}
