import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { Problem } from '../../problems.ts'
import { followWaiting } from '../../supplies/states/follow-supplies.command.ts'
import { decideAndOrder, readMorning } from '../morning/order-supplies.command.ts'
import { findAddress, readAddresses } from '../morning/portion.queries.ts'
import type { PrinterPlan } from '../orders.api.ts'
import { dayIn, timeZoneOf } from '../places.ts'
import { readKnownRules } from '../rules/known-rules.queries.ts'
import { readPlan } from './plans.queries.ts'

/** What is decided by at the address of one managed printer, today; refused for one that is not managed. */
export async function readAddressOf(tx: Tx, scope: Scope, printerId: string, now: Date) {
  await followWaiting(tx, scope)
  const address = await findAddress(tx, scope.organizationId, printerId)
  if (!address) throw new Problem('printer-not-managed')
  const { contactId, country, state } = address
  const portion = await readAddresses(tx, [{ organizationId: scope.organizationId, contactId }])
  const today = Math.floor(dayIn(timeZoneOf(country, state), now))
  return { contactId, portion, facts: await readMorning(tx, { country, state }, today, portion.printers, await readKnownRules(tx)) }
}

/** Decides about the supplies of one printer now, and orders what is due of it. */
export function decidePrinter(db: Db, scope: Scope, printerId: string, now: Date): Promise<PrinterPlan> {
  return inScope(db, scope, async (tx) => {
    const { portion, facts } = await readAddressOf(tx, scope, printerId, now)
    await decideAndOrder(tx, portion, facts, scope.actor.name, (line) => line.printer.printerId === printerId)
    return (await readPlan(tx, scope, printerId, now))!
  })
}
