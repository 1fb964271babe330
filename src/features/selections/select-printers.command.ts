import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { type Choice, choosing } from '../printers/list/printer-filter.queries.ts'
import { describeFilter } from '../printers/list/printer-filter.ts'
import { lookUpHere } from '../printers/list/printer-search.queries.ts'
import { Problem } from '../problems.ts'
import type { Selection } from './selections.api.ts'
import { findSelectionCount } from './selections.queries.ts'
import { insertSelection } from './selections.store.ts'

/**
 * Freezes a selection: whatever is done with it applies to exactly the printers that were counted, also when the list changes meanwhile.
 * @rule printers/selections-are-frozen  The server stores single printers, a page, or all N that match as a counted, fixed selection.
 */
export function selectPrinters(db: Db, scope: Scope, choice: Choice): Promise<Selection> {
  return inScope(db, scope, async (tx) => {
    const search = await lookUpHere(tx, scope, 'filter' in choice ? choice.filter.search : undefined)
    const selection = await insertSelection(
      tx,
      scope,
      choosing(scope, choice, search),
      'filter' in choice ? describeFilter(choice.filter) : '',
    )
    if (selection.printers === 0) throw new Problem('nothing-selected', whyNothing(choice))
    return selection
  })
}

/** Somebody else may have unenrolled meanwhile what this person has picked. */
function whyNothing(choice: Choice): string | undefined {
  if ('filter' in choice) return 'No printer matches now.'
  return choice.printerIds.length > 0 ? 'None of the selected printers is on the list any more.' : undefined
}

/** Freezes these printers, as far as they are on the list, in a transaction of the caller's. */
export async function freezePrinters(tx: Tx, scope: Scope, printerIds: string[]): Promise<Selection> {
  return insertSelection(tx, scope, choosing(scope, { printerIds }, await lookUpHere(tx, scope, undefined)), '')
}

/** How many printers a selection froze; refused when there is no such selection in this organization. */
export async function getSelectionCount(tx: Tx, scope: Scope, selectionId: string): Promise<number> {
  const printers = await findSelectionCount(tx, scope, selectionId)
  if (printers === undefined) throw new Problem('not-found', 'The selection does not exist. Select the printers again.')
  return printers
}
