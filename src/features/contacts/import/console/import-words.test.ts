import { expect, it } from 'vitest'
import { howFar, importPercent, importSummary, leadOf, rowRange } from './import-words.ts'

it('names a range of rows, one row as one', () => {
  expect(rowRange({ fromRow: 138, toRow: 300 })).toBe('Rows 138-300')
  expect(rowRange({ fromRow: 10_001, toRow: 10_001 })).toBe('Row 10,001')
})

it('reports how far an import is, whole only at the end', () => {
  expect(howFar({ rows: 300, waiting: 163 })).toBe('137 of 300 contacts')
  expect(howFar({ rows: 1, waiting: 1 })).toBe('0 of 1 contact')
  expect(importPercent({ rows: 10_000, waiting: 1 })).toBe(99)
  expect(importPercent({ rows: 10_000, waiting: 0 })).toBe(100)
  expect(importPercent({ rows: 0, waiting: 0 })).toBe(100)
})

it('sums up what an import came to', () => {
  expect(importSummary({ imported: 3, existing: 0, rejected: 0, notImported: 0 })).toBe('3 contacts imported')
  expect(importSummary({ imported: 1, existing: 2, rejected: 1200, notImported: 4 })).toBe(
    '1 contact imported, 2 existed already, 1,200 with missing or invalid information, 4 not imported',
  )
})

it('reports faults once: in the list, not in the sentence above it as well', () => {
  const faults = [{ message: 'City is missing.' }, { message: 'Email stands twice.' }]
  expect(leadOf('The columns differ. City is missing. Email stands twice.', faults)).toBe('The columns differ.')
  expect(leadOf('City is missing.', faults)).toBe('')
  expect(leadOf('Something else.', faults)).toBe('Something else.')
  expect(leadOf('The file is empty.', [])).toBe('The file is empty.')
})
