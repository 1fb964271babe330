import { formatNumber } from '../../../platform/numbers.ts'
import { MISSING_SECRET, neededSecrets, type SnmpVersion, secretsOf, whyNotProfile } from './snmp-profile.ts'

/** The words for the ways in which version 3 proves who asks, and for those in which it encrypts. */
export const AUTHENTICATION_LABELS = {
  none: 'None',
  md5: 'MD5',
  'sha-1': 'SHA-1',
  'sha-224': 'SHA-224',
  'sha-256': 'SHA-256',
  'sha-384': 'SHA-384',
  'sha-512': 'SHA-512',
} as const
export const PRIVACY_LABELS = {
  none: 'None',
  des: 'DES',
  'aes-128': 'AES-128',
  'aes-192': 'AES-192',
  'aes-256': 'AES-256',
  'aes-192-cisco': 'AES-192-C (Cisco key extension)',
  'aes-256-cisco': 'AES-256-C (Cisco key extension)',
} as const

type Authentication = keyof typeof AUTHENTICATION_LABELS
type Privacy = keyof typeof PRIVACY_LABELS

/** An SNMP profile while a person edits it: everything as it is typed. */
export interface ProfileDraft {
  name: string
  version: SnmpVersion
  community: string
  userName: string
  contextName: string
  authentication: Authentication
  authenticationPassword: string
  privacy: Privacy
  privacyPassword: string
  port: string
  timeoutMilliseconds: string
  retries: string
}

export const NEW_PROFILE: ProfileDraft = {
  name: '',
  version: 'v2c',
  community: '',
  userName: '',
  contextName: '',
  authentication: 'sha-256',
  authenticationPassword: '',
  privacy: 'aes-128',
  privacyPassword: '',
  port: '161',
  timeoutMilliseconds: '2000',
  retries: '1',
}

/** A profile as the console gets it. */
interface Shown {
  name: string
  version: SnmpVersion
  port: number
  timeoutMilliseconds: number
  retries: number
  userName?: string
  contextName?: string
  authentication?: { protocol: Exclude<Authentication, 'none'> } | null
  privacy?: { protocol: Exclude<Privacy, 'none'> } | null
}

/** A profile as it stands, to be edited: its secrets are blank, which leaves them as they are. */
export function profileDraftOf(profile: Shown): ProfileDraft {
  const { name, version, port, timeoutMilliseconds, retries, userName = '', contextName = '', authentication, privacy } = profile
  return {
    ...NEW_PROFILE,
    name,
    version,
    userName,
    contextName,
    ...(version === 'v3' ? { authentication: authentication?.protocol ?? 'none', privacy: privacy?.protocol ?? 'none' } : {}),
    port: String(port),
    timeoutMilliseconds: String(timeoutMilliseconds),
    retries: String(retries),
  }
}

/** What is sent. */
export function profileFormOf(draft: ProfileDraft) {
  const { version, community, userName, contextName, authentication, authenticationPassword, privacy, privacyPassword } = draft
  const place = {
    name: draft.name.trim(),
    port: Number(draft.port),
    timeoutMilliseconds: Number(draft.timeoutMilliseconds),
    retries: Number(draft.retries),
  }
  if (version !== 'v3') return { ...place, version, ...(community ? { community } : {}) }
  return {
    ...place,
    version,
    userName: userName.trim(),
    contextName: contextName.trim(),
    authentication: authentication === 'none' ? null : secured(authentication, authenticationPassword),
    privacy: privacy === 'none' ? null : secured(privacy, privacyPassword),
  }
}

const secured = <P extends string>(protocol: P, password: string) => ({ protocol, ...(password ? { password } : {}) })

const NUMBERS = {
  port: { least: 1, most: 65_535 },
  timeoutMilliseconds: { least: 50, most: 60_000 },
  retries: { least: 0, most: 5 },
} as const

export type ProfileFaults = Partial<Record<keyof ProfileDraft, string>>

const FIELDS: Record<string, keyof ProfileDraft> = {
  community: 'community',
  'authentication.password': 'authenticationPassword',
  'privacy.password': 'privacyPassword',
  privacy: 'privacy',
}

/** The secrets that a profile has: an edit may leave them blank. */
export const keptSecrets = (profile: Shown): (keyof ProfileDraft)[] => neededSecrets(profile).map((field) => FIELDS[field]!)

/** The faults of a draft by field; undefined where there is none. `kept`: the profile that is edited, whose secrets may be left blank. */
export function profileFaults(draft: ProfileDraft, kept?: Shown): ProfileFaults | undefined {
  const faults: ProfileFaults = {}
  if (draft.name.trim() === '') faults.name = 'Name is required.'
  if (draft.version === 'v3' && draft.userName.trim() === '') faults.userName = 'User name is required.'
  for (const [field, { least, most }] of Object.entries(NUMBERS) as [keyof typeof NUMBERS, { least: number; most: number }][]) {
    const number = /^\d+$/.test(draft[field].trim()) ? Number(draft[field]) : Number.NaN
    if (!(number >= least && number <= most)) faults[field] = `From ${least} to ${formatNumber(most)}.`
  }
  const form = profileFormOf(draft)
  for (const { field, message } of whyNotProfile(form)) faults[FIELDS[field]!] = message
  const has: readonly string[] = kept ? neededSecrets(kept) : []
  const entered = secretsOf(form)
  for (const field of neededSecrets(form)) {
    if (entered[field] === undefined && !has.includes(field)) faults[FIELDS[field]!] = MISSING_SECRET[field]
  }
  return Object.keys(faults).length === 0 ? undefined : faults
}
