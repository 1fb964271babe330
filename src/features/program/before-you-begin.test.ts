import { describe, expect, it } from 'vitest'
import { beforeYouBegin, whyNotContinue } from './before-you-begin.ts'

const ready = { printersEnrolled: 12, entitled: true, contacts: 1, selectedWithoutContact: 0 }
const open = (standing: Parameters<typeof beforeYouBegin>[0]) =>
  beforeYouBegin(standing)
    .filter((point) => !point.settled)
    .map((point) => point.settlement)

describe('before you begin', () => {
  it.each([
    [ready, []],
    [{ ...ready, printersEnrolled: 0 }, ['enroll-printers']],
    [{ ...ready, entitled: false }, ['entitle']],
    [{ ...ready, contacts: 0 }, ['create-contact']],
    [{ ...ready, selectedWithoutContact: 3 }, ['assign-contact']],
    [
      { printersEnrolled: 0, entitled: false, contacts: 0, selectedWithoutContact: 1 },
      ['enroll-printers', 'entitle', 'create-contact', 'assign-contact'],
    ],
  ] as const)('names what is open of %o [program/before-you-begin]', (standing, expected) => {
    expect(open(standing)).toEqual(expected)
  })

  it('says nothing of a selection where there is none', () => {
    expect(beforeYouBegin({ printersEnrolled: 0, entitled: false, contacts: 0 })).toHaveLength(3)
  })

  it('counts in words', () => {
    expect(beforeYouBegin({ ...ready, selectedWithoutContact: 1 }).at(-1)?.text).toBe(
      '1 printer of the selection has no supplies delivery contact',
    )
    expect(beforeYouBegin({ ...ready, printersEnrolled: 1200 })[0]?.text).toBe('1,200 printers enrolled')
  })
})

describe('Continue', () => {
  it.each([
    [{ entitled: true, eligible: 1 }, undefined],
    [{ entitled: true, eligible: 0 }, /None of the selected printers is eligible/],
    [{ entitled: false, eligible: 5 }, /not entitled/],
  ])('of %o [program/continue-with-the-eligible]', (report, why) => {
    if (why) expect(whyNotContinue(report)).toMatch(why)
    else expect(whyNotContinue(report)).toBeUndefined()
  })
})
