import { sql } from 'kysely'
import { type Db, firstRow, inScope, rows } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { getEntitlement } from './entitlements.queries.ts'
import { whyNotRemoveEntitlement } from './entitlements.ts'

/**
 * Entitles a child organization to MPS Express; to do it twice changes nothing.
 * @rule entitlements/no-way-back  The entitlement cannot be undone by partner or customer.
 */
export function grantEntitlement(db: Db, scope: Scope) {
  return inScope(db, scope, async (tx) => {
    const granted = await rows(
      tx,
      sql`insert into entitlements (organization_id, granted_by) values (${scope.organizationId}, ${scope.actor.name}) on conflict do nothing returning organization_id`,
    )
    if (granted.length > 0) await recordAct(tx, scope, { act: 'Entitle', subject: 'MPS Express' })
    return getEntitlement(tx, scope)
  })
}

/**
 * Removes an entitlement: an act of the provider, with a reason.
 * @rule entitlements/removal  Refused while managed or pending printers exist; a reason is required; audited.
 */
export function removeEntitlement(db: Db, scope: Scope, organizationId: string, reason: string) {
  return inScope(db, scope, async (tx) => {
    const entitled = await firstRow(
      tx,
      sql<{
        grantedAt: string
        grantedBy: string
      }>`select granted_at as "grantedAt", granted_by as "grantedBy" from entitlements where organization_id = ${organizationId} for update`,
    )
    if (!entitled) throw new Problem('not-found', 'The organization is not entitled.')
    const held = await firstRow(
      tx,
      sql<{ managed: number; pending: number }>`select count(*) filter (where state = 'managed')::int as managed,
        count(*) filter (where state = 'pending')::int as pending from program_memberships where organization_id = ${organizationId}`,
    )
    const why = whyNotRemoveEntitlement(held!)
    if (why) throw new Problem('entitlement-has-held-printers', why, { count: held!.managed + held!.pending })
    await sql`delete from entitlements where organization_id = ${organizationId}`.execute(tx)
    await recordAct(tx, scope, { act: 'Remove entitlement', subject: 'MPS Express', reason, before: entitled }, organizationId)
    return { organizationId }
  })
}
