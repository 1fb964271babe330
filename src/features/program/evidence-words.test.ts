import { expect, it } from 'vitest'
import { assessEligibility, type EligibilityFacts } from './eligibility.ts'
import { evidenceWords, reasonWords } from './evidence-words.ts'

const sound: EligibilityFacts = {
  management: null,
  registration: 'enrolled',
  registrationFailure: null,
  manufacturer: 'Sample Maker',
  model: 'M1',
  modelSupported: true,
  lifetimePageCount: 100,
  lifetimePageCountReadAt: '2025-01-02T03:04:05Z',
  lifetimePageCountLimit: 1000,
  contactId: 'c',
  agentName: 'Office',
  agentVersion: '2.0.0',
  requiredAgentVersion: '2.0.0',
}

it.each([
  [{ lifetimePageCount: 1001 }, 'counted 1,001, at most 1,000, read then, agent Office'],
  [{ lifetimePageCount: null }, 'the printer reports none, agent Office'],
  [{ agentVersion: '1.9.0' }, 'version 1.9.0, required 2.0.0, agent Office'],
  [{ agentVersion: null }, 'no agent version known, required 2.0.0, agent Office'],
  [{ modelSupported: false }, 'Sample Maker M1, agent Office'],
  [{ modelSupported: false, manufacturer: null, model: null }, 'manufacturer and model are not known, agent Office'],
  [{ registration: 'failed', registrationFailure: 'serial number missing.' }, 'serial number missing, agent Office'],
  [{ contactId: null }, ''],
  [{ management: 'managed' }, ''],
  [{ management: 'pending' }, 'requested, not yet accepted'],
] as const)('reports the evidence of %o in one line', (spoiled, words) => {
  const { reasons } = assessEligibility({ ...sound, ...spoiled })
  expect(reasons.map((reason) => evidenceWords(reason, () => 'then'))).toEqual([words])
})

it('names each reason and its remedy in the product’s words', () => {
  expect(reasonWords({ status: 'no-contact', remedy: 'assign-contact' })).toEqual({
    label: 'No supplies delivery contact assigned',
    remedy: 'Assign a supplies delivery contact.',
  })
})
