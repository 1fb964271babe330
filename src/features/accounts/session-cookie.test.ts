import { describe, expect, it } from 'vitest'
import { sessionToken, signedToken } from './session-cookie.ts'

const secret = 'a secret for tests, 32 characters'

describe('the token of a session', () => {
  it('is read from its cookie, plain or secure, among others', () => {
    const value = signedToken('token.with.dots', secret)
    expect(sessionToken(`mps.session_token=${value}`, secret)).toBe('token.with.dots')
    expect(sessionToken(`a=b; __Secure-mps.session_token=${value}; c`, secret)).toBe('token.with.dots')
  })

  it.each([
    undefined,
    '',
    'mps.session_token',
    'mps.session_token=',
    'mps.session_token=token',
    'mps.session_token=token.',
    'mps.session_token=%E0%A4%A',
    `mps.session_token=${signedToken('token', 'another secret')}`,
    `mps.session_token=x${signedToken('token', secret)}`,
    `other=${signedToken('token', secret)}`,
  ])('is not read from %j', (header) => expect(sessionToken(header, secret)).toBeUndefined())
})
