import { describe, expect, it } from 'vitest'
import { codeAt, setupAddress, stepOf, typedCode } from './second-factor.ts'

// The key of the test values of RFC 6238, appendix B; its codes have 8 digits, of which the last 6 are ours.
const KEY = '12345678901234567890'

describe('a code of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at second %i is the one of RFC 6238', async (second, code) => {
    expect(await codeAt(KEY, new Date(second * 1000))).toBe(code)
  })

  it('counts one step early and late, and no further', async () => {
    const at = (steps: number) => new Date((1111111109 + steps * 30) * 1000)
    const found = await Promise.all([-2, -1, 0, 1, 2].map((steps) => stepOf(KEY, '081804', at(steps))))
    expect(found.map((step) => step !== undefined)).toEqual([false, true, true, true, false])
    expect(new Set(found.filter((step) => step !== undefined)).size).toBe(1)
  })

  it('is read as people type it', () => {
    expect(typedCode(' 081 804')).toBe('081804')
    expect(typedCode('abcd-efgh jkmn')).toBe('ABCDEFGHJKMN')
  })

  it('comes from a key that the app reads as an address', () => {
    expect(setupAddress(KEY, 'MPS Express', 'jo@example.com')).toBe(
      'otpauth://totp/MPS%20Express:jo%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=MPS+Express&digits=6&period=30',
    )
  })
})
