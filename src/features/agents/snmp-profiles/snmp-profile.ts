import { formatNoun, plural } from '../../../platform/numbers.ts'

/** SNMP profiles: what makes one complete. */

export const SNMP_VERSIONS = ['v1', 'v2c', 'v3'] as const
export type SnmpVersion = (typeof SNMP_VERSIONS)[number]

/** As RFC 3414 (11.2) demands of passwords. */
const LEAST_PASSWORD = 8

/** How many an organization may have. */
export const MOST_PROFILES = 500

interface Secured {
  protocol: string
  password?: string | undefined
}

interface Access {
  version: SnmpVersion
  authentication?: Secured | null
  privacy?: Secured | null
}

/** What is wrong with a profile, whether new or edited; each with its field. A password left out is no fault here: an edit keeps it. */
export function whyNotProfile({ version, authentication, privacy }: Access): { field: string; message: string }[] {
  if (version !== 'v3') return []
  const faults: { field: string; message: string }[] = []
  if (privacy && !authentication)
    faults.push({ field: 'privacy', message: 'Privacy needs authentication. Choose an authentication protocol.' })
  for (const [field, secured] of [
    ['authentication', authentication],
    ['privacy', privacy],
  ] as const) {
    const length = secured?.password?.length ?? 0
    if (length > 0 && length < LEAST_PASSWORD)
      faults.push({ field: `${field}.password`, message: `A password of SNMP version 3 has at least ${LEAST_PASSWORD} characters.` })
  }
  return faults
}

/** The secrets of a profile by field; blank and absent are the same. */
export function secretsOf(form: Access & { community?: string | undefined }): Record<SecretField, string | undefined> {
  const { version, community, authentication, privacy } = form
  return {
    community: version === 'v3' ? undefined : community || undefined,
    'authentication.password': version === 'v3' ? authentication?.password || undefined : undefined,
    'privacy.password': version === 'v3' ? privacy?.password || undefined : undefined,
  }
}

export const SECRET_FIELDS = ['community', 'authentication.password', 'privacy.password'] as const
export type SecretField = (typeof SECRET_FIELDS)[number]

/** Which secrets a profile must have. */
export function neededSecrets({ version, authentication, privacy }: Access): SecretField[] {
  if (version !== 'v3') return ['community']
  return [...(authentication ? (['authentication.password'] as const) : []), ...(privacy ? (['privacy.password'] as const) : [])]
}

export const MISSING_SECRET: Record<SecretField, string> = {
  community: 'Community is required.',
  'authentication.password': 'Authentication password is required.',
  'privacy.password': 'Privacy password is required.',
}

/**
 * Why a profile cannot be deleted; undefined when it can.
 * @rule agents/used-profiles-stay  An SNMP profile that an agent uses cannot be deleted.
 */
export function whyNotDeleteProfile({ agents }: { agents: number }): string | undefined {
  if (agents === 0) return undefined
  return `${formatNoun(agents, 'agent uses', 'agents use')} the profile. Choose another profile for ${plural(agents, 'its', 'their')} entries first.`
}
