import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { describeProblem, faultOf, isProblem } from './problem.ts'

const faults = [{ field: 'email', message: 'This is not a valid e-mail address.' }]
const refusal = new ORPCError('invalid-input', { status: 400, message: 'Something is missing.', data: { faults } })

describe('what a page shows of an error', () => {
  it('says a refusal in its own words, with every fault', () => {
    expect(describeProblem(refusal)).toEqual({ code: 'invalid-input', message: 'Something is missing.', faults, requestId: undefined })
    expect(faultOf(refusal, 'email')).toBe('This is not a valid e-mail address.')
    expect(faultOf(refusal, 'name')).toBeUndefined()
    expect(isProblem(refusal, 'invalid-input')).toBe(true)
  })

  it('never shows the inside of a mistake of the server, but the request id', () => {
    const mistake = new ORPCError('INTERNAL_SERVER_ERROR', {
      status: 500,
      message: 'relation "printers" does not exist',
      data: { requestId: 'r-1' },
    })
    const reported = describeProblem(mistake)
    expect(reported).toMatchObject({ code: undefined, requestId: 'r-1' })
    expect(reported.message).not.toContain('relation')
  })

  it('finds the request id also where only the answer’s header has it', () => {
    const broken = new ORPCError('BAD_GATEWAY', { status: 502, data: { headers: { 'x-request-id': 'r-2' } } })
    expect(describeProblem(broken).requestId).toBe('r-2')
  })

  it('says so when the server does not answer at all', () => {
    expect(describeProblem(new TypeError('Failed to fetch')).message).toMatch(/does not answer/)
    expect(describeProblem('anything').message).toMatch(/unexpected/)
  })
})
