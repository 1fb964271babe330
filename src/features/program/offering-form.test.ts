import { describe, expect, it } from 'vitest'
import { offeringFields, readOfferingFields, readPageCount } from './offering-form.ts'

describe('a page count as people write it', () => {
  it.each([
    ['500000', 500_000],
    ['500,000', 500_000],
    ['1 200 000', 1_200_000],
    ["1'200'000", 1_200_000],
    ['0', undefined],
    ['1.5', undefined],
    ['1,00', undefined],
    ['-5', undefined],
    ['', undefined],
    ['many', undefined],
    ['99999999999', undefined],
  ])('%j is %s', (text, count) => {
    expect(readPageCount(text)).toBe(count)
  })
})

describe('the form of the offering', () => {
  const offering = { requiredAgentVersion: '1.2.0', lifetimePageCountLimit: 500_000, automaticAcceptance: true }

  it('reads what it wrote', () => {
    expect(readOfferingFields(offeringFields(offering))).toEqual({ offering, faults: {} })
  })

  it('names every fault', () => {
    const { offering: read, faults } = readOfferingFields({
      requiredAgentVersion: '1.2',
      lifetimePageCountLimit: '',
      automaticAcceptance: false,
    })
    expect(read).toBeUndefined()
    expect(Object.keys(faults).sort()).toEqual(['lifetimePageCountLimit', 'requiredAgentVersion'])
  })
})
