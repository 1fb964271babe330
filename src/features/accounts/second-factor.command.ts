import { randomBytes } from 'node:crypto'
import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { hashToken, newCode, type Sealer, sealedPlace } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import type { Access, Caller, Home } from './access.queries.ts'
import { endSessions } from './accounts.store.ts'
import { assertCurrentPassword, ownScope } from './own-account.command.ts'
import { administeredPerson } from './people.command.ts'
import {
  acceptStep,
  deleteSecondFactor,
  insertSecondFactor,
  lockSecondFactor,
  replaceRecoveryCodes,
  takeRecoveryCode,
} from './second-factor.store.ts'
import { setupAddress, stepOf, typedCode } from './second-factor.ts'

const RECOVERY_CODES = 10
// What the app shows beside the address.
const ISSUER = 'MPS Express'

interface Holder {
  organizationId: string
  personId: string
}

interface Parts {
  db: Db
  sealer: Sealer
}

const placeOf = ({ organizationId, personId }: Holder) => sealedPlace('second_factors', 'key_sealed', [organizationId, personId])
const holderOf = (caller: Caller, home: Home): Holder => ({ organizationId: home.organizationId, personId: caller.id })

/**
 * Whether a person may come in by this code: `absent` where they have no second factor, `needed` where no code was sent.
 * @rule accounts/a-code-counts-once  A code of the second factor is accepted once, and none older than it; a recovery code once.
 */
export async function checkSecondFactor(
  tx: Tx,
  sealer: Sealer,
  holder: Holder,
  code: string | undefined,
): Promise<'absent' | 'needed' | 'wrong' | 'right'> {
  const factor = await lockSecondFactor(tx, holder)
  if (!factor?.isConfirmed) return 'absent'
  if (!code) return 'needed'
  const typed = typedCode(code)
  const step = await stepOf(sealer.open(factor.keySealed, placeOf(holder)), typed, new Date())
  if (step === undefined) return (await takeRecoveryCode(tx, holder, hashToken(typed))) ? 'right' : 'wrong'
  if (step <= factor.lastStep) return 'wrong'
  await acceptStep(tx, holder, step)
  return 'right'
}

export function readSecondFactor(db: Db, caller: Caller, home: Home) {
  return inScope(db, ownScope(caller, home), async (tx) => {
    const factor = await lockSecondFactor(tx, holderOf(caller, home))
    return { isOn: factor?.isConfirmed ?? false, recoveryCodes: factor?.isConfirmed ? factor.recoveryCodes : 0 }
  })
}

/** Makes a key for the app of the caller; it counts once a code of it confirms that the app has it. */
export async function beginSecondFactor({ db, sealer }: Parts, caller: Caller, home: Home, password: string) {
  await assertCurrentPassword(db, caller, password)
  // 128 random bits, as text: the app gets the octets of the digits.
  const key = randomBytes(16).toString('hex')
  const holder = holderOf(caller, home)
  await inScope(db, ownScope(caller, home), async (tx) => {
    if ((await lockSecondFactor(tx, holder))?.isConfirmed) throw new Problem('second-factor-on')
    await insertSecondFactor(tx, holder, sealer.seal(key, placeOf(holder)))
  })
  const address = setupAddress(key, ISSUER, caller.email)
  return { key: new URL(address).searchParams.get('secret')!, address }
}

/** Turns the second factor on; the recovery codes are shown once, and other sessions end. */
export function confirmSecondFactor({ db, sealer }: Parts, caller: Caller, home: Home, code: string) {
  const [scope, holder] = [ownScope(caller, home), holderOf(caller, home)]
  return inScope(db, scope, async (tx) => {
    const factor = await lockSecondFactor(tx, holder)
    if (!factor) throw new Problem('not-found', 'Make a key first.')
    if (factor.isConfirmed) throw new Problem('second-factor-on')
    const step = await stepOf(sealer.open(factor.keySealed, placeOf(holder)), typedCode(code), new Date())
    if (step === undefined) throw wrongCode()
    await acceptStep(tx, holder, step)
    const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newCode)
    await replaceRecoveryCodes(
      tx,
      holder,
      recoveryCodes.map((one) => hashToken(typedCode(one))),
    )
    await endSessions(tx, caller.id, caller.sessionId)
    await recordAct(tx, scope, { act: 'Turn on second factor', subject: caller.email })
    return { recoveryCodes }
  })
}

function wrongCode(): Problem {
  const message = 'This code is not right, or was used. Wait for the next one, and check the clock of the device.'
  return new Problem('invalid-input', message, { faults: [{ field: 'code', message }] })
}

/** Turns the second factor of the caller off. */
export async function endSecondFactor({ db, sealer }: Parts, caller: Caller, home: Home, request: { password: string; code: string }) {
  await assertCurrentPassword(db, caller, request.password)
  const [scope, holder] = [ownScope(caller, home), holderOf(caller, home)]
  await inScope(db, scope, async (tx) => {
    if ((await checkSecondFactor(tx, sealer, holder, request.code)) !== 'right') throw wrongCode()
    await deleteSecondFactor(tx, holder)
    await recordAct(tx, scope, { act: 'Turn off second factor', subject: caller.email })
  })
}

/** Takes the second factor of a person who lost device and recovery codes; who does it holds all roles of the person. */
export async function resetSecondFactor(db: Db, scope: Scope, by: Access, personId: string): Promise<void> {
  await administeredPerson(db, scope, by, personId, async (tx, person) => {
    if (!(await deleteSecondFactor(tx, { organizationId: scope.organizationId, personId }))) throw new Problem('not-found')
    await endSessions(tx, personId)
    await recordAct(tx, scope, { act: 'Reset second factor', subject: person.email })
  })
}
