import { describe, expect, it } from 'vitest'
import { endStatus } from './tasks.ts'

describe('a task whose printers have all been treated [tasks/status-at-the-end]', () => {
  it.each([
    [{ done: 3, refused: 0, failed: 0 }, 'completed'],
    [{ done: 1, refused: 1, failed: 0 }, 'completed-with-errors'],
    [{ done: 1, refused: 0, failed: 1 }, 'completed-with-errors'],
    [{ done: 0, refused: 2, failed: 0 }, 'failed'],
    [{ done: 0, refused: 0, failed: 1 }, 'failed'],
  ] as const)('%o ends %s', (counts, status) => expect(endStatus(counts)).toBe(status))
})
