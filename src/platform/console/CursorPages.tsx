import Pagination from '@cloudscape-design/components/pagination'
import { useLocation } from '@tanstack/react-router'
import { forgetTrail, pageOfCursor, readTrail, rememberNext } from './cursor-trail.ts'
import { useAddress } from './useAddress.ts'

/**
 * Turns the pages of a list that is read by keyset. The cursor stands in the address (parameter `cursor`); the way back is remembered
 * in the tab. Setting a filter or sort must remove `cursor` from the address.
 */
export function CursorPages({ nextCursor, disabled }: { nextCursor: string | null | undefined; disabled?: boolean }) {
  const { address, setAddress } = useAddress<'cursor'>()
  const { pathname, searchStr } = useLocation()
  const list = `${pathname}?${withoutCursor(searchStr)}`
  if (address.cursor === undefined) forgetTrail(list)
  const trail = readTrail(list)
  const page = pageOfCursor(trail, address.cursor)
  const known = nextCursor ? rememberNext(list, trail, page, address.cursor, nextCursor) : trail.slice(0, page)
  return (
    <Pagination
      currentPageIndex={page}
      pagesCount={Math.max(page, nextCursor ? page + 1 : page)}
      disabled={disabled ?? false}
      onChange={({ detail }) => setAddress({ cursor: known[detail.currentPageIndex - 1] ?? undefined })}
    />
  )
}

function withoutCursor(search: string): string {
  const rest = new URLSearchParams(search)
  rest.delete('cursor')
  return rest.toString()
}
