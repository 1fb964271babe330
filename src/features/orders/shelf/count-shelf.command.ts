import { type Db, inScope, type Tx, violatedConstraint } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { changeLines } from '../change-lines.command.ts'
import type { ShelfStock } from './shelf.api.ts'
import { listShelf } from './shelf.queries.ts'
import { lockDelivered, upsertSpares } from './shelf.store.ts'

interface ShelfCount {
  contactId: string
  family: string
  count: number
}

/** The same in the caller's transaction. */
export async function countShelfIn(
  tx: Tx,
  scope: Scope,
  { contactId, family, count }: ShelfCount,
  kind: 'customer' | 'link',
): Promise<void> {
  const delivered = await lockDelivered(tx, scope, contactId, family)
  const reason = `A count of the shelf found ${count}: this cartridge is not there.`
  const gone = delivered.slice(0, Math.max(0, delivered.length - count)).map((lineId) => ({ lineId, act: 'lose' as const, reason }))
  await changeLines(tx, scope, gone, { kind, name: scope.actor.name })
  await upsertSpares(tx, scope, contactId, family, Math.max(0, count - delivered.length))
  await recordAct(tx, scope, { act: 'Count shelf', subject: family, after: { contactId, count } })
}

/**
 * A person counts the cartridges of a kind at an address. What was delivered and is not there any more is given up, so that its need is open again.
 * @rule orders/shelf-counts  A count takes the place of what was computed: more are spares, and delivered cartridges that are not there are lost.
 */
export async function countShelf(db: Db, scope: Scope, counted: ShelfCount): Promise<ShelfStock> {
  try {
    return await inScope(db, scope, async (tx) => {
      await countShelfIn(tx, scope, counted, 'customer')
      return (await listShelf(tx, scope, { ...counted, limit: 1 })).items[0]!
    })
  } catch (error) {
    if (violatedConstraint(error)?.startsWith('shelf_spares_')) throw new Problem('not-found')
    throw error
  }
}
