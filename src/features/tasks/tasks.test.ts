import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endStatus, RETRIED_OUTCOMES, TASK_STATUS_NAMES, type TaskCounts, whyNotCancel, whyNotRetry } from './tasks.ts'

const none: TaskCounts = { done: 0, refused: 0, failed: 0, canceled: 0 }

describe('a task whose printers all have an outcome', () => {
  it.each([
    [{ done: 3 }, 'completed'],
    [{ done: 1, refused: 1 }, 'completed-with-errors'],
    [{ done: 1, failed: 1 }, 'completed-with-errors'],
    [{ refused: 2 }, 'failed'],
    [{ failed: 2 }, 'failed'],
    [{ done: 5, refused: 1, canceled: 1 }, 'canceled'],
    [{ canceled: 9 }, 'canceled'],
    [{}, 'completed'],
  ] as const)('%o ends %s [tasks/status-at-the-end]', (counts, status) => expect(endStatus({ ...none, ...counts })).toBe(status))
})

const counts = fc.record({ done: fc.nat(3), refused: fc.nat(3), failed: fc.nat(3), canceled: fc.nat(3) })
const status = fc.constantFrom(...TASK_STATUS_NAMES)

describe('a task', () => {
  it('can be canceled while it runs, once [tasks/cancel]', () => {
    fc.assert(
      fc.property(status, fc.option(fc.constant('Ada')), (status, cancelRequestedBy) => {
        expect(whyNotCancel({ status, cancelRequestedBy }) === undefined).toBe(status === 'running' && cancelRequestedBy === null)
      }),
    )
  })

  it('can be tried again when it has ended, its outcomes are there, and one printer is not done [tasks/retry]', () => {
    fc.assert(
      fc.property(status, counts, fc.option(fc.constant('2026-01-01T00:00:00Z')), (status, counts, outcomesRemovedAt) => {
        const open = RETRIED_OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0)
        expect(whyNotRetry({ status, ...counts, outcomesRemovedAt }) === undefined).toBe(
          status !== 'running' && open > 0 && outcomesRemovedAt === null,
        )
      }),
    )
  })
})
