import { describe, expect, it } from 'vitest'
import { signedToken, tokenOf } from './session-cookie.ts'

const secret = 'a secret for tests, 32 characters'
const sessionOf = (header: string | undefined, secure = false) => tokenOf('session', header, { secret, secure })

describe('the token of a session', () => {
  it('is read from its cookie, plain or secure, among others', () => {
    const value = signedToken('token.with.dots', secret)
    expect(sessionOf(`mps.session_token=${value}`)).toBe('token.with.dots')
    expect(sessionOf(`a=b; __Host-mps.session_token=${value}; c`, true)).toBe('token.with.dots')
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
  ])('is not read from %j', (header) => expect(sessionOf(header)).toBeUndefined())

  it('is not read behind TLS from a cookie that another host of the domain could set', () => {
    expect(sessionOf(`mps.session_token=${signedToken('token', secret)}`, true)).toBeUndefined()
  })
})
