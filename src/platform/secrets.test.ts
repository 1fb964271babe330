import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Sealer, sealedPlace } from './secrets.ts'

const place = sealedPlace('snmp_profiles', 'community_sealed', ['organization', 'row'])

describe('a sealed value [platform/sealed-values-stay-in-their-row]', () => {
  it('opens where it was sealed, whatever the text', () => {
    const sealer = new Sealer('a secret')
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sealer.open(sealer.seal(text, place), place) === text))
  })

  it('does not open in another row, in another column, or changed by a bit', () => {
    const sealer = new Sealer('a secret')
    const sealed = sealer.seal('public', place)
    expect(() => sealer.open(sealed, sealedPlace('snmp_profiles', 'community_sealed', ['organization', 'other']))).toThrow()
    expect(() => sealer.open(sealed, sealedPlace('snmp_profiles', 'privacy_password_sealed', ['organization', 'row']))).toThrow()
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed)
      changed[i]! ^= 1
      expect(() => sealer.open(changed, place), `byte ${i}`).toThrow()
    }
  })

  it('of a former secret opens while that is known, and is sealed with the present one', () => {
    const sealed = new Sealer('former').seal('public', place)
    const both = new Sealer('present', ['former'])
    expect(both.open(sealed, place)).toBe('public')
    const again = both.seal('public', place)
    expect(new Sealer('present').open(again, place)).toBe('public')
    expect(again.subarray(0, both.mark.length)).toEqual(both.mark)
    expect(() => new Sealer('present').open(sealed, place)).toThrow('not in the file secret')
  })
})
