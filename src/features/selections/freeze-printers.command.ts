import type { Sql, Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Selection } from './selections.api.ts'
import { insertSelection } from './selections.store.ts'

/** Freezes the printers that a query chooses (its column `id`) as a selection, in the transaction of the act that is to process them. */
export const freezeChosen = (tx: Tx, scope: Scope, chosen: Sql, words: string): Promise<Selection> =>
  insertSelection(tx, scope, chosen, words)
