import type { HistoryRange } from './printer-history.ts'

/** How long the bars of a chart stand for, by range. */
export const BAR_WORDS: Record<HistoryRange, string> = { day: 'hour', month: 'day', year: 'month' }

interface CounterAt {
  /** RFC 3339 */
  at: string
  lifetimePageCount: number | null
}

export interface PrintedPages {
  /** start of the hour, day or month, in the reader's time zone */
  start: Date
  /** what the counter said at its end */
  count: number
  /** null where the counter was not known before, or went down: a board was changed, and nothing can be said */
  pages: number | null
  wentDown: boolean
  /** after steps without a reading: the start of the last one that had one; what was printed since then is counted here */
  since: Date | undefined
}

/**
 * Pages printed in each hour of a day, day of a month, or month of a year: how far the counter went from the last reading before to the last
 * reading in it. Steps without a reading are absent; what was printed in them counts in the next one that has a reading, which says so.
 */
export function printedPages(points: readonly CounterAt[], range: HistoryRange): PrintedPages[] {
  const steps: PrintedPages[] = []
  for (const { at, lifetimePageCount: count } of points) {
    if (count === null) continue
    const start = startOf(new Date(at), range)
    if (steps.at(-1)?.start.getTime() === start.getTime()) steps.pop()
    const before = steps.at(-1)
    const wentDown = before !== undefined && count < before.count
    const gap = before !== undefined && stepAfter(before.start, range).getTime() < start.getTime()
    steps.push({
      start,
      count,
      pages: before === undefined || wentDown ? null : count - before.count,
      wentDown,
      since: gap ? before.start : undefined,
    })
  }
  return steps
}

/** Every step from the first to the last of these, those without a reading too: so that a chart leaves them room. */
export function allSteps(steps: readonly PrintedPages[], range: HistoryRange): Date[] {
  const [first, last] = [steps[0]?.start, steps.at(-1)?.start]
  const all: Date[] = []
  for (let start = first; start && last && start.getTime() <= last.getTime(); start = stepAfter(start, range)) all.push(start)
  return all
}

function stepAfter(start: Date, range: HistoryRange): Date {
  // Added as time: the clocks may be put back between two hours.
  if (range === 'day') return startOf(new Date(start.getTime() + 3_600_000), range)
  if (range === 'month') return new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1)
  return new Date(start.getFullYear(), start.getMonth() + 1, 1)
}

function startOf(at: Date, range: HistoryRange): Date {
  if (range === 'day') return new Date(at.getFullYear(), at.getMonth(), at.getDate(), at.getHours())
  return range === 'month' ? new Date(at.getFullYear(), at.getMonth(), at.getDate()) : new Date(at.getFullYear(), at.getMonth(), 1)
}
