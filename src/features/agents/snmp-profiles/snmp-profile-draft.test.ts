import { describe, expect, it } from 'vitest'
import { AUTHENTICATION_PROTOCOLS, PRIVACY_PROTOCOLS } from '../../agent-protocol/snmp-access.api.ts'
import {
  AUTHENTICATION_LABELS,
  keptSecrets,
  NEW_PROFILE,
  PRIVACY_LABELS,
  profileDraftOf,
  profileFaults,
  profileFormOf,
} from './snmp-profile-draft.ts'
import { SnmpProfileForm } from './snmp-profiles.api.ts'

const user = {
  ...NEW_PROFILE,
  name: 'User',
  version: 'v3' as const,
  userName: ' monitor ',
  authenticationPassword: 'long enough',
  privacyPassword: 'long enough',
}

describe('an SNMP profile as it is edited', () => {
  it('has a word for every protocol', () => {
    expect(Object.keys(AUTHENTICATION_LABELS)).toEqual(['none', ...AUTHENTICATION_PROTOCOLS])
    expect(Object.keys(PRIVACY_LABELS)).toEqual(['none', ...PRIVACY_PROTOCOLS])
  })

  it.each([
    [
      { ...NEW_PROFILE, name: ' Office ', community: 'c' },
      { name: 'Office', version: 'v2c', community: 'c', port: 161 },
    ],
    [user, { version: 'v3', userName: 'monitor', authentication: { protocol: 'sha-256', password: 'long enough' }, contextName: '' }],
    [
      { ...user, privacy: 'none' as const, authentication: 'none' as const },
      { authentication: null, privacy: null },
    ],
  ])('is sent as the API takes it', (draft, form) => {
    expect(profileFaults(draft)).toBeUndefined()
    expect(SnmpProfileForm.parse(profileFormOf(draft))).toMatchObject(form)
  })

  it('names each fault at its field', () => {
    expect(profileFaults({ ...NEW_PROFILE, port: '0', timeoutMilliseconds: '1', retries: 'x' })).toEqual({
      name: 'Name is required.',
      community: 'Community is required.',
      port: 'From 1 to 65,535.',
      timeoutMilliseconds: 'From 50 to 60,000.',
      retries: 'From 0 to 5.',
    })
    expect(Object.keys(profileFaults({ ...user, userName: ' ', authenticationPassword: 'short', privacyPassword: '' })!)).toEqual([
      'userName',
      'authenticationPassword',
      'privacyPassword',
    ])
    expect(profileFaults({ ...user, authentication: 'none' })?.privacy).toMatch(/needs authentication/)
  })

  it('may leave blank the secrets that it has', () => {
    const kept = {
      name: 'User',
      version: 'v3' as const,
      port: 161,
      timeoutMilliseconds: 2000,
      retries: 1,
      userName: 'u',
      authentication: { protocol: 'md5' as const },
      privacy: null,
    }
    const draft = profileDraftOf(kept)
    expect(draft).toMatchObject({ authentication: 'md5', privacy: 'none', authenticationPassword: '' })
    expect(keptSecrets(kept)).toEqual(['authenticationPassword'])
    expect(profileFaults(draft, kept)).toBeUndefined()
    expect(profileFaults({ ...draft, privacy: 'des' }, kept)).toHaveProperty('privacyPassword')
    expect(profileFaults({ ...draft, version: 'v1' }, kept)).toHaveProperty('community')
  })
})
