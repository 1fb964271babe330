import { describe, expect, it } from 'vitest'
import { type StoryEvent, storyOf } from './order-story.ts'

const event = (change: Partial<StoryEvent>): StoryEvent => ({
  lineId: 'a',
  at: '2026-03-02T08:00:00.100Z',
  act: 'propose',
  to: 'proposed',
  byKind: 'rule',
  by: 'Default',
  reason: 'About 9% left.',
  ...change,
})

describe('the story of an order', () => {
  it('has one step for what happened to several lines at one moment, with each reason once', () => {
    const [step, ...others] = storyOf([event({}), event({ lineId: 'b' }), event({ lineId: 'c', reason: 'It goes along.' })])
    expect(others).toEqual([])
    expect(step).toMatchObject({
      label: 'Proposed',
      lines: 3,
      reasons: [
        { reason: 'About 9% left.', lineIds: ['a', 'b'] },
        { reason: 'It goes along.', lineIds: ['c'] },
      ],
    })
  })

  it('begins with what happened last, and keeps apart what others did and what happened later', () => {
    const steps = storyOf([
      event({}),
      event({ act: 'approve', to: 'ordered' }),
      event({ act: 'deliver', to: 'delivered', byKind: 'customer', by: 'Ada Berg', at: '2026-03-05T08:00:00.000Z' }),
      event({ act: 'deliver', to: 'delivered', byKind: 'customer', by: 'Ada Berg', at: '2026-03-06T08:00:00.000Z', lineId: 'b' }),
    ])
    expect(steps.map(({ label, by }) => `${label} ${by}`)).toEqual([
      'Delivered Ada Berg',
      'Delivered Ada Berg',
      'Ordered Default',
      'Proposed Default',
    ])
  })

  it('says no reason where nobody stated one', () => {
    expect(storyOf([event({ act: 'deliver', to: 'delivered', reason: 'Confirm receipt' })])[0]!.reasons).toEqual([
      { reason: '', lineIds: ['a'] },
    ])
  })
})
