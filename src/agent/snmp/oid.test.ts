import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareOids, isUnder } from './oid.ts'

const arcs = fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 1, maxLength: 8 })

describe('object identifiers', () => {
  it('are ordered number by number, the shorter first', () => {
    fc.assert(
      fc.property(arcs, arcs, (a, b) => {
        const different = a.findIndex((arc, i) => arc !== b[i])
        const expected = different < 0 ? a.length - b.length : different >= b.length ? 1 : a[different]! - b[different]!
        expect(Math.sign(compareOids(a.join('.'), b.join('.')))).toBe(Math.sign(expected))
      }),
    )
  })

  it('lie under a root only when a whole number follows it', () => {
    expect(isUnder('1.3.6.1.43.1', '1.3.6.1.4')).toBe(false)
    expect(isUnder('1.3.6.1.4.3', '1.3.6.1.4')).toBe(true)
    expect(isUnder('1.3.6.1.4', '1.3.6.1.4')).toBe(false)
  })
})
