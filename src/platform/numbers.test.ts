import { describe, expect, it } from 'vitest'
import { formatNoun, formatNumber, plural } from './numbers.ts'

describe('numbers', () => {
  it.each([
    [0, '0 printers'],
    [1, '1 printer'],
    [2, '2 printers'],
    [1_200_000, '1,200,000 printers'],
  ])('%d comes with its noun: %s', (count, words) => {
    expect(formatNoun(count, 'printer')).toBe(words)
  })

  it('take irregular nouns and verbs', () => {
    expect(formatNoun(1, 'entry', 'entries')).toBe('1 entry')
    expect(formatNoun(2, 'entry', 'entries')).toBe('2 entries')
    expect([0, 1, 2].map((count) => plural(count, 'is', 'are'))).toEqual(['are', 'is', 'are'])
  })

  it('have their thousands separated', () => {
    expect([0, 999, 1_000, 1_234_567].map(formatNumber)).toEqual(['0', '999', '1,000', '1,234,567'])
  })
})
