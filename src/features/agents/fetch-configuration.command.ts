import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Sealer } from '../../platform/secrets.ts'
import { getConfiguration } from './agents.queries.ts'
import { noteFetched } from './agents.store.ts'

/** An agent fetches what it is asked to do; from now on it works by that. */
export function fetchConfiguration(db: Db, scope: Scope, agentId: string, sealer: Sealer) {
  return inScope(db, scope, async (tx) => {
    const configuration = await getConfiguration(tx, scope, agentId, sealer)
    await noteFetched(tx, scope, agentId, configuration.revision)
    return configuration
  })
}
