import { createHash } from 'node:crypto'
import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import { formatNoun } from '../../platform/numbers.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { settleLeaving } from '../orders/settle-leaving.command.ts'
import { deletePrinters, unenrollHeld } from '../printers/acts/leave-fleet.command.ts'
import { REMOVALS, type Removal } from '../printers/management.ts'
import { Problem } from '../problems.ts'
import type { OperationOutcomes } from './program.api.ts'
import { acceptPending, deleteMemberships, type PrinterRef, type Touched } from './program.store.ts'

interface Decision {
  decision: 'accept' | 'reject'
  reason?: string
  printers: PrinterRef[]
}

/**
 * The provider accepts or rejects pending requests. A rejected printer is unmanaged again, and its partner reads why.
 * @rule program/decisions  Only pending requests can be decided; a rejection needs a reason.
 */
export function decideRequests(db: Db, scope: Scope, { decision, reason, printers }: Decision): Promise<OperationOutcomes> {
  if (decision === 'reject' && !reason)
    throw new Problem('reason-missing', 'State a reason. The partner sees it.', {
      faults: [{ field: 'reason', message: 'Required to reject.' }],
    })
  return inScope(db, scope, async (tx) => {
    const touched =
      decision === 'accept'
        ? await acceptPending(tx, scope.actor.name, printers)
        : await deleteMemberships(tx, scope.actor.name, printers, 'reject', reason!)
    await auditByOrganization(tx, scope, decision === 'accept' ? 'Accept requests' : 'Reject requests', reason ?? null, touched)
    return outcomes(
      printers,
      touched,
      decision === 'accept' ? 'Accepted: MPS Express' : 'Rejected',
      'There is no pending request of this printer.',
    )
  })
}

/**
 * The provider takes held printers out of the program, and where asked off the list.
 * @rule program/no-way-back  Partner and customer cannot take a printer out of the program.
 * @rule program/removal-by-the-provider  Only the provider can choose Remove from program, Unenroll and Delete; each needs a reason and is recorded.
 */
export function removeHeld(
  db: Db,
  scope: Scope,
  request: { act: Removal; reason: string; printers: PrinterRef[] },
): Promise<OperationOutcomes> {
  return inScope(db, scope, async (tx) => {
    const touched = await deleteMemberships(tx, scope.actor.name, request.printers, request.act, request.reason)
    await settleLeaving(tx, scope, touched, request)
    if (request.act === 'unenroll') await unenrollHeld(tx, touched)
    if (request.act === 'delete') await deletePrinters(tx, touched)
    await auditByOrganization(tx, scope, REMOVALS[request.act].label, request.reason, touched)
    return outcomes(request.printers, touched, REMOVALS[request.act].explains, 'The printer is not in the program.')
  })
}

// One entry for each organization that is concerned, the provider's own among them, with a digest of what the act touched.
async function auditByOrganization(tx: Tx, scope: Scope, act: string, reason: string | null, touched: Touched[]) {
  if (touched.length === 0) return
  const concerned = Map.groupBy(touched, (printer) => printer.organizationId).set(scope.organizationId, touched)
  // In one order, so that two acts do not wait for each other's trails.
  for (const [organizationId, printers] of [...concerned].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const ids = printers.map((printer) => printer.printerId).sort()
    const digest = createHash('sha256').update(ids.join('\n')).digest('hex')
    const serialNumbers = printers.slice(0, 20).map((printer) => printer.serialNumber)
    const subject = formatNoun(ids.length, 'printer')
    await recordAct(tx, scope, { act, subject, reason, after: { printers: ids.length, digest, serialNumbers } }, organizationId)
  }
}

function outcomes(asked: PrinterRef[], touched: Touched[], done: string, notDone: string): OperationOutcomes {
  const byId = new Map(touched.map((printer) => [printer.printerId, printer]))
  return {
    done: touched.length,
    outcomes: asked.map(({ organizationId, printerId }) => {
      const printer = byId.get(printerId)
      return {
        organizationId,
        printerId,
        serialNumber: printer?.serialNumber ?? null,
        done: printer !== undefined,
        message: printer ? done : notDone,
      }
    }),
  }
}
