import { describe, expect, it } from 'vitest'
import { formatAge, formatCount, formatInstant } from './format.ts'

describe('figures on the page', () => {
  it('separates thousands, and shows what is unknown as a dash', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567')
    expect(formatCount(0)).toBe('0')
    expect(formatCount(null)).toBe('-')
    expect(formatInstant(null)).toBe('-')
  })

  it.each([
    [30, 'just now'],
    [90, '1 minute ago'],
    [7200, '2 hours ago'],
    [86_400, 'yesterday'],
    [864_000, '10 days ago'],
  ])('%i seconds ago is %s', (seconds, words) => {
    const now = Date.parse('2026-05-01T12:00:00Z')
    expect(formatAge(new Date(now - seconds * 1000).toISOString(), now)).toBe(words)
  })
})
