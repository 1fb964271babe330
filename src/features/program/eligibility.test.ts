import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assessEligibility,
  ELIGIBILITY_STATUSES,
  type EligibilityFacts,
  eligibilityLabel,
  INELIGIBILITIES,
  isDownLevel,
} from './eligibility.ts'

const sound: EligibilityFacts = {
  management: null,
  registration: 'enrolled',
  registrationFailure: null,
  manufacturer: 'Acme',
  model: 'Press 100',
  modelSupported: true,
  lifetimePageCount: 1000,
  lifetimePageCountReadAt: '2026-01-01T00:00:00Z',
  lifetimePageCountLimit: 100_000,
  contactId: 'c',
  agentName: 'North',
  agentVersion: '1.2.0',
  requiredAgentVersion: '1.2.0',
}

describe('eligibility [program/ineligible-reasons]', () => {
  it('has its nine lines in order, letter for letter', () => {
    expect(ELIGIBILITY_STATUSES.map(eligibilityLabel)).toEqual([
      'Eligible',
      'Printer already managed',
      'Printer pending management',
      'Printer failed registration',
      'Model not supported',
      'Lifetime page count exceeds maximum allowed',
      'Lifetime page count missing',
      'No supplies delivery contact assigned',
      'Associated with down-level fleet agent',
    ])
  })

  it.each([
    ['a sound printer', {}, 'eligible'],
    ['managed', { management: 'managed' }, 'already-managed'],
    ['pending', { management: 'pending' }, 'pending-management'],
    ['failed registration', { registration: 'failed' }, 'failed-registration'],
    ['not yet enrolled', { registration: 'discovered' }, 'failed-registration'],
    ['a model of no catalogue', { modelSupported: false }, 'model-not-supported'],
    ['at the limit', { lifetimePageCount: 100_000 }, 'eligible'],
    ['one page beyond the limit', { lifetimePageCount: 100_001 }, 'page-count-exceeds'],
    ['no count', { lifetimePageCount: null }, 'page-count-missing'],
    ['a count of 0', { lifetimePageCount: 0 }, 'eligible'],
    ['no contact', { contactId: null }, 'no-contact'],
    ['an older agent', { agentVersion: '1.1.9' }, 'down-level-agent'],
    ['a pre-release of the required version', { agentVersion: '1.2.0-beta.1' }, 'down-level-agent'],
    ['a newer agent in semantic, not letter, order', { agentVersion: '1.10.0' }, 'eligible'],
    ['no agent', { agentVersion: null, agentName: null }, 'down-level-agent'],
  ] as [string, Partial<EligibilityFacts>, string][])('%s', (_, change, status) => {
    expect(assessEligibility({ ...sound, ...change }).status).toBe(status)
  })

  it('keeps all reasons, the first being the status', () => {
    const { status, reasons } = assessEligibility({ ...sound, modelSupported: false, lifetimePageCount: null, contactId: null })
    expect(status).toBe('model-not-supported')
    expect(reasons.map((reason) => reason.status)).toEqual(['model-not-supported', 'page-count-missing', 'no-contact'])
  })

  it('gives the evidence: value, limit, when read, by which agent', () => {
    const { reasons } = assessEligibility({ ...sound, lifetimePageCount: 123_456 })
    expect(reasons[0]!.evidence).toEqual({ value: '123,456', limit: '100,000', readAt: sound.lifetimePageCountReadAt, agent: 'North' })
  })

  it('is eligible if and only if no reason applies', () => {
    const facts = fc.record({
      management: fc.constantFrom('managed' as const, 'pending' as const, null),
      registration: fc.constantFrom('enrolled' as const, 'failed' as const, 'discovered' as const),
      modelSupported: fc.boolean(),
      lifetimePageCount: fc.option(fc.integer({ min: 99_998, max: 100_002 })),
      contactId: fc.option(fc.constant('c')),
      agentVersion: fc.option(fc.constantFrom('1.1.9', '1.2.0', '2.0.0', 'nonsense')),
    })
    fc.assert(
      fc.property(facts, (change) => {
        const printer = { ...sound, ...change }
        const { status, reasons } = assessEligibility(printer)
        expect(status === 'eligible').toBe(INELIGIBILITIES.every((i) => !i.applies(printer)))
        expect(status).toBe(reasons[0]?.status ?? 'eligible')
      }),
    )
  })
})

describe('a down-level version', () => {
  it('is older in semantic version order; at equality it is not; what is no version is', () => {
    expect([isDownLevel('1.2.0', '1.2.0'), isDownLevel('1.9.0', '1.10.0'), isDownLevel('x', '1.0.0'), isDownLevel(null, '1.0.0')]).toEqual([
      false,
      true,
      true,
      true,
    ])
  })
})
