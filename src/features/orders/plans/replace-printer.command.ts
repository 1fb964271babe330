import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { replaceMember } from '../../program/replace-member.command.ts'
import { followWaiting } from '../../supplies/states/follow-supplies.command.ts'
import { readFollowed } from '../../supplies/states/supply-states.queries.ts'
import { changeLines } from '../change-lines.command.ts'
import { moveLines, readOwnLines } from '../shelf/shelf.store.ts'
import { findStanding } from './replacements.queries.ts'

/**
 * `Replace printer`: another printer takes over contact, place in the program, shelf and open orders of one that is broken, by one act. Cartridges that do not fit the new
 * printer stay with the old one when they are on their way, and are canceled when they are not.
 * @rule orders/replace-printer  A printer that replaces another takes over its contact, its place in the program, its shelf and its open orders, all or nothing.
 */
export function replacePrinter(
  db: Db,
  scope: Scope,
  printerId: string,
  newPrinterId: string,
): Promise<{ moved: number; canceled: number }> {
  return inScope(db, scope, async (tx) => {
    await followWaiting(tx, scope)
    const [old, fresh] = [await findStanding(tx, scope, printerId), await findStanding(tx, scope, newPrinterId)]
    if (!old || !fresh) throw new Problem('not-found')
    if (printerId === newPrinterId) throw new Problem('printer-cannot-replace', 'A printer cannot replace itself. Choose the other one.')
    if (fresh.registration !== 'enrolled') throw new Problem('printer-cannot-replace', 'The new printer is not enrolled. Enroll it first.')
    if (fresh.management !== null) throw new Problem('printer-cannot-replace', 'The new printer is managed or pending itself.')
    if (old.management !== 'managed' || !(await replaceMember(tx, scope, printerId, newPrinterId))) throw new Problem('printer-not-managed')
    const supplies = (await readFollowed(tx, scope, [newPrinterId])).get(newPrinterId)?.supplies ?? []
    const lines = await readOwnLines(tx, scope, printerId)
    const places = new Map<string, number>()
    const fitting = lines.flatMap((line) => {
      const supply = supplies.find(({ family }) => family === line.family)
      if (!supply) return []
      const need = Math.max(supply.installs, places.get(supply.key) ?? 0) + 1
      places.set(supply.key, need)
      return [{ lineId: line.lineId, supply: supply.key, need }]
    })
    const name = (serialNumber: string | null) => serialNumber ?? 'without a serial number'
    const reason = `The printer ${name(fresh.serialNumber)} replaces ${name(old.serialNumber)}.`
    await moveLines(tx, scope, newPrinterId, fresh.serialNumber, fitting, { kind: 'customer', name: scope.actor.name }, reason)
    const moved = new Set(fitting.map(({ lineId }) => lineId))
    const ends = lines.filter(({ lineId, state }) => !moved.has(lineId) && (state === 'proposed' || state === 'held'))
    await changeLines(
      tx,
      scope,
      ends.map(({ lineId }) => ({ lineId, act: 'end-need' as const, reason })),
      { kind: 'rule', name: 'Replace printer' },
    )
    await recordAct(tx, scope, {
      act: 'Replace printer',
      subject: `${name(old.serialNumber)} by ${name(fresh.serialNumber)}`,
      after: { printerId, newPrinterId, moved: moved.size, canceled: ends.length },
    })
    return { moved: moved.size, canceled: ends.length }
  })
}
