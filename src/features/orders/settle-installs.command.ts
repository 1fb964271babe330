import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { isFromShelf, type SupplyChange } from '../supplies/states/followed-supplies.ts'
import { changeLines, type LineChange } from './change-lines.command.ts'
import { type AnsweringLine, findAnswering, takeSpares } from './installs.store.ts'

type Install = SupplyChange & { printerId: string }

/**
 * Cartridges that were put in answer the orders, in the transaction of the reading that shows them. What is only proposed for the supply is no longer needed.
 * @rule orders/installs-answer-orders  A cartridge from the shelf that is put in ends the line of its supply as Installed; where there is none, the oldest delivered one of its kind at the address.
 */
export async function settleInstalls(tx: Tx, scope: Scope, changes: Install[]): Promise<void> {
  const installs = changes.filter((change) => change.kind === 'installed')
  if (installs.length === 0) return
  const lines = Map.groupBy(await findAnswering(tx, scope, installs), (line) => line.install)
  const used = new Set<string>()
  const done: LineChange[] = []
  const fromSpares: Install[] = []
  for (const [i, install] of installs.entries()) {
    const found = lines.get(i) ?? []
    for (const line of found.filter((one) => isNoLongerNeeded(one, install) && !used.has(one.lineId))) {
      used.add(line.lineId)
      done.push({ lineId: line.lineId, act: 'end-need', reason: 'Another cartridge was put in before this one was ordered.' })
    }
    if (!isFromShelf(install)) continue
    const line = answerOf(found.filter(({ lineId }) => !used.has(lineId)))
    if (!line) {
      fromSpares.push(install)
      continue
    }
    used.add(line.lineId)
    done.push({ lineId: line.lineId, act: 'install', reason: reasonOf(install, line) })
  }
  await changeLines(tx, scope, done, { kind: 'reading', name: 'Reading' })
  await takeSpares(tx, scope, fromSpares)
}

const isNoLongerNeeded = ({ isOwn, state, need }: AnsweringLine, { installs }: Install) =>
  isOwn && (state === 'proposed' || state === 'held') && need <= installs

// What is there before what is on its way, the supply's own before that of another printer.
const PREFERRED: readonly string[] = ['own delivered', 'own shipped', 'other delivered', 'own ordered']

function answerOf(lines: AnsweringLine[]): AnsweringLine | undefined {
  const place = ({ isOwn, state }: AnsweringLine) => PREFERRED.indexOf(`${isOwn ? 'own' : 'other'} ${state}`)
  return lines.filter((line) => place(line) >= 0).toSorted((a, b) => place(a) - place(b) || a.need - b.need)[0]
}

function reasonOf({ serial, after }: Install, { isOwn, state }: AnsweringLine): string {
  const what = `${serial ? `The cartridge ${serial}` : 'Another cartridge'} was put in${after ? `, at ${after}` : ''}`
  if (!isOwn) return `${what}: in another printer of the same address.`
  return state === 'delivered' ? `${what}.` : `${what}; nobody had confirmed the receipt.`
}
