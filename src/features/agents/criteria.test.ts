import { describe, expect, it } from 'vitest'
import { whyNotCriterion } from './criteria.ts'

describe('an entry of the discovery criteria [agents/criteria]', () => {
  it.each([
    '10.0.0.7',
    ' 10.0.0.7 ',
    '0.0.0.0',
    '255.255.255.255',
    '10.0.0.1-10.0.0.99',
    '10.0.0.1 - 10.0.0.1',
    '10.0.0.0/24',
    '10.0.0.77/32',
    '10.0.0.0/8',
    'printer',
    'printer-7.example.com',
    '7th-floor',
    'a.b',
  ])('%j is understood', (entry) => expect(whyNotCriterion(entry)).toBeUndefined())

  it.each([
    ['', /A blank line/],
    ['10.0.0.256', /write an address/],
    ['10.0.0', /write an address/],
    ['10.0.0.1.2', /write an address/],
    ['010.0.0.1', /write an address/],
    ['10.0.0.9-10.0.0.1', /ends before it begins/],
    ['10.0.0.1-10.0.0.300', /write an address/],
    ['10.0.0.1-', /write an address/],
    ['10.0.0.1-9', /write an address/],
    ['10.0.0.0/33', /between \/8 and \/32/],
    ['10.0.0.0/7', /between \/8 and \/32/],
    ['10.0.0/24', /a subnet is written/],
    ['10.0.0.0/', /a subnet is written/],
    ['10.0.0.0/255.255.255.0', /a subnet is written/],
    ['-printer', /host name/],
    ['printer-', /host name/],
    ['print er', /host name/],
    ['prin_ter', /host name/],
    ['http://printer', /a subnet is written/],
    ['fe80::1', /write an address/],
    [`${'a'.repeat(64)}.example.com`, /host name/],
    ['drop table;', /host name/],
  ])('%j is not: %s', (entry, why) => expect(whyNotCriterion(entry)).toMatch(why))
})
