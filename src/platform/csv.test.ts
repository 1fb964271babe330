import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, csvLine, readCell } from './csv.ts'

describe('a cell [files/formulas-are-text]', () => {
  it.each([
    [null, ''],
    [0, '0'],
    [-5, '-5'],
    ['', ''],
    ['plain', 'plain'],
    ['a=1', 'a=1'],
    ['a,b', '"a,b"'],
    ['say "it"', '"say ""it"""'],
    ['=1+1', "'=1+1"],
    ['-2', "'-2"],
    ['@x', "'@x"],
    ['＝1+1', "'＝1+1"],
    ['\tx', "'\tx"],
    ['\nx', '"\'\nx"'],
    ['+49, 30', '"\'+49, 30"'],
    ["'=x", "''=x"],
    ["''''@", "'''''@"],
    ["'", "'"],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
  ])('%j is written %j', (value, expected) => expect(csvCell(value)).toBe(expected))

  it('is never run as a formula, and comes back as it was, whatever it holds', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠\t\r\n\'",aü') }))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const read = parse(rows.map(csvLine).join(''), { record_delimiter: '\r\n', skip_empty_lines: false }) as string[][]
        for (const value of read.flat()) expect(value).not.toMatch(/^[=+\-@＝＋－＠\t\r\n]/)
        expect(read.map((row) => row.map(readCell))).toEqual(rows)
      }),
      { numRuns: 300 },
    )
  })
})
