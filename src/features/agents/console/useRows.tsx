import Pagination from '@cloudscape-design/components/pagination'
import { useEffect, useState } from 'react'

// An imported list may be long: only so many rows are drawn at a time.
export const ROWS = 20

/** Some of the rows at a time; a fault brings its page into view. */
export function useRows<Row>(entries: readonly Row[], faults: string[] = []) {
  const [page, setPage] = useState(1)
  const last = Math.max(1, Math.ceil(entries.length / ROWS))
  const shownPage = Math.min(page, last)
  const from = (shownPage - 1) * ROWS
  const firstFault = faults[0]
  useEffect(() => {
    if (firstFault !== undefined) setPage(Math.floor(Number(firstFault) / ROWS) + 1)
  }, [firstFault])
  return {
    from,
    shown: entries.slice(from, from + ROWS),
    goToLast: () => setPage(Math.ceil((entries.length + 1) / ROWS)),
    pages: last > 1 && (
      <Pagination currentPageIndex={shownPage} pagesCount={last} onChange={({ detail }) => setPage(detail.currentPageIndex)} />
    ),
  }
}
