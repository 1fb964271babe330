import Pagination from '@cloudscape-design/components/pagination'
import type { WindowPaging } from './useWindowPages.ts'

interface WindowPagesProps {
  paging: WindowPaging
  nextCursor: string | null | undefined
  disabled: boolean
  label?: string
}

/** Turns the pages of a list in a window; nothing where there is one page. */
export function WindowPages({ paging, nextCursor, disabled, label = 'Pages' }: WindowPagesProps) {
  const { page, turn } = paging
  if (page === 1 && !nextCursor) return null
  return (
    <Pagination
      currentPageIndex={page}
      pagesCount={nextCursor ? page + 1 : page}
      disabled={disabled}
      ariaLabels={{ paginationLabel: label }}
      onChange={({ detail }) => turn(detail.currentPageIndex, nextCursor)}
    />
  )
}
