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
}

/**
 * Pages printed in each hour of a day, day of a month, or month of a year: how far the counter went from the last reading before to the last
 * reading in it. Steps without a reading are absent; what was printed in them counts in the next one that has a reading.
 */
export function printedPages(points: readonly CounterAt[], range: HistoryRange): PrintedPages[] {
  const steps = new Map<number, PrintedPages>()
  let before: number | undefined
  let open: PrintedPages | undefined
  for (const { at, lifetimePageCount: count } of points) {
    if (count === null) continue
    const start = startOf(new Date(at), range)
    if (open?.start.getTime() !== start.getTime()) {
      if (open) before = open.count
      open = { start, count, pages: null }
      steps.set(start.getTime(), open)
    }
    open.count = count
    open.pages = before === undefined || count < before ? null : count - before
  }
  return [...steps.values()]
}

function startOf(at: Date, range: HistoryRange): Date {
  if (range === 'day') return new Date(at.getFullYear(), at.getMonth(), at.getDate(), at.getHours())
  return range === 'month' ? new Date(at.getFullYear(), at.getMonth(), at.getDate()) : new Date(at.getFullYear(), at.getMonth(), 1)
}
