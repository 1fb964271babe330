import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import type { PrinterRef } from '../printers.store.ts'
import { lockConflict, markNotRegistered, upsertSettled } from './conflicts.store.ts'

interface Settlement {
  keeps: PrinterRef
  loses: PrinterRef
  reason: string
}

/**
 * Decides which organization keeps a serial number that two of them report. The other printer fails registration at once, and again at each
 * reading; the one that keeps it is registered at its next reading.
 * @rule printers/provider-settles-conflicts  The provider decides which organization keeps a serial number; this needs a reason and is recorded in all organizations concerned.
 * @rule printers/held-printers-keep-their-serial-number  A conflict cannot be settled against a managed or pending printer; remove it from the program first.
 */
export function settleConflict(db: Db, scope: Scope, { keeps, loses, reason }: Settlement) {
  return inScope(db, scope, async (tx) => {
    const locked = await lockConflict(tx, [keeps, loses])
    const [winner, loser] = [keeps, loses].map(({ organizationId, printerId }) =>
      locked.find((printer) => printer.organizationId === organizationId && printer.printerId === printerId),
    )
    if (!winner || !loser || winner.organizationId === loser.organizationId || winner.identity !== loser.identity)
      throw new Problem('not-found', 'These two printers are not in conflict, or one of them was deleted.')
    if (loser.held) throw new Problem('conflict-with-held-printer')
    await markNotRegistered(tx, loser)
    await upsertSettled(tx, { organizationId: winner.organizationId, identity: winner.identity, by: scope.actor.name, reason })
    const act = 'Settle conflict'
    const subject = `Printer ${winner.serialNumber ?? winner.printerId}`
    const both = { keeps: winner.organization, loses: loser.organization }
    await recordAct(tx, scope, { act, subject, reason, after: both })
    // Neither customer reads of the other: the reason stays in the provider's trail, because it may name both.
    for (const { organizationId, registration } of [winner, loser]) {
      const after = organizationId === winner.organizationId ? 'registered at its next reading' : 'failed'
      await recordAct(tx, scope, { act, subject, before: { registration }, after: { registration: after } }, organizationId)
    }
    return { keeps, loses }
  })
}
