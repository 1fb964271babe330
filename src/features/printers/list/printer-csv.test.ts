import { expect, it } from 'vitest'
import { headingLine, lineWriter } from './printer-csv.ts'

it('cells are in the words of the list', () => {
  const write = lineWriter(['registration', 'management', 'communication', 'printerStatus'])
  expect(
    write([
      { c0: 'failed', c1: 'pending', c2: 'no-route', c3: 'warmup' },
      { c0: 'enrolled', c1: null, c2: 'excluded 2026-03-01T10:00:00Z', c3: 'idle' },
      { c0: 'enrolled', c1: null, c2: '', c3: null },
    ]),
  ).toBe(
    'Registration failed,MPS Express (Pending),Noncommunicating: no route,Warming up\r\nEnrolled,,Noncommunicating: excluded from discovery since 2026-03-01T10:00:00Z,Idle\r\nEnrolled,,Communicating,\r\n',
  )
})

it('the first line has the headings of the list', () => {
  expect(headingLine(['ipAddress', 'management'], 'Smith, Inc.')).toBe('IP address,"Smith, Inc. Managed"\r\n')
})
