import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planUnenroll, UNENROLLMENT_LINES, type UnenrollmentCounts, unenrollmentLine, whyNotUnenroll } from './unenroll-printers.ts'

const none: UnenrollmentCounts = { leaves: 0, managed: 0, pending: 0, gone: 0 }
const counts = fc.record({ leaves: fc.nat(3), managed: fc.nat(3), pending: fc.nat(3), gone: fc.nat(3) })

describe('a plan to unenroll', () => {
  it.each([
    [{ leaves: 3 }, 'all', '3 printers will be unenrolled.'],
    [{ leaves: 1 }, 'all', '1 printer will be unenrolled.'],
    [{ managed: 2 }, 'refused', '2 managed printers cannot be unenrolled.'],
    [{ pending: 1, gone: 1 }, 'refused', '1 pending printer cannot be unenrolled.'],
    [{ managed: 1200, pending: 1 }, 'refused', '1,200 managed and 1 pending printer cannot be unenrolled.'],
    [{ gone: 2 }, 'refused', 'None of these printers is on the list any more. Select printers again.'],
    [
      { leaves: 2, managed: 1 },
      'some',
      '2 printers will be unenrolled. 1 managed printer cannot be unenrolled: the task ends Completed with errors and names it.',
    ],
    [
      { leaves: 1, pending: 2, gone: 1 },
      'some',
      '1 printer will be unenrolled. 2 pending printers cannot be unenrolled; 1 is no longer on the list: the task ends Completed with errors and names them.',
    ],
  ] as const)('of %o is %s [printers/only-unmanaged-printers-leave]', (change, kind, message) =>
    expect(planUnenroll({ ...none, ...change })).toMatchObject({ kind, message }),
  )

  it('is refused when none leaves, whole when all do, and announced as partial otherwise [printers/only-unmanaged-printers-leave]', () => {
    fc.assert(
      fc.property(counts, (counts) => {
        const { leaves, managed, pending, gone } = counts
        const kind = leaves === 0 ? 'refused' : managed + pending + gone > 0 ? 'some' : 'all'
        const plan = planUnenroll(counts)
        expect(plan.kind).toBe(kind)
        if (plan.kind === 'refused' && managed + pending > 0) expect(plan.code).toBe('printer-cannot-be-unenrolled')
      }),
    )
  })

  it('lets a printer leave if and only if nothing holds it and it is on the list [printers/held-printers-are-not-unenrolled]', () => {
    const registration = fc.constantFrom('enrolled', 'discovered', 'failed', 'unenrolled', null)
    const management = fc.constantFrom('pending', 'managed', null)
    fc.assert(
      fc.property(registration, management, (registration, management) => {
        const line = unenrollmentLine({ registration, management })
        const listed = registration !== null && registration !== 'unenrolled'
        expect(line === 'leaves').toBe(management === null && listed)
        expect(whyNotUnenroll(line) === undefined).toBe(line === 'leaves')
        if (management) expect(line).toBe(management)
      }),
    )
    expect(UNENROLLMENT_LINES.every((line) => line === 'leaves' || whyNotUnenroll(line)?.reason)).toBe(true)
  })
})
