import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import type { Scope } from '../../platform/scope.ts'
import { hashToken } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { actorOf, type Caller, type Home } from './access.queries.ts'
import { deleteApiKeys, deleteSessions, endSessions, setPassword } from './accounts.store.ts'
import { hashNewPassword, isPassword } from './passwords.command.ts'
import { findCredential } from './sign-in.queries.ts'
import { beginSignIn, forgetTries } from './sign-in.store.ts'

/** The scope of what people do with their own account, where they belong. */
export function ownScope(caller: Caller, home: Home): Scope {
  return makeScope({ organizationId: home.organizationId, actor: actorOf(caller) })
}

/**
 * Changes the password of the caller.
 * @rule accounts/a-new-password-ends-sessions  A new password ends all other sessions of the person and, on request, withdraws their API keys.
 */
export async function changePassword(
  db: Db,
  caller: Caller,
  home: Home,
  request: { currentPassword: string; newPassword: string; withdrawApiKeys: boolean },
): Promise<void> {
  const { sessionId } = caller
  await assertCurrentPassword(db, caller, request.currentPassword, 'currentPassword')
  const passwordHash = await hashNewPassword(request.newPassword, 'newPassword')
  const scope = ownScope(caller, home)
  await inScope(db, scope, async (tx) => {
    await setPassword(tx, caller.id, passwordHash, sessionId)
    const withdrawn = await withdrawKeys(tx, scope, caller.id, request.withdrawApiKeys)
    await recordAct(tx, scope, { act: 'Change password', subject: caller.email, after: { apiKeysWithdrawn: withdrawn } })
  })
}

/** Refuses whoever does not know the password of their own session; wrong ones wait longer, like those of signing in. */
export async function assertCurrentPassword(db: Db, caller: Caller, password: string, field = 'password'): Promise<void> {
  if (!caller.sessionId) throw new Problem('not-allowed', 'An API key cannot do this. Sign in.')
  const [account, place] = [hashToken(caller.email), `session ${caller.sessionId}`]
  const wait = await beginSignIn(db, account, place)
  if (wait > 0) throw new Problem('too-many-sign-ins', `Too many wrong passwords. Wait ${wait} seconds, then try again.`, { count: wait })
  const credential = await findCredential(db, caller.email)
  if (await isPassword(credential?.passwordHash, password)) return forgetTries(db, account, place)
  const message = 'This is not your current password.'
  throw new Problem('invalid-input', message, { faults: [{ field, message }] })
}

/** Withdraws all API keys of a person where that is wanted; gives how many. */
export async function withdrawKeys(tx: Tx, scope: Scope, personId: string, isWanted: boolean): Promise<number> {
  return isWanted ? deleteApiKeys(tx, scope, personId) : 0
}

/**
 * Ends one session of the caller.
 * @rule accounts/people-end-their-sessions  A person sees where they are signed in, and ends any of these sessions.
 */
export async function endSession(db: Db, caller: Caller, home: Home, id: string): Promise<void> {
  const scope = ownScope(caller, home)
  await inScope(db, scope, async (tx) => {
    if ((await deleteSessions(tx, caller.id, id)) === 0) throw new Problem('not-found')
    await recordAct(tx, scope, { act: 'End session', subject: caller.email })
  })
}

/** Ends all sessions of the caller but the one that asks; gives how many. */
export function endOtherSessions(db: Db, caller: Caller, home: Home): Promise<{ ended: number }> {
  const scope = ownScope(caller, home)
  return inScope(db, scope, async (tx) => {
    const ended = await endSessions(tx, caller.id, caller.sessionId)
    await recordAct(tx, scope, { act: 'End other sessions', subject: caller.email, after: { ended } })
    return { ended }
  })
}
