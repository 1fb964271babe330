import { type Db, inScope, type Tx, violatedConstraint } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { Sealer } from '../../../platform/secrets.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import {
  MISSING_SECRET,
  MOST_PROFILES,
  neededSecrets,
  SECRET_FIELDS,
  type SecretField,
  secretsOf,
  whyNotDeleteProfile,
} from './snmp-profile.ts'
import type { SnmpProfile, SnmpProfileForm } from './snmp-profiles.api.ts'
import { countProfiles, findProfile, profilePlace } from './snmp-profiles.queries.ts'
import {
  deleteProfile,
  insertProfile,
  newProfileId,
  type SealedSecrets,
  touchAgentsOfProfile,
  updateProfile,
} from './snmp-profiles.store.ts'

const NO_SECRETS: SealedSecrets = { community: null, 'authentication.password': null, 'privacy.password': null }

/** @rule agents/secrets-are-sealed  SNMP secrets are stored encrypted, sent only to the agents that use them, and never shown. */
export function createProfile(db: Db, scope: Scope, sealer: Sealer, form: SnmpProfileForm): Promise<SnmpProfile> {
  return named(form.name, () =>
    inScope(db, scope, async (tx) => {
      if ((await countProfiles(tx, scope)) >= MOST_PROFILES) throw new Problem('too-many-profiles')
      const id = await newProfileId(tx)
      await insertProfile(tx, scope, id, form, seal(form, placeIn(scope, id, sealer), NO_SECRETS))
      await recordAct(tx, scope, { act: 'Create SNMP profile', subject: form.name, after: withoutSecrets(form) })
      return (await findProfile(tx, scope, id))!.profile
    }),
  )
}

/**
 * Edits a profile; a secret left blank stays as it is. Printers are known by maker and serial number, not by how they are asked: none is unenrolled.
 * @rule agents/profile-edits-unenroll-nothing  Changing a profile unenrolls no printer; the agents that use it fetch the change at their next heartbeat.
 */
export function changeProfile(
  db: Db,
  scope: Scope,
  sealer: Sealer,
  edited: { profileId: string; edition: number; form: SnmpProfileForm },
): Promise<SnmpProfile> {
  const { profileId: id, edition, form } = edited
  return named(form.name, () =>
    inProfile(db, scope, id, async (tx, before) => {
      const written = await updateProfile(tx, scope, { id, edition, form, sealed: seal(form, placeIn(scope, id, sealer), before.sealed) })
      const { profile: current } = (await findProfile(tx, scope, id))!
      if (!written) throw new Problem('edited-by-another', undefined, { current })
      await touchAgentsOfProfile(tx, scope, id)
      const secrets = SECRET_FIELDS.filter((field) => secretsOf(form)[field] !== undefined)
      const after = { ...withoutSecrets(form), ...(secrets.length > 0 ? { secretsChanged: secrets } : {}) }
      await recordAct(tx, scope, { act: 'Edit SNMP profile', subject: before.profile.name, before: { ...before.profile }, after })
      return current
    }),
  )
}

export async function removeProfile(db: Db, scope: Scope, profileId: string): Promise<void> {
  await inProfile(db, scope, profileId, async (tx, { profile }) => {
    const why = whyNotDeleteProfile(profile)
    if (why) throw new Problem('profile-in-use', why, { count: profile.agents })
    await deleteProfile(tx, scope, profileId)
    await recordAct(tx, scope, { act: 'Delete SNMP profile', subject: profile.name, before: { ...profile } })
  }).catch((error: unknown) => {
    // An agent took it up at this moment.
    throw violatedConstraint(error) === 'agent_includes_organization_id_profile_id_fkey' ? new Problem('profile-in-use') : error
  })
}

type Seal = (field: SecretField, secret: string) => Buffer

const placeIn =
  (scope: Scope, id: string, sealer: Sealer): Seal =>
  (field, secret) =>
    sealer.seal(secret, profilePlace(scope.organizationId, id, field))

function seal(form: SnmpProfileForm, sealFor: Seal, kept: SealedSecrets): SealedSecrets {
  const entered = secretsOf(form)
  const sealed = { ...NO_SECRETS }
  const missing = neededSecrets(form).filter((field) => {
    const secret = entered[field]
    sealed[field] = secret === undefined ? kept[field] : sealFor(field, secret)
    return sealed[field] === null
  })
  if (missing.length > 0) {
    const faults = missing.map((field) => ({ field, message: MISSING_SECRET[field] }))
    throw new Problem('invalid-input', faults.map(({ field, message }) => `${field}: ${message}`).join(' '), { faults })
  }
  return sealed
}

function withoutSecrets(form: SnmpProfileForm): Record<string, unknown> {
  const { name, version, port, timeoutMilliseconds, retries } = form
  const place = { name, version, port, timeoutMilliseconds, retries }
  if (form.version !== 'v3') return place
  const { userName, contextName, authentication, privacy } = form
  return { ...place, userName, contextName, authentication: authentication?.protocol ?? null, privacy: privacy?.protocol ?? null }
}

type Found = NonNullable<Awaited<ReturnType<typeof findProfile>>>

function inProfile<T>(db: Db, scope: Scope, id: string, run: (tx: Tx, found: Found) => Promise<T>): Promise<T> {
  return inScope(db, scope, async (tx) => {
    const found = await findProfile(tx, scope, id)
    if (!found) throw new Problem('not-found')
    return run(tx, found)
  })
}

async function named<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (violatedConstraint(error) === 'snmp_profile_names') throw new Problem('name-in-use', `The name ${name} is in use. Choose another.`)
    throw error
  }
}
