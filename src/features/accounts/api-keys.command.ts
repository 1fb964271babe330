import { type Db, inScope } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import type { Scope } from '../../platform/scope.ts'
import { hashToken, newToken } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { actorOf, type Caller, findHome } from './access.queries.ts'
import { deleteApiKey, insertApiKey } from './accounts.store.ts'
import { listKeys } from './people.queries.ts'

// A key is its person's own, wherever they may act: it is kept where they belong.
async function homeScope(db: Db, caller: Caller): Promise<Scope> {
  const home = await findHome(db, caller.id)
  if (!home) throw new Problem('not-signed-in')
  return makeScope({ organizationId: home.organizationId, actor: actorOf(caller) })
}

export async function listApiKeys(db: Db, caller: Caller) {
  const scope = await homeScope(db, caller)
  return inScope(db, scope, (tx) => listKeys(tx, scope))
}

/** Makes an API key, which may do what its person may. It is shown once; only its hash is kept. */
export async function createApiKey(db: Db, caller: Caller, request: { name: string; expiresInDays: number | null }) {
  const scope = await homeScope(db, caller)
  const key = newToken('mps_')
  return inScope(db, scope, async (tx) => {
    const made = await insertApiKey(tx, scope, { name: request.name, hash: hashToken(key), days: request.expiresInDays })
    await recordAct(tx, scope, { act: 'Create API key', subject: request.name })
    return { ...made!, name: request.name, lastUsedAt: null, key }
  })
}

export async function removeApiKey(db: Db, caller: Caller, id: string): Promise<void> {
  const scope = await homeScope(db, caller)
  await inScope(db, scope, async (tx) => {
    if (!(await deleteApiKey(tx, scope, id))) throw new Problem('not-found')
    await recordAct(tx, scope, { act: 'Withdraw API key', subject: id })
  })
}
