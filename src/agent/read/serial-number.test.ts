import { describe, expect, it } from 'vitest'
import { cleanSerialNumber } from './serial-number.ts'

const LEXMARK = /-\d{2,3}-\d{1,2}$/

describe('serial numbers', () => {
  it.each([
    '',
    ' ',
    '0000000000',
    'XXXXXXXXXX',
    'xxxx',
    '****',
    '99999999',
    '----------',
    '??????',
    'serial_number',
    'Serial Number',
    'N/A',
    'none',
    'unknown',
    '<private>',
    '1234567890',
    '12345678',
    '0123456789',
    'not available',
    '0',
  ])('are missing where "%s" stands [agents/placeholders-are-no-serial-number]', (text) => {
    expect(cleanSerialNumber(text)).toBeUndefined()
  })

  it('are missing where there is none', () => {
    expect(cleanSerialNumber(undefined)).toBeUndefined()
  })

  it.each([
    ['4514A1B2C3D4E-110-3', LEXMARK, '4514A1B2C3D4E'],
    ['4514A1B2C3D4E', LEXMARK, '4514A1B2C3D4E'],
    ['PHB-12-3', undefined, 'PHB-12-3'],
    ['  000A5J777816 \0', undefined, '000A5J777816'],
    ['12349876', undefined, '12349876'],
    ['X1X1X1', undefined, 'X1X1X1'],
  ])('are kept: %s', (text, suffix, serial) => {
    expect(cleanSerialNumber(text, suffix)).toBe(serial)
  })
})
