import Button from '@cloudscape-design/components/button'
import { memo, useState } from 'react'
import { formatCount } from './format.ts'
import { useAddress } from './useAddress.ts'

interface KeysetPagerProps {
  /** the page that is shown; undefined while there is none */
  page: { items: unknown[]; nextCursor: string | null; previousCursor: string | null } | undefined
  /** number of the first row shown, where the address knows it */
  from: number | undefined
  total: number | undefined
  /** most rows of a page */
  rows: number
  disabled: boolean
}

/**
 * Turns the pages of a list that is read by keyset in both directions. Cursor and number of the first row stand in the address: a link
 * shows the same page. Setting a filter or sort must remove `cursor` and `from` from the address.
 */
export const KeysetPager = memo(function KeysetPager({ page, from, total, rows, disabled }: KeysetPagerProps) {
  const { setAddress } = useAddress<'cursor' | 'from'>()
  const count = page?.items.length ?? 0
  const [words, setWords] = useState('')
  const first = page?.previousCursor === null ? 1 : from
  // While the next page is on its way the rows are still those of the last: so are the words.
  const present = first === undefined || total === undefined || count === 0 ? '' : wordsOf(first, count, total)
  if (!disabled && words !== present) setWords(present)
  const turn = (cursor: string | undefined, start: number | undefined) =>
    setAddress({ cursor, from: cursor === undefined || start === undefined || start < 1 ? undefined : String(start) })
  const { previousCursor, nextCursor } = page ?? { previousCursor: null, nextCursor: null }
  return (
    <nav aria-label="Pages" style={{ display: 'flex', alignItems: 'center', gap: 4, whiteSpace: 'nowrap' }}>
      <span aria-live="polite" style={{ paddingInlineEnd: 4 }}>
        {words}
      </span>
      <Button
        variant="icon"
        iconName="angle-left-double"
        ariaLabel="First page"
        disabled={disabled || previousCursor === null}
        onClick={() => turn(undefined, undefined)}
      />
      <Button
        variant="icon"
        iconName="angle-left"
        ariaLabel="Previous page"
        disabled={disabled || previousCursor === null}
        onClick={() => turn(previousCursor ?? undefined, first === undefined ? undefined : first - rows)}
      />
      <Button
        variant="icon"
        iconName="angle-right"
        ariaLabel="Next page"
        disabled={disabled || nextCursor === null}
        onClick={() => turn(nextCursor ?? undefined, first === undefined ? undefined : first + count)}
      />
    </nav>
  )
})

// Printers come and go between two pages: the last number is never beyond what there is.
function wordsOf(first: number, count: number, total: number): string {
  const last = Math.max(first + count - 1, 0)
  return `${formatCount(first)}-${formatCount(last)} of ${formatCount(Math.max(total, last))}`
}
