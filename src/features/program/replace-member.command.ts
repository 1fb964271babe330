import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { moveMembership } from './program.store.ts'

/** Another printer takes over the place of one in the program, and its contact. False when the first is not managed, or the other is in the program already. */
export const replaceMember = (tx: Tx, scope: Scope, fromId: string, toId: string): Promise<boolean> =>
  moveMembership(tx, scope, fromId, toId)
