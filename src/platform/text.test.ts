import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findUnstorable, isPlainlyStorable } from './text.ts'

it('names the place of a text that holds a NUL or half a character', () => {
  expect(findUnstorable({ contact: { city: 'Berlin', lines: ['a', 'b\0'] } })).toBe('contact.lines.1')
  expect(findUnstorable({ contact: { city: '\ud800' } })).toBe('contact.city')
  expect(findUnstorable({ contact: { city: '😀', '\0': 1 } })).toBe('contact')
  expect(findUnstorable({ city: '\\u0000' })).toBeUndefined()
})

it('never takes for plainly storable what is not', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\udfff', '\\u0000', '\ud83d\ude00'))
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), text, (value, added) => {
      const whole = { value, added }
      if (findUnstorable(whole) !== undefined) expect(isPlainlyStorable(whole)).toBe(false)
    }),
  )
})
