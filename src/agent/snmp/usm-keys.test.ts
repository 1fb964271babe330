import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decrypt, encrypt } from './usm-cipher.ts'
import {
  AUTHENTICATION,
  type AuthenticationProtocol,
  KeyRing,
  KeysInMemory,
  keyOfPassword,
  localizeKey,
  PRIVACY,
  type PrivacyProtocol,
} from './usm-keys.ts'

const engineId = Buffer.from('000000000000000000000002', 'hex')
const password = 'maplesyrup'

describe('keys of version 3', () => {
  // RFC 3414, A.3.1 and A.3.2.
  it.each([
    ['md5', '9faf3283884e92834ebc9847d8edd963', '526f5eed9fcce26f8964c2930787d82b'],
    ['sha-1', '9fb5cc0381497b3793528939ff788d5d79145211', '6695febc9288e36282235fc7151f128497b38f3f'],
  ] as const)('are those of RFC 3414 for %s', (protocol, key, localized) => {
    const made = keyOfPassword(protocol, Buffer.from(password))
    expect(made.toString('hex')).toBe(key)
    expect(localizeKey(protocol, made, engineId).toString('hex')).toBe(localized)
  })

  // The same password and engine under the hashes of RFC 7860, as other implementations publish them.
  it.each([
    ['sha-224', '0bd8827c6e29f8065e08e09237f177e410f69b90e1782be682075674'],
    ['sha-256', '8982e0e549e866db361a6b625d84cccc11162d453ee8ce3a6445c2d6776f0f8b'],
    ['sha-384', '3b298f16164a11184279d5432bf169e2d2a48307de02b3d3f7e2b4f36eb6f0455a53689a3937eea07319a633d2ccba78'],
    [
      'sha-512',
      '22a5a36cedfcc085807a128d7bc6c2382167ad6c0dbc5fdff856740f3d84c099ad1ea87a8db096714d9788bd544047c9021e4229ce27e4c0a69250adfcffbb0b',
    ],
  ] as const)('are those that others publish for %s', (protocol, localized) => {
    expect(new KeyRing().authenticationKey(protocol, password, engineId).toString('hex')).toBe(localized)
  })

  // Samples of the drafts (draft-reeder-snmpv3-usm-3desede, B): the second half is the key before it, taken for a password.
  it.each([
    ['md5', '526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0a3a40abfac5acc12'],
    ['sha-1', '6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9c'],
  ] as const)('are lengthened the way of Reeder, with %s', (hash, key) => {
    expect(new KeyRing().privacyKey('aes-256-cisco', hash, password, engineId).toString('hex')).toBe(key)
  })

  it('are lengthened the way of Blumenthal by the hash of the key before', () => {
    const short = new KeyRing().authenticationKey('sha-1', password, engineId)
    const key = new KeyRing().privacyKey('aes-256', 'sha-1', password, engineId)
    expect(key.subarray(0, 20)).toEqual(short)
    expect(key).toHaveLength(32)
    expect(new KeyRing().privacyKey('aes-192', 'sha-1', password, engineId)).toEqual(key.subarray(0, 24))
    // A hash that is long enough is not lengthened, whichever the way.
    expect(new KeyRing().privacyKey('aes-256', 'sha-512', password, engineId)).toEqual(
      new KeyRing().privacyKey('aes-256-cisco', 'sha-512', password, engineId),
    )
  })

  it('are made once for a password, however many the engines', () => {
    const kept = new KeysInMemory()
    const ring = new KeyRing(kept)
    for (let i = 0; i < 50; i++) {
      const id = Buffer.from([1, 2, 3, 4, i])
      ring.authenticationKey('sha-256', password, id)
      ring.privacyKey('aes-128', 'sha-256', password, id)
    }
    expect(ring.made).toBe(1)
    const after = new KeyRing(kept)
    after.authenticationKey('sha-256', password, engineId)
    expect(after.made).toBe(0)
    // Lengthening the way of Reeder is dear for each engine, and kept too.
    ring.privacyKey('aes-256-cisco', 'md5', password, engineId)
    const again = new KeyRing(kept)
    again.privacyKey('aes-256-cisco', 'md5', password, engineId)
    expect([ring.made, again.made]).toEqual([3, 0])
  })
})

describe('what version 3 encrypts', () => {
  const clock = { boots: 7, time: 0x7fff_fff0 }
  const plain = Buffer.from('a scoped PDU of some length')

  it.each(Object.keys(PRIVACY) as PrivacyProtocol[])('comes back by %s, and not by another key, clock or salt', (protocol) => {
    const key = Buffer.from(Array.from({ length: PRIVACY[protocol].keyOctets }, (_, i) => i * 7 + 1))
    const { salt, cipher } = encrypt(protocol, key, clock, plain)
    expect(decrypt(protocol, key, clock, salt, cipher)!.subarray(0, plain.length)).toEqual(plain)
    const wrong = Buffer.from(key.map((octet) => octet ^ 0x55))
    expect(decrypt(protocol, wrong, clock, salt, cipher)!.subarray(0, plain.length)).not.toEqual(plain)
    expect(decrypt(protocol, key, clock, Buffer.from(salt.map((octet) => octet ^ 1)), cipher)).not.toEqual(plain)
    expect(decrypt(protocol, key, clock, salt.subarray(1), cipher)).toBeUndefined()
    expect(encrypt(protocol, key, clock, plain).salt).not.toEqual(salt)
  })

  // FIPS 81, table C1: single DES in CBC mode, by way of triple DES.
  it('is single DES where DES is asked for', () => {
    const key = Buffer.from('0123456789abcdef' + '0000000000000000', 'hex')
    const vector = Buffer.from('1234567890abcdef', 'hex')
    const cipher = Buffer.from('e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6', 'hex')
    // The second half of the key is the pre-IV; with zeros there the salt is the vector.
    expect(decrypt('des', key, clock, vector, cipher)!.toString('latin1')).toBe('Now is the time for all ')
  })

  // RFC 4231, test case 2, cut as RFC 7860 does.
  it.each(['sha-224', 'sha-256', 'sha-384', 'sha-512'] as AuthenticationProtocol[])('is signed by HMAC of %s', (protocol) => {
    const whole = createHmac(AUTHENTICATION[protocol].hash, 'Jefe').update('what do ya want for nothing?').digest('hex')
    const published: Record<string, string> = {
      'sha-224': 'a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44',
      'sha-256': '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      'sha-384': 'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
      'sha-512':
        '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    }
    expect(whole).toBe(published[protocol])
    expect(AUTHENTICATION[protocol].octets).toBe(
      whole.length / 4 === 14 ? 16 : { 'sha-256': 24, 'sha-384': 32, 'sha-512': 48 }[protocol as string],
    )
  })
})
