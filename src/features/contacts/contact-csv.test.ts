import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardCell, readCell, writeRows } from './contact-csv.ts'

describe('a cell [contacts/formulas-are-text]', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-5', "'-5"],
    ['@cmd', "'@cmd"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ["'=1+1", "''=1+1"],
    ["''''@", "'''''@"],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
    ['Jo', 'Jo'],
    ['', ''],
    ["'", "'"],
    ['a=1', 'a=1'],
  ])('%j is written %j', (value, cell) => {
    expect(guardCell(value)).toBe(cell)
    expect(readCell(cell)).toBe(value)
  })

  it('comes back as it was, and is never run, whatever it holds', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+\-@\t\r']?.{0,5}$/), fc.constantFrom("'", '=', "'='", '\r\n', '"', ','))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (values) => {
        for (const value of values) expect(guardCell(value)).not.toMatch(/^[=+\-@\t\r]/)
        // A row of one blank cell is a blank line.
        const row = ['first', ...values]
        const read = parse(writeRows([row]), { record_delimiter: '\r\n', relax_column_count: true }) as unknown as string[][]
        expect(read[0]!.map(readCell)).toEqual(row)
      }),
      { numRuns: 200 },
    )
  })
})
