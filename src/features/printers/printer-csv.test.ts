import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cell, headingLine, lineWriter } from './printer-csv.ts'

describe('a cell', () => {
  it.each([
    [null, ''],
    [0, '0'],
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "it"', '"say ""it"""'],
    ['=1+1', "'=1+1"],
    ['-2', "'-2"],
    ['@x', "'@x"],
    ["'=x", "''=x"],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
    ['\tx', "'\tx"],
    ['+49, 30', '"\'+49, 30"'],
  ])('%j is %j', (value, expected) => expect(cell(value)).toBe(expected))

  it('is never run as a formula, and comes back as it was [printers/formulas-are-text]', () => {
    const text = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', 'a', 'ü') })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const write = lineWriter(['model', 'location'])
        const read = parse(headingLine(['model', 'location'], 'x') + write(rows.map(([c0, c1]) => ({ c0, c1 }))), {
          from_line: 2,
          skip_empty_lines: false,
        }) as string[][]
        expect(read.flat().some((value) => /^[=+\-@\t\r]/.test(value))).toBe(false)
        expect(read.map((row) => row.map((value) => (/^'+[=+\-@\t\r]/.test(value) ? value.slice(1) : value)))).toEqual(rows)
      }),
    )
  })
})

it('cells are in the words of the list', () => {
  const write = lineWriter(['registration', 'management', 'communication'])
  expect(
    write([
      { c0: 'failed', c1: 'pending', c2: 'no-route' },
      { c0: 'enrolled', c1: null, c2: 'excluded 2026-03-01T10:00:00Z' },
      { c0: 'enrolled', c1: null, c2: '' },
    ]),
  ).toBe(
    'Registration failed,MPS Express (Pending),Noncommunicating: no route\r\nEnrolled,,Noncommunicating: excluded from discovery since 2026-03-01T10:00:00Z\r\nEnrolled,,Communicating\r\n',
  )
})
