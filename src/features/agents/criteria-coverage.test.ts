import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeOfReach, covers, isRead, outOfReach, reading } from './criteria-coverage.ts'

const at = (ipAddress: string | null, hostName: string | null = null) => ({ ipAddress, hostName })

describe('an entry of the discovery criteria', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.8', false],
    ['10.0.0.1-10.0.0.99', '10.0.0.1', true],
    ['10.0.0.1 - 10.0.0.99', '10.0.0.99', true],
    ['10.0.0.1-10.0.0.99', '10.0.0.100', false],
    ['10.0.0.9-10.0.1.2', '10.0.1.1', true],
    ['10.0.0.0/24', '10.0.0.255', true],
    ['10.0.0.77/24', '10.0.0.1', true],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['10.0.0.128/25', '10.0.0.127', false],
    ['192.0.0.0/8', '192.255.1.1', true],
    ['10.0.0.7/32', '10.0.0.7', true],
  ])('%s covers %s: %s', (entry, ipAddress, covered) => {
    expect(covers(entry, at(ipAddress))).toBe(covered)
  })

  it('that is a host name covers the printer that carries it, in any case', () => {
    expect(covers('Printer-7.example.com', at('10.0.0.7', 'printer-7.EXAMPLE.com'))).toBe(true)
    expect(covers('printer-7', at('10.0.0.7'))).toBe(false)
    expect(covers('printer-7.example.com', at('10.0.0.7', 'printer-7'))).toBe(true)
    expect(covers('printer-7', at('10.0.0.7', 'printer-7.example.com'))).toBe(true)
    expect(covers('printer-7.example.com', at('10.0.0.7', 'printer-7.example.org'))).toBe(false)
  })

  it('that is an address covers nothing without one', () => {
    expect(covers('10.0.0.0/8', at(null, 'printer-7'))).toBe(false)
  })
})

describe('an edit of the criteria', () => {
  const before = { include: [{ entry: '10.0.0.0/24' }, { entry: '10.0.1.5' }], exclude: ['10.0.0.9'] }
  const held = [at('10.0.0.7'), at('10.0.0.9'), at('10.0.1.5')]

  it('names the held printers that it puts out of reach [agents/criteria-warn-of-held-printers]', () => {
    expect(outOfReach(before, { ...before, include: [{ entry: '10.0.0.0/24' }] }, held)).toEqual([at('10.0.1.5')])
    expect(outOfReach(before, { ...before, exclude: ['10.0.0.0-10.0.0.31', '10.0.0.7'] }, held)).toEqual([at('10.0.0.7')])
  })

  it('is silent where another entry still covers them, or they were not read before [agents/criteria-warn-of-held-printers]', () => {
    expect(outOfReach(before, { include: [{ entry: '10.0.0.0/8' }], exclude: ['10.0.0.9'] }, held)).toEqual([])
    expect(isRead(before, at('10.0.0.9'))).toBe(false)
  })
})

describe('many criteria at once', () => {
  const octet = fc.integer({ min: 0, max: 3 })
  const address = fc.tuple(octet, octet).map(([a, b]) => `10.0.${a}.${b * 60}`)
  const entry = fc.oneof(
    address,
    fc.tuple(address, fc.integer({ min: 20, max: 32 })).map(([network, bits]) => `${network}/${bits}`),
    fc.tuple(octet, octet).map(([a, b]) => `10.0.${Math.min(a, b)}.10-10.0.${Math.max(a, b)}.200`),
    fc.constantFrom('printer-1', 'printer-2.example.com'),
  )
  const printer = fc.record({ ipAddress: address, hostName: fc.constantFrom(null, 'printer-1', 'printer-2') })

  it('cover what one of them covers, and exclusion wins', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), fc.array(entry, { maxLength: 4 }), printer, (include, exclude, one) => {
        const isReadOf = reading({ include: include.map((text) => ({ entry: text })), exclude })
        expect(isReadOf(one)).toBe(include.some((text) => covers(text, one)) && !exclude.some((text) => covers(text, one)))
      }),
    )
  })

  it('lose and regain printers by an edit', () => {
    const narrow = { include: [{ entry: '10.0.0.0/25' }], exclude: [] }
    const moved = { include: [{ entry: '10.0.0.128/25' }], exclude: ['10.0.0.200'] }
    const printers = [at('10.0.0.1'), at('10.0.0.130'), at('10.0.0.200')]
    expect(changeOfReach(narrow, moved, printers)).toEqual({ lost: [at('10.0.0.1')], regained: [at('10.0.0.130')] })
  })
})
