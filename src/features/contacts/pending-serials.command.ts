import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { anyWaits, assignWaiting } from './pending-serials.store.ts'

const NAMED_IN_AUDIT = 100

/**
 * Assigns printers that enrolled to the contacts that wait for their serial numbers. Called with every reading; what a race missed is
 * assigned at the next reading.
 * @rule contacts/pending-serials-assign-themselves  A pending serial number is assigned by itself when its printer enrols.
 */
export async function assignPendingSerials(tx: Tx, scope: Scope, printerIds: string[]): Promise<void> {
  // Planning the statement costs more than looking whether there is anything to do.
  if (!(await anyWaits(tx, scope))) return
  const assigned = await assignWaiting(tx, scope, printerIds)
  if (assigned.length === 0) return
  const subject = assigned.length === 1 ? assigned[0]!.contact : `${assigned.length.toLocaleString('en-US')} printers`
  const after = { printers: assigned.length, assigned: assigned.slice(0, NAMED_IN_AUDIT) }
  await recordAct(tx, scope, { act: 'Assign contact', subject, reason: 'The printer with the pending serial number enrolled.', after })
}
