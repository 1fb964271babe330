import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import { hashToken, newToken, type Sealer } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { findSessionCaller } from './access.queries.ts'
import { isPassword } from './passwords.command.ts'
import { lineOf, networkOf } from './places.ts'
import { checkSecondFactor } from './second-factor.command.ts'
import { findCredential, findKnownPlaces, findSignInRefusal } from './sign-in.queries.ts'
import { beginSignIn, countTries, deleteOldSignIns, deleteSession, endSignIn, insertSession, rememberPlaces } from './sign-in.store.ts'

export const SESSION_SECONDS = 12 * 60 * 60
const TRIES_A_MINUTE = 20

interface Parts {
  db: Db
  sealer: Sealer
}

interface Credentials {
  email: string
  password: string
  /** of the second factor, or a recovery code */
  code?: string | undefined
}

/** A visitor, as the server sees them. */
export interface Visit {
  address: string
  userAgent: string | null
  /** the cookie that a device keeps after its first sign-in */
  device: string | undefined
  requestId: string
}

/**
 * Signs a person in by e-mail address and password; gives the token of the new session, and what the device keeps.
 * @rule accounts/sign-in-is-limited  From one address at most 20 sign-ins a minute are accepted, by all servers of a database together.
 * @rule accounts/sample-people-stay-in-the-sample  Sample people, whose password is public, are refused outside the sample.
 * @rule accounts/guessing-is-delayed  After five wrong passwords each try waits longer, up to a minute; the owner's own devices and networks count apart.
 * @rule accounts/second-factor  Whoever has a second factor signs in with password and code; without the code there is no session.
 * @rule accounts/sessions-expire  A session ends 12 hours after signing in, at sign-out, and when the person is deactivated.
 */
export async function signInByPassword({ db, sealer }: Parts, request: Credentials, visit: Visit) {
  refuseTooMany(await countTries(db, hashToken(lineOf(visit.address)), TRIES_A_MINUTE))
  const email = request.email.trim().toLowerCase()
  const account = hashToken(email)
  const places = [...(visit.device ? [hashToken(visit.device)] : []), hashToken(networkOf(visit.address))]
  const found = await findCredential(db, email)
  const place = found ? ((await findKnownPlaces(db, found.id, places))[0] ?? '') : ''
  refuseTooMany(await beginSignIn(db, account, place))
  const isRight = await isPassword(found?.passwordHash, request.password)
  if (!found) throw new Problem('sign-in-failed')
  const { organizationId, refused } = (await findSignInRefusal(db, found.id))!
  if (!isRight || refused === 'deactivated') {
    await recordFailure(db, organizationId, found.email, visit)
    throw new Problem('sign-in-failed')
  }
  if (refused === 'sample') throw new Problem('sample-people-refused')
  const entrant = { ...found, organizationId, account, place }
  return openSession(db, entrant, visit, (tx) => assertSecondFactor(tx, sealer, entrant, request.code))
}

function refuseTooMany(seconds: number): void {
  if (seconds === 0) return
  const wait = seconds === 1 ? '1 second' : `${seconds} seconds`
  throw new Problem('too-many-sign-ins', `Too many attempts to sign in. Wait ${wait}, then try again.`, { count: seconds })
}

function recordFailure(db: Db, organizationId: string, email: string, { address, requestId }: Visit) {
  const actor = { kind: 'system', id: 'sign-in', name: 'system', address, requestId } as const
  const scope = makeScope({ organizationId, actor })
  return inScope(db, scope, (tx) => recordAct(tx, scope, { act: 'Fail to sign in', subject: email }))
}

interface Entrant {
  id: string
  name: string
  email: string
  organizationId: string
  account: string
  /** the known place under which the try was counted */
  place: string
}

async function assertSecondFactor(tx: Tx, sealer: Sealer, { organizationId, id: personId }: Entrant, code: string | undefined) {
  const outcome = await checkSecondFactor(tx, sealer, { organizationId, personId }, code)
  if (outcome === 'needed') throw new Problem('second-factor-needed')
  if (outcome === 'wrong') throw new Problem('second-factor-wrong')
}

async function openSession(db: Db, entrant: Entrant, visit: Visit, check: (tx: Tx) => Promise<void>) {
  const { address, requestId, userAgent } = visit
  const actor = { kind: 'person', id: entrant.id, name: entrant.name, address, requestId } as const
  const scope = makeScope({ organizationId: entrant.organizationId, actor })
  const token = newToken()
  const device = visit.device ?? newToken()
  await inScope(db, scope, async (tx) => {
    await check(tx)
    const failed = await endSignIn(tx, entrant.account, entrant.place)
    await rememberPlaces(tx, entrant.id, [hashToken(device), hashToken(networkOf(address))])
    await insertSession(tx, { personId: entrant.id, token, seconds: SESSION_SECONDS, address, userAgent, failed })
    await recordAct(tx, scope, { act: 'Sign in', subject: entrant.email })
  })
  return { token, device }
}

/** Ends the session of a token; where it has ended already, nothing is left to do. */
export async function signOut(db: Db, token: string, { address, requestId }: Visit): Promise<void> {
  const caller = await findSessionCaller(db, token)
  const home = caller && (await findSignInRefusal(db, caller.id))
  if (!home) return
  const actor = { kind: 'person', id: caller.id, name: caller.name, address, requestId } as const
  const scope = makeScope({ organizationId: home.organizationId, actor })
  await inScope(db, scope, async (tx) => {
    await deleteSession(tx, token)
    await recordAct(tx, scope, { act: 'Sign out', subject: caller.email })
  })
}

/** Forgets counts of wrong passwords after 90 days, places after 180 days without a sign-in, and sessions that have ended. */
export const forgetSignIns = (db: Db): Promise<void> => deleteOldSignIns(db)
